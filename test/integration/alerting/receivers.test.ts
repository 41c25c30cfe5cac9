import { createServer } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lookup } from '../../../processor/src/alerting/guard/guarded-lookup.ts';
import type { HookConfig } from '../../../processor/src/alerting/hook-config.ts';
import { createReceiver } from '../../../processor/src/alerting/receivers/receiver.ts';
import type { Answer } from '../../../processor/src/alerting/retry.ts';
import type { Notification } from '../../../processor/src/contract/notification.ts';
import { aPagerDuty, aSlack, aTeams, aWebhook, whsec } from '../../support/a-hook.ts';
import { aNotification, aStorm } from '../../support/a-notification.ts';
import { createFakeWallClock, type FakeWallClock } from '../../support/fake-wall-clock.ts';
import { type HookReceiver, startHookReceiver } from '../../support/hook-receiver.ts';

/** Posts over real sockets to a receiver that takes them, stalls, redirects, dies, or never stops talking. */

let receiver: HookReceiver;
let clock: FakeWallClock;
beforeEach(async () => {
  receiver = await startHookReceiver();
  // The library refuses signatures of another time, so the story is of now.
  clock = createFakeWallClock(Date.now());
});
afterEach(() => receiver.close());

const never = new AbortController().signal;
/** Every name is this machine, as in a split horizon. */
const here: Lookup = (_, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);

async function post(
  hook: HookConfig,
  {
    notification = aNotification(),
    abandoned = never,
    lookup,
  }: Partial<{ notification: Notification; abandoned: AbortSignal; lookup: Lookup }> = {},
): Promise<Answer> {
  const one = createReceiver(hook, { wallClock: clock, lookup });
  const body = one.body(notification);
  if (body === null) throw new Error('nothing to post');
  return one.post({ id: notification.id, action: notification.action, body }, abandoned);
}
const local = { allowPrivate: true } as const;
const arrived = async (): Promise<void> => {
  while (receiver.posts.length === 0) await new Promise((resolve) => setImmediate(resolve));
};

describe('what arrives', () => {
  it('at a webhook is signed by each of its secrets', async () => {
    const secrets = [whsec('the new one'), whsec('the old one')];
    expect(await post(aWebhook({ ...local, url: receiver.url, secrets }))).toEqual({
      kind: 'answered',
      status: 204,
      retryAfter: null,
    });
    const [{ id, body, headers }] = receiver.posts as [HookReceiver['posts'][0]];
    expect(id).toBe('msg_5f1c');
    expect(headers['webhook-signature']!.split(' ')).toHaveLength(2);
    for (const secret of secrets)
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'incident.triggered' });
    expect(() => new Webhook(whsec('another one')).verify(body, headers)).toThrow();
  });

  it('is the same at each attempt, but for the time that it is signed at', async () => {
    const hook = aWebhook({ ...local, url: receiver.url });
    await post(hook, { notification: aStorm({}, 50) });
    clock.advance(60_000);
    await post(hook, { notification: aStorm({}, 50) });
    const [first, second] = receiver.posts;
    expect(second!.body).toBe(first!.body);
    expect(second!.headers['webhook-timestamp']).not.toBe(first!.headers['webhook-timestamp']);
  });

  it('at Slack and Teams is JSON in full', async () => {
    await post(aSlack({ ...local, url: receiver.url, language: 'ar' }));
    await post(aTeams({ ...local, url: receiver.url, language: 'ar' }));
    for (const { headers, body } of receiver.posts) {
      expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Belfry' });
      expect(JSON.stringify(JSON.parse(body))).toContain('فات الموعد');
      expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
    }
    expect(receiver.posts).toHaveLength(2);
  });

  it('at PagerDuty has the routing key that the log does not have', async () => {
    const hook = aPagerDuty({ ...local, url: receiver.url });
    await post(hook);
    expect(receiver.posts).toHaveLength(1);
    expect(JSON.parse(receiver.posts[0]!.body)).toMatchObject({
      routing_key: hook.routingKey,
      event_action: 'trigger',
    });
  });
});

describe('a receiver that does not answer as it should', () => {
  const hook = () => aWebhook({ ...local, url: receiver.url });

  it('is told from one that does by its status, and asked for the time that it wants', async () => {
    receiver.react(() => ({ status: 503, headers: { 'retry-after': '30' } }));
    expect(await post(hook())).toEqual({ kind: 'answered', status: 503, retryAfter: '30' });
  });

  it('that redirects is not followed', async () => {
    const other = await startHookReceiver();
    try {
      receiver.react(() => ({ status: 307, headers: { location: other.url } }));
      expect(await post(hook())).toMatchObject({ kind: 'answered', status: 307 });
      expect(other.posts).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('that stalls is given up after 15 s', async () => {
    receiver.react(() => 'stall');
    const answer = post(hook());
    await arrived();
    clock.advance(14_999);
    expect(receiver.open()).toBe(1);
    clock.advance(1);
    expect(await answer).toEqual({ kind: 'timeout' });
  });

  it('that takes no connection is given up too', async () => {
    const deaf = createServer();
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const { port } = deaf.address() as { port: number };
    const connected = new Promise<void>((resolve) => deaf.once('connection', () => resolve()));
    const answer = post(aWebhook({ ...local, url: `https://127.0.0.1:${port}/` }));
    await connected;
    clock.advance(15_000);
    expect(await answer).toEqual({ kind: 'timeout' });
    await new Promise((resolve) => deaf.close(resolve));
  });

  it('that dies, or is not there, is unreachable', async () => {
    receiver.react(() => 'die');
    expect(await post(hook())).toEqual({ kind: 'unreachable', reason: 'ECONNRESET' });
    const { url } = receiver;
    await receiver.close();
    expect(await post(aWebhook({ ...local, url }))).toEqual({ kind: 'unreachable', reason: 'ECONNREFUSED' });
  });

  it.each(['slow', 'huge'] as const)('that writes a %s answer is not listened to', async (writing) => {
    receiver.react(() => ({ status: 200, writing }));
    expect(await post(hook())).toMatchObject({ kind: 'answered', status: 200 });
    while (receiver.open() > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it('that sends headers without end is cut off', async () => {
    receiver.react(() => ({ status: 200, headers: { 'x-long': 'x'.repeat(12_000) } }));
    expect(await post(hook())).toEqual({ kind: 'unreachable', reason: 'HPE_HEADER_OVERFLOW' });
  });

  it('or whose url is none after all, is an answer and no error', async () => {
    for (const url of ['', 'http://', 'http://a:%zz@127.0.0.1:1/']) {
      expect(await post(aWebhook({ ...local, url }))).toMatchObject({ kind: 'unreachable' });
    }
    expect(clock.planned()).toBe(0);
  });

  it('is left when the post is abandoned, before it or under way', async () => {
    const stop = new AbortController();
    receiver.react(() => 'stall');
    const answer = post(hook(), { abandoned: stop.signal });
    await arrived();
    stop.abort();
    expect(await answer).toEqual({ kind: 'unreachable', reason: 'abandoned' });
    expect(await post(hook(), { abandoned: stop.signal })).toEqual({ kind: 'unreachable', reason: 'abandoned' });
    expect(receiver.posts).toHaveLength(1);
    expect(clock.planned()).toBe(0);
  });
});

describe('an address that is not public', () => {
  const port = () => new URL(receiver.url).port;

  it.each(['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', 'localhost', 'localhost.', '[::ffff:127.0.0.1]'])(
    'as %s is not posted to',
    async (host) => {
      const answer = await post(aWebhook({ url: `http://${host}:${port()}/hook` }));
      expect(answer).toMatchObject({ kind: 'unreachable', reason: expect.stringContaining('allowPrivate: true') });
      expect(receiver.posts).toEqual([]);
    },
  );

  it('behind a name is not posted to, unless it is allowed', async () => {
    const url = `http://hooks.example.org:${port()}/hook`;
    expect(await post(aWebhook({ url }), { lookup: here })).toEqual({
      kind: 'unreachable',
      reason: 'its address is this machine; to allow it, write allowPrivate: true',
    });
    expect(receiver.posts).toEqual([]);
    expect(await post(aWebhook({ ...local, url }), { lookup: here })).toMatchObject({ status: 204 });
    expect(receiver.posts[0]!.headers.host).toBe(`hooks.example.org:${port()}`);
  });

  it('that a name turns into is not connected to: each post looks once, and goes where it looked', async () => {
    let looks = 0;
    const rebinding: Lookup = (_, done) =>
      done(null, [{ address: looks++ === 0 ? '93.184.216.34' : '127.0.0.1', family: 4 }]);
    const hook = aWebhook({ url: `http://rebind.example.org:${port()}/hook` });
    const stop = new AbortController();
    const first = post(hook, { lookup: rebinding, abandoned: stop.signal });
    stop.abort();
    expect(await first).toMatchObject({ kind: 'unreachable' });
    expect(looks).toBe(1);
    expect(await post(hook, { lookup: rebinding })).toMatchObject({ reason: expect.stringContaining('this machine') });
    expect(looks).toBe(2);
    expect(receiver.posts).toEqual([]);
  });
});
