import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ListedToken, MadeToken } from '@belfry/access';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChildLines, runNode } from '../../support/child-lines.ts';

const BIN = fileURLToPath(new URL('../../../cli/bin/belfry.mjs', import.meta.url));
const WITHIN = 90_000;

/** A Belfry that is open to others, as somebody would start it for the first time. */
describe('belfry start on a host other than loopback', () => {
  let place: string;
  let running: ChildLines;
  let url: string;
  let admin: string;
  const sockets: Socket[] = [];

  async function start(): Promise<void> {
    running = runNode([BIN, 'start', '--empty', '--port', '0', '--host', '0.0.0.0', '--data', join(place, 'data')]);
    const [, port] = await running.said(/events\s+POST http:\S+:(\d+)\/events/);
    url = `http://127.0.0.1:${port}`;
  }
  async function stop(): Promise<void> {
    running.child.kill('SIGTERM');
    await running.ended;
  }

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'belfry-tokens-'));
    await start();
  }, WITHIN);
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    await stop();
    await rm(place, { recursive: true, force: true });
  });

  async function belfry(token: string | undefined, ...args: string[]) {
    const shown = token === undefined ? {} : { BELFRY_TOKEN: token };
    const child = runNode([BIN, ...args], { BELFRY_URL: url, ...shown });
    const { code } = await child.ended;
    return { code, said: child.lines.join('\n') };
  }
  const status = async (path: string, token?: string): Promise<number> =>
    (await fetch(`${url}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })).status;
  const made = async (...flags: string[]): Promise<MadeToken> =>
    JSON.parse((await belfry(admin, 'token', 'make', '--json', ...flags)).said) as MadeToken;

  it('prints the link of the first admin, and is closed to whoever has none', { timeout: WITHIN }, async () => {
    const [, text] = await running.said(/Admin: http:\S+\/enter#(bf_admin_\S+)/);
    admin = text!;
    expect(await status('/api/snapshot')).toBe(401);
    expect(await status('/api/policies', admin)).toBe(200);
    const { code, said } = await belfry(undefined, 'policy', 'list');
    expect([code, said]).toEqual([1, expect.stringMatching(/asks for a token: set BELFRY_TOKEN/)]);
  });

  it('makes, lists and revokes tokens by the command, and cuts a live wall off', { timeout: WITHIN }, async () => {
    const wall = await made('--scope', 'wall', '--name', 'hall 2');
    expect(wall.link).toBe(`${url}/enter#${wall.text}`);
    const socket = io(url, { transports: ['websocket'], auth: { token: wall.text } });
    sockets.push(socket);
    await new Promise((resolve) => socket.once('snapshot', resolve));
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    expect(await belfry(admin, 'token', 'revoke', wall.id)).toEqual({
      code: 0,
      said: 'hall 2 (wall) opens nothing any more.',
    });
    await gone;
    expect(await status('/api/snapshot', wall.text)).toBe(401);
    const { said } = await belfry(admin, 'token', 'list', '--json');
    expect((JSON.parse(said) as ListedToken[]).map(({ name, standing }) => [name, standing])).toEqual([
      ['first admin', 'valid'],
      ['hall 2', 'revoked'],
    ]);
    expect(said).not.toContain(wall.text);
    expect((await belfry(admin, 'token', 'list')).said).toMatch(/hall 2\s+wall\s+-\s+revoked/);
  });

  it('lets a source send, as itself only', { timeout: WITHIN }, async () => {
    const { text } = await made('--scope', 'source', '--name', 'shop', '--source', 'shop');
    const send = async (source: string) => {
      const answer = await fetch(`${url}/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${text}` },
        body: JSON.stringify({
          specversion: '1.0',
          id: '1',
          source,
          type: 'order.opened',
          subject: 'order/1',
          time: new Date().toISOString(),
        }),
      });
      return [answer.status, await answer.text()] as const;
    };
    expect(await send('shop')).toEqual([202, expect.stringContaining('accepted')]);
    expect(await send('other')).toEqual([400, expect.stringContaining('OTHER_SOURCE')]);
    expect(await status('/api/snapshot', text)).toBe(403);
  });

  it('says what is wrong with a token that cannot be', { timeout: WITHIN }, async () => {
    const { code, said } = await belfry(
      admin,
      'token',
      'make',
      '--scope',
      'partner',
      '--partner',
      'p12',
      '--name',
      'Acme',
    );
    expect([code, said]).toEqual([1, expect.stringContaining('has to end. Write for instance 30d.')]);
  });

  it('has a page without a script that does the same', { timeout: WITHIN }, async () => {
    const signIn = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: admin }),
    });
    const cookie = signIn.headers.get('set-cookie')!.split(';')[0]!;
    const form = async (path: string, fields: Record<string, string>, origin = url): Promise<Response> =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { cookie, origin },
        body: new URLSearchParams(fields),
        redirect: 'manual',
      });
    const fields = { scope: 'partner', name: '<b>Acme</b>', partner: 'p12', source: '', expires: '30d' };
    expect((await form('/tokens', fields, 'https://evil.example')).status).toBe(403);
    const page = await form('/tokens', fields);
    const html = await page.text();
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([
      201,
      expect.stringContaining("form-action 'self'"),
    ]);
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect(html).toContain('&lt;b&gt;Acme&lt;/b&gt;');
    expect(html).not.toMatch(/<script|\son\w+=|style=/);
    const [, link] = /<code>(\S+\/enter#bf_partner_\S+)<\/code>/.exec(html) ?? [];
    expect(await status('/partner/p12', link!.split('#')[1])).not.toBe(403);
    expect(await status('/partner/p13', link!.split('#')[1])).toBe(403);
    const [, id] = /action="\/tokens\/(\w+)\/revoke"/.exec(html) ?? [];
    const revoked = await form(`/tokens/${id}/revoke`, {});
    expect([revoked.status, revoked.headers.get('location')]).toEqual([303, '/tokens']);
    expect(await status('/partner/p12', link!.split('#')[1])).toBe(401);
    const again = await (await fetch(`${url}/tokens`, { headers: { cookie } })).text();
    expect(again).not.toContain('bf_partner_');
    const wrong = await form('/tokens', { ...fields, expires: '' });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('role="alert"')]);
  });

  it('knows its tokens after a restart, and prints no second link', { timeout: 2 * WITHIN }, async () => {
    await stop();
    await start();
    expect(await status('/api/policies', admin)).toBe(200);
    expect(running.lines.join('\n')).not.toContain('Admin:');
  });
});
