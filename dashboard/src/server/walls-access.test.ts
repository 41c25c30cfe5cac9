import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Access, createAccess } from '@belfry/access';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeWallClock, type FakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { type MemoryTokenTable, memoryTokenTable } from '../../../test/support/memory-token-table.ts';
import { keepLinked } from '../client/state/keep-linked.ts';
import { createWalls, type Walls } from './walls.ts';

const START = Date.parse('2026-11-27T12:00:00Z');
let http: Server;
let walls: Walls;
let access: Access;
let elsewhere: Access;
let clock: FakeWallClock;
let table: MemoryTokenTable;
let url: string;
const sockets: Socket[] = [];
let signedOut: Socket[];

async function open(host: string): Promise<void> {
  clock = createFakeWallClock(START);
  signedOut = [];
  table = memoryTokenTable();
  const one = (): Access => createAccess({ sql: null, table, wallClock: clock, host, report: () => {} });
  [access, elsewhere] = [one(), one()];
  await access.start();
  await serve(0);
}
async function serve(port: number): Promise<void> {
  http = createServer();
  walls = createWalls(
    () => null,
    () => clock.now(),
    access,
  );
  walls.attach(http);
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}
beforeEach(() => open('0.0.0.0'));
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await walls.stop();
  http.close();
});

const wall = (options: { token?: string; cookie?: string; host?: string } = {}): Socket => {
  const extraHeaders = {
    ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
    ...(options.host === undefined ? {} : { host: options.host }),
  };
  const auth = options.token === undefined ? {} : { token: options.token };
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnectionDelay: 10, extraHeaders, auth });
  sockets.push(socket);
  keepLinked(socket, () => signedOut.push(socket));
  return socket;
};
const heard = (socket: Socket, name: string): Promise<unknown> =>
  new Promise((resolve) => socket.once(name, (message: unknown) => resolve(message)));
const shows = async (socket: Socket): Promise<unknown> => {
  const beat = heard(socket, 'heartbeat');
  await heard(socket, 'connect');
  walls.heartbeat({ server: 'a', seq: 1, now: 1, asOf: 1 });
  return beat;
};
type Scope = 'wall' | 'partner' | 'source' | 'manager';
const made = async (scope: Scope, over: object = {}) =>
  access.tokens.make({ name: scope, scope, partner: null, source: null, expires: null, ...over }, 'a test');

describe('a wall that has to show a token', () => {
  it('is refused without one, with words that it can show, and does not loop', async () => {
    const socket = wall();
    expect(await heard(socket, 'connect_error')).toMatchObject({ data: { status: 401, refused: 'token' } });
    expect(socket.active).toBe(false);
  });

  it('is let in by its cookie or by what it hands over', async () => {
    const { text } = await made('wall');
    expect(await shows(wall({ cookie: `belfry_token=${text}` }))).toMatchObject({ seq: 1 });
    expect(await shows(wall({ token: text }))).toMatchObject({ seq: 1 });
  });

  it.each(['partner', 'source'] as const)('shows nothing to scope %s', async (scope) => {
    const { text } = await made(scope, { partner: scope === 'partner' ? 'p12' : null });
    expect(await heard(wall({ token: text }), 'connect_error')).toMatchObject({ data: { status: 403 } });
  });

  it('hears nothing of what it asks for before it is let in, and cannot name a room', async () => {
    const socket = wall();
    const messages: unknown[] = [];
    socket.onAny((...message: unknown[]) => messages.push(message));
    for (const event of ['resync', 'join', 'snapshot']) socket.emit(event, 'wall');
    await heard(socket, 'connect_error');
    walls.heartbeat({ server: 'a', seq: 1, now: 1, asOf: 1 });
    expect(await shows(wall({ token: (await made('wall')).text }))).toBeDefined();
    expect(messages).toEqual([]);
  });

  it('is cut off when its token is revoked, at once, and told why when it comes back', async () => {
    const { token, text } = await made('wall');
    const other = wall({ token: (await made('wall')).text });
    const socket = wall({ token: text });
    await Promise.all([heard(socket, 'connect'), heard(other, 'connect')]);
    const [gone, refused] = [heard(socket, 'disconnect'), heard(socket, 'connect_error')];
    await access.tokens.revoke(token.id);
    await gone;
    expect(await refused).toMatchObject({
      data: { status: 401, reason: expect.stringContaining('revoked') as string },
    });
    expect([socket.active, other.connected]).toEqual([false, true]);
    expect(signedOut).toEqual([socket]);
  });

  it('is cut off when its token is revoked in another process, at the next look', async () => {
    const { token, text } = await made('wall');
    await elsewhere.start();
    const socket = wall({ token: text });
    await heard(socket, 'connect');
    await elsewhere.tokens.revoke(token.id);
    const gone = heard(socket, 'disconnect');
    clock.advance(2_000);
    await gone;
  });

  it('is cut off when its token expires', async () => {
    const { text } = await made('wall', { expires: START + 1_000 });
    clock.advance(0);
    const socket = wall({ token: text });
    await heard(socket, 'connect');
    const gone = heard(socket, 'disconnect');
    clock.advance(2_000);
    await gone;
  });

  it('is asked to come back while the tokens have not been read', async () => {
    const fresh = createAccess({
      sql: null,
      table,
      wallClock: clock,
      host: '0.0.0.0',
      report: () => {},
    });
    const { text } = await made('wall');
    const admitted = await fresh.admit({ headers: {}, remote: '127.0.0.1', token: text });
    expect(admitted).toMatchObject({ refusal: { status: 503 } });
  });
});

describe('an orderly restart', () => {
  it('brings every wall back', async () => {
    const socket = wall({ token: (await made('wall')).text });
    await heard(socket, 'connect');
    const back = heard(socket, 'connect');
    const { port } = http.address() as AddressInfo;
    await walls.stop();
    http.close();
    http.closeAllConnections();
    await once(http, 'close');
    await serve(port);
    await back;
  });
});

describe('a wall at this machine', () => {
  it('needs no token, unless its name was made to point here', async () => {
    await walls.stop();
    http.close();
    await open('127.0.0.1');
    expect(await shows(wall())).toMatchObject({ seq: 1 });
    const lured = wall({ host: 'evil.example' });
    expect(await heard(lured, 'connect_error')).toMatchObject({ data: { status: 401 } });
  });
});
