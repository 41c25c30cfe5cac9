import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkHooks } from '../../../processor/src/alerting/check-hooks.ts';
import type { HookConfig } from '../../../processor/src/alerting/hook-config.ts';
import { createReceiver } from '../../../processor/src/alerting/receivers/receiver.ts';
import { anEmail, aPagerDuty, aSlack, aTeams, aWebhook, whsec } from '../../support/a-hook.ts';
import { aNotification } from '../../support/a-notification.ts';
import { createFakeWallClock } from '../../support/fake-wall-clock.ts';
import { type HookReceiver, type Reaction, startHookReceiver } from '../../support/hook-receiver.ts';
import { type MailReceiver, startMailReceiver } from '../../support/mail-receiver.ts';

/**
 * Everything that a receiver gives back (bodies, answers) and that a refused configuration says is kept in a log and shown on a
 * page. In these hooks each secret, the paths and queries of urls included, holds the letters `s3cret`.
 */
const secret = whsec('s3cret-of-the-webhook');
const NEEDLES = ['s3cret', secret, Buffer.from('s3cret-of-the-webhook').toString('base64').slice(0, 20)];
const clean = (what: unknown): void => {
  const text = what instanceof Error ? [what.message, what.stack, String(what.cause)].join() : JSON.stringify(what);
  for (const needle of NEEDLES) expect(text).not.toContain(needle);
};

let http: HookReceiver;
let mail: MailReceiver;
beforeAll(async () => {
  http = await startHookReceiver();
  mail = await startMailReceiver();
});
afterAll(async () => {
  await http.close();
  await mail.close();
});

/** One of each kind that talks to `at`, or to the mail server at `port`. */
const hooks = (at: string, port: number, allowPrivate: boolean): readonly HookConfig[] => [
  aWebhook({ allowPrivate, url: `${at}/s3cret-path?token=s3cret`, secrets: [secret] }),
  aWebhook({ allowPrivate, url: `${at.replace('http://', 'http://user:s3cret@')}/hook`, secrets: [secret] }),
  aSlack({ allowPrivate, url: `${at}/services/s3cret-path` }),
  aTeams({ allowPrivate, url: `${at}/workflows/s3cret-path?sig=s3cret` }),
  aPagerDuty({ allowPrivate, url: `${at}/s3cret-path`, routingKey: 's3cret-routing-key' }),
  anEmail({ allowPrivate, smtp: `smtp://s3cret-user:s3cret-password@127.0.0.1:${port}` }),
];

const REACTIONS: readonly (readonly [string, Reaction])[] = [
  ['refuses', { status: 500, headers: { 'x-echo': 's3cret' } }],
  ['redirects', { status: 302, headers: { location: 'http://127.0.0.1/s3cret' } }],
  ['asks to wait', { status: 429, headers: { 'retry-after': '30' } }],
  ['dies', 'die'],
  ['writes no HTTP header', { status: 200, headers: { 'x-long': 's3cret'.repeat(3000) } }],
];

async function postAll(all: readonly HookConfig[]): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const hook of all) {
    const receiver = createReceiver(hook, { wallClock: createFakeWallClock(Date.now()) });
    const notification = aNotification();
    const body = receiver.body(notification)!;
    const answer = await receiver.post({ id: notification.id, action: 'trigger', body }, new AbortController().signal);
    seen.push(body, answer);
  }
  return seen;
}

describe('no secret is in what is kept of a post', () => {
  it.each(REACTIONS)('whose receiver %s', async (_, reaction) => {
    http.react(() => reaction);
    mail.react({ data: 554 });
    const at = `http://127.0.0.1:${new URL(http.url).port}`;
    const seen = await postAll(hooks(at, mail.port, true));
    expect(seen).toHaveLength(12);
    seen.forEach(clean);
  });

  it('that reaches nobody, or nobody that may be reached', async () => {
    const seen = [
      ...(await postAll(hooks('http://127.0.0.1:1', 1, true))),
      ...(await postAll(hooks('http://127.0.0.1:1', 1, false))),
      ...(await postAll(hooks('https://nowhere.invalid', 1, true))),
    ];
    expect(
      seen.filter((one) => typeof one === 'object').every((one) => (one as { kind: string }).kind === 'unreachable'),
    ).toBe(true);
    seen.forEach(clean);
  });

  it('nor in what is said of a configuration', () => {
    const wrong: HookConfig[] = [
      ...hooks('ftp://s3cret.example.org', 1, true).filter(({ kind }) => kind !== 'email'),
      ...hooks('http://127.0.0.1', 1, false),
      aWebhook({ secrets: ['s3cret-of-the-webhook'] }),
      aWebhook({ secrets: [secret, 'whsec_s3cret%%%'] }),
      aPagerDuty({ routingKey: 's3cret routing key' }),
      anEmail({ smtp: 's3cret://user:s3cret@mail' }),
    ];
    let refused = 0;
    for (const hook of wrong) {
      try {
        checkHooks([hook]);
      } catch (error) {
        refused++;
        clean(error);
      }
    }
    expect(refused).toBe(wrong.length);
  });
});
