import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HookList, IncidentList, Sent, Snapshot } from '@belfry/dashboard/contract';

import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NotificationBody } from '../../../processor/src/contract/notification-schema.ts';
import { type ChildLines, runNode } from '../../support/child-lines.ts';
import { type HookReceiver, startHookReceiver } from '../../support/hook-receiver.ts';
import { type MailReceiver, startMailReceiver } from '../../support/mail-receiver.ts';

const BIN = fileURLToPath(new URL('../../../cli/bin/belfry.mjs', import.meta.url));
/** How long a start, a ring or a post may take here before something is wrong: the machine may be busy. */
const WITHIN = 90_000;
const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const SIGNING = 'signing-secret-of-slack';

/** `ops` hears everything, `floor` is a Slack and hears of one partner, `mail` of another. */
const HOOKS = `hooks:
  ops:   { webhook: "\${OPS_URL}", secret: "\${OPS_SECRET}", allow private: true, fallback: mail, limit: 1000 a minute }
  floor: { slack: "\${SLACK_URL}", signing secret: "\${SLACK_SIGNING}", allow private: true }
  night: { pagerduty: "\${PD_KEY}", webhook secret: "\${PD_SECRET}" }
  mail:  { email: [desk@example.org], from: belfry@example.org, smtp: "\${SMTP_URL}", allow private: true }
routes:
  - { name: floor, when: { kind: breached, partner: slacking }, to: [floor], wait: 0 seconds, continue: true }
  - { name: by mail, when: { kind: breached, partner: mailed }, to: [mail], wait: 0 seconds, continue: true }
  - { name: nobody at night, when: { partner: nobody }, to: [night] }
  - { name: everything else, to: [ops], wait: 0 seconds, every: 1 second }
heartbeat: { every: 1 minute, to: [ops] }
`;

/** A whole Belfry in a process of its own, and those who are told: an HTTP receiver, a Slack of ours, a mail server. */
describe('an order that is late', () => {
  let place: string;
  let belfry: ChildLines;
  let url: string;
  let ops: HookReceiver;
  let slack: HookReceiver;
  let mail: MailReceiver;

  async function start(): Promise<void> {
    belfry = runNode([BIN, 'start', '--empty', '--port', '0', '--data', join(place, 'data')], {
      BELFRY_HOOKS: join(place, 'hooks.yaml'),
      OPS_URL: ops.url,
      OPS_SECRET: SECRET,
      SLACK_URL: slack.url,
      SLACK_SIGNING: SIGNING,
      PD_KEY: 'key',
      PD_SECRET: 'secret-of-pagerduty',
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    });
    url = (await belfry.said(/wall\s+(http:\S+)\//))[1]!;
  }

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'belfry-told-'));
    await writeFile(join(place, 'hooks.yaml'), HOOKS);
    [ops, slack, mail] = await Promise.all([startHookReceiver(), startHookReceiver(), startMailReceiver()]);
    await start();
  }, WITHIN);
  afterAll(async () => {
    belfry.child.kill('SIGTERM');
    await belfry.ended;
    await Promise.all([ops.close(), slack.close(), mail.close()]);
    await rm(place, { recursive: true, force: true });
  });

  /** What `ops` was told of a partner, in order and with the signature of each checked, as `incident.triggered 1`. */
  const bodiesOf = (partner: string): (NotificationBody & { readonly id: string })[] =>
    ops.posts
      .map(({ id, body, headers }) => {
        new Webhook(SECRET).verify(body, headers);
        return { ...(JSON.parse(body) as NotificationBody), id };
      })
      .filter(({ type, data }) => type.startsWith('incident.') && data.partner === partner);
  const toldOf = (partner: string): string[] => bodiesOf(partner).map(({ type, data }) => `${type} ${data.open}`);
  const told = (partner: string) => expect.poll(() => toldOf(partner), { timeout: WITHIN });

  const post = async (path: string, body: unknown, type = 'application/json'): Promise<Response> =>
    fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });
  const say = async (type: string, subject: string, data: object): Promise<void> => {
    const answer = await post('/api/say', { type, subject, data: { who: 'Lena', ...data } });
    expect([answer.status, await answer.json()]).toEqual([202, { id: expect.any(String) }]);
  };
  const asked = async <Answer>(path: string): Promise<Answer> =>
    (await (await fetch(`${url}${path}`)).json()) as Answer;

  async function happens(type: string, partner: string, at: number): Promise<void> {
    const event = { specversion: '1.0', source: 'test', type, subject: `order/${partner}`, id: `${partner} ${type}` };
    const data = { partner, salesChannel: 'demo', ...(type === 'order.shipped' && { shipment: 's' }) };
    const body = { ...event, time: new Date(at).toISOString(), data };
    expect((await post('/events', body, 'application/cloudevents+json')).status).toBe(202);
  }
  /** An order that was promised for 3 s from now on; answers when it was opened, ms UTC. */
  async function opens(partner: string): Promise<number> {
    const now = Date.now();
    await happens('order.opened', partner, now);
    return now;
  }

  it('triggers, is acknowledged by somebody, and resolves by late evidence, all signed', {
    timeout: WITHIN,
  }, async () => {
    const opened = await opens('noor');
    await told('noor').toEqual(['incident.triggered 1']);
    await say('signal.acknowledged', 'order/noor', { until: new Date(Date.now() + 600_000).toISOString() });
    await told('noor').toEqual(['incident.triggered 1', 'incident.acknowledged 1']);
    await happens('order.shipped', 'noor', opened + 1_000);
    await told('noor').toEqual(['incident.triggered 1', 'incident.acknowledged 1', 'incident.resolved 0']);
    const [first, second, last] = bodiesOf('noor');
    expect(second!.data.acknowledged).toMatchObject({ who: 'Lena' });
    expect(last!.data.items).toMatchObject([{ state: 'retracted', open: false }]);
    expect(new Set([first!, second!, last!].map(({ data }) => data.group)).size).toBe(1);
  });

  it('was preceded by a heartbeat, for which every part had to work', { timeout: WITHIN }, async () => {
    const beats = () => ops.posts.filter(({ body }) => (JSON.parse(body) as NotificationBody).type === 'heartbeat');
    await expect.poll(() => beats().length, { timeout: WITHIN }).toBeGreaterThan(0);
  });

  it('is hidden by a silence, and told once that ends', { timeout: WITHIN }, async () => {
    const until = new Date(Date.now() + 600_000).toISOString();
    await say('silence.set', 'silence/1', { until, reason: 'they move', matcher: { partner: 'hushed' } });
    await opens('hushed');
    const silenced = async (): Promise<number[]> =>
      (await asked<IncidentList>('/api/incidents?partner=hushed')).incidents.map((incident) => incident.silenced);
    await expect.poll(silenced, { timeout: WITHIN }).toEqual([1]);
    expect(toldOf('hushed')).toEqual([]);
    await say('silence.ended', 'silence/1', {});
    await told('hushed').toEqual(['incident.triggered 1']);
  });

  it('is told again to who asks, under its id, and a test may be sent', { timeout: WITHIN }, async () => {
    const { id } = bodiesOf('noor')[0]!;
    const again = await post('/api/hooks/ops/redeliver', { id });
    expect([again.status, await again.json()]).toEqual([202, { id }]);
    const times = (one: string): number => ops.posts.filter((received) => received.id === one).length;
    await expect.poll(() => times(id), { timeout: WITHIN }).toBe(2);
    const test = (await (await post('/api/hooks/ops/test', {})).json()) as Sent;
    await expect.poll(() => times(test.id), { timeout: WITHIN }).toBe(1);
  });

  it('is told by mail', { timeout: WITHIN }, async () => {
    await opens('mailed');
    const subjects = (): unknown[] => mail.mails.map(({ to, email }) => [to, email.subject]);
    const expected = [[['desk@example.org'], expect.stringContaining('order mailed')]];
    await expect.poll(subjects, { timeout: WITHIN }).toEqual(expected);
  });

  it('names on the wall the hook that does not take it, until it does', { timeout: WITHIN }, async () => {
    const failing = async () => (await asked<Snapshot>('/api/snapshot')).picture.verdict.failingHooks;
    ops.react(() => ({ status: 500 }));
    await opens('unheard');
    await expect.poll(failing, { timeout: WITHIN }).toEqual(['ops']);
    const health = async () => (await asked<HookList>('/api/hooks')).hooks.find(({ name }) => name === 'ops');
    expect(await health()).toMatchObject({ state: 'failing', fallback: 'mail' });
    ops.react(() => ({ status: 204 }));
    await expect.poll(failing, { timeout: WITHIN }).toEqual([]);
    await told('unheard').toContain('incident.triggered 1');
    // Each attempt arrived, all under the id of one post.
    expect(new Set(bodiesOf('unheard').map(({ id }) => id)).size).toBe(1);
  });

  it('is acknowledged by a button in Slack, and by nobody who forges one', { timeout: WITHIN }, async () => {
    await opens('slacking');
    const button = (): string | undefined =>
      slack.posts.map(({ body }) => /"value":"(inc_[^"]+)"/.exec(body)?.[1]).find((value) => value !== undefined);
    await expect.poll(button, { timeout: WITHIN }).toBeDefined();
    const now = Date.now();
    const payload = JSON.stringify({
      type: 'block_actions',
      user: { id: 'U1', name: 'omar' },
      actions: [{ action_id: 'belfry.acknowledge', action_ts: `${now / 1000}`, value: button() }],
    });
    const timestamp = String(Math.floor(now / 1000));
    const press = async (secret: string): Promise<number> => {
      const body = new URLSearchParams({ payload }).toString();
      const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
      };
      return (await fetch(`${url}/inbound/slack/floor`, { method: 'POST', headers, body })).status;
    };
    const acknowledged = async (): Promise<unknown> =>
      (await asked<IncidentList>('/api/incidents?partner=slacking')).incidents.map(({ acknowledged: by, state }) => [
        state,
        by?.who,
      ]);
    expect(await press('forged')).toBe(401);
    expect((await post('/inbound/pagerduty/night', { event: {} })).status).toBe(401);
    await expect.poll(acknowledged, { timeout: WITHIN }).toEqual([['open', undefined]]);
    expect(await press(SIGNING)).toBe(200);
    await expect.poll(acknowledged, { timeout: WITHIN }).toEqual([['acknowledged', 'omar']]);
    await told('slacking').toEqual(['incident.triggered 1', 'incident.acknowledged 1']);
  });

  it('resolves once, in its group, though Belfry was killed in between', { timeout: 2 * WITHIN }, async () => {
    const opened = await opens('killed');
    await told('killed').toEqual(['incident.triggered 1']);
    belfry.child.kill('SIGKILL');
    await belfry.ended;
    await start();
    await happens('order.shipped', 'killed', opened + 1_000);
    await told('killed').toContain('incident.resolved 0');
    // What was posted and not yet written down as posted may come again, under its id.
    const once = [...new Map(bodiesOf('killed').map((body) => [body.id, body])).values()];
    expect(once.map(({ type, data }) => `${type} ${data.open}`)).toEqual([
      'incident.triggered 1',
      'incident.resolved 0',
    ]);
    expect(toldOf('killed').filter((line) => line.startsWith('incident.resolved'))).toHaveLength(1);
    expect(new Set(once.map(({ data }) => data.group)).size).toBe(1);
  });
});
