import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AN_EMPTY_PICTURE as picture } from '../../story/an-empty-picture.ts';
import { type Frame, type PackedFrame, type Snapshot, unpackFrame } from '../contract/index.ts';
import { createWalls, type Walls } from './walls.ts';

const stamp = (seq: number) => ({ server: 'a', seq, now: 1, asOf: 1 });
const frame = (seq: number): Frame => ({ ...stamp(seq), change: { partnersTotal: seq } });

let http: Server;
let walls: Walls;
let url: string;
let snapshot: Snapshot | null;
let now: number;
const sockets: Socket[] = [];

beforeEach(async () => {
  snapshot = { ...stamp(7), build: 'x', picture };
  now = 10_000;
  http = createServer();
  walls = createWalls(
    () => snapshot,
    () => now,
  );
  walls.attach(http);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await walls.stop();
  http.close();
});

const wall = (headers: Record<string, string> = {}): Socket => {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: headers });
  sockets.push(socket);
  return socket;
};
const heard = (socket: Socket, name: string): Promise<unknown> =>
  new Promise((resolve) => socket.once(name, (message: unknown) => resolve(message)));

describe('a wall that connects', () => {
  it('gets the snapshot, then every frame after it', async () => {
    const socket = wall();
    const frames: number[] = [];
    const both = new Promise<void>((resolve) => {
      socket.on('frame', (packed: PackedFrame) => {
        if (frames.push(unpackFrame(packed)!.seq) === 2) resolve();
      });
    });
    expect(await heard(socket, 'snapshot')).toEqual(snapshot);
    walls.frame(frame(8));
    walls.frame(frame(9));
    await both;
    expect(frames).toEqual([8, 9]);
    const beat = heard(socket, 'heartbeat');
    walls.heartbeat(stamp(9));
    expect(await beat).toEqual(stamp(9));
  });

  it('waits for the snapshot of a server that is still reading history', async () => {
    snapshot = null;
    const socket = wall();
    await heard(socket, 'connect');
    const first = heard(socket, 'snapshot');
    walls.snapshot({ ...stamp(0), build: 'x', picture });
    expect(await first).toMatchObject({ seq: 0 });
  });

  it('gets another snapshot when it asks, but not in a storm', async () => {
    const socket = wall();
    let got = 0;
    socket.on('snapshot', () => {
      got += 1;
    });
    await heard(socket, 'snapshot');
    for (let n = 0; n < 20; n++) socket.emit('resync');
    now += 1_000;
    const second = heard(socket, 'snapshot');
    socket.emit('resync');
    await second;
    const after = heard(socket, 'heartbeat');
    walls.heartbeat(stamp(7));
    await after;
    expect(got).toBeLessThanOrEqual(3);
  });

  it('is refused when a page of another site opened it', async () => {
    const socket = wall({ origin: 'https://elsewhere.example' });
    expect(String(await heard(socket, 'connect_error'))).toContain('websocket error');
    const own = wall({ origin: url });
    expect(await heard(own, 'snapshot')).toEqual(snapshot);
  });
});
