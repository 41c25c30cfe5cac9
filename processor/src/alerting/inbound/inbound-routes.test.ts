import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aPagerDuty, aSlack, aTeams } from '../../../../test/support/a-hook.ts';
import { createFakeWallClock } from '../../../../test/support/fake-wall-clock.ts';
import { createInbound, type InboundEvent } from './inbound-routes.ts';

const GROUP = `grp_${'a'.repeat(24)}`;
const NOW = Date.parse('2026-11-27T12:07:30Z');
const SLACK = 's3cret-of-slack';
const PAGER = 's3cret-of-pagerduty';
const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

/** The routes with what they say; `broken`: the log does not take it. */
function room() {
  const said: InboundEvent[] = [];
  const reports: string[] = [];
  const state = { broken: false };
  const clock = createFakeWallClock(NOW);
  const app = createInbound({
    hooks: [aSlack(), aPagerDuty(), aSlack({ name: 'silent', signingSecret: null }), aTeams()],
    say: (event) => {
      if (state.broken) return Promise.reject(new Error('the log is away'));
      said.push(event);
      return Promise.resolve();
    },
    wallClock: clock,
    report: (line) => reports.push(line),
  });
  const post = async (path: string, body: string, headers: Record<string, string>): Promise<number> =>
    (await app.request(path, { method: 'POST', body, headers })).status;
  return {
    said,
    reports,
    state,
    clock,
    slack(body = press(), { hook = 'night', secret = SLACK, at = NOW } = {}) {
      const timestamp = String(Math.floor(at / 1000));
      const signature = `v0=${hmac(secret, `v0:${timestamp}:${body}`)}`;
      return post(`/inbound/slack/${hook}`, body, {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-signature': signature,
        'x-slack-request-timestamp': timestamp,
      });
    },
    pagerDuty(body = webhook(), { hook = 'pager', secret = PAGER } = {}) {
      return post(`/inbound/pagerduty/${hook}`, body, { 'x-pagerduty-signature': `v1=${hmac(secret, body)}` });
    },
    bare: (path: string) => post(path, press(), {}),
  };
}

const press = (value = 'inc_1 inc_2', action_ts = '1795781220.437821'): string =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      user: { id: 'U1', name: 'noor' },
      actions: [{ action_id: 'belfry.acknowledge', action_ts, value }],
    }),
  }).toString();

const webhook = (over: object = {}): string =>
  JSON.stringify({
    event: {
      id: 'E1',
      event_type: 'incident.acknowledged',
      occurred_at: '2026-11-27T12:07:00.000Z',
      agent: { id: 'P1', summary: 'Noor A.', type: 'user_reference' },
      data: { incident_key: GROUP },
      ...over,
    },
  });

describe('an acknowledgement from Slack', () => {
  it('is said for each incident, at the time of the press', async () => {
    const { slack, said } = room();
    expect(await slack()).toBe(200);
    expect(said.map(({ id: _, ...event }) => event)).toEqual(
      ['incident/inc_1', 'incident/inc_2'].map((subject) => ({
        specversion: '1.0',
        source: 'belfry',
        type: 'signal.acknowledged',
        subject,
        time: '2026-11-27T12:07:00.437Z',
        data: { who: 'noor', until: '2026-11-27T12:37:00.437Z', comment: 'via Slack' },
      })),
    );
  });

  it('is the same event when it is sent again, and another one when it is pressed again', async () => {
    const { slack, said } = room();
    await slack(press('inc_1'));
    await slack(press('inc_1'), { at: NOW + 1000 });
    await slack(press('inc_1', '1795781221.000001'));
    expect(said[1]).toEqual(said[0]);
    expect(said[2]!.id).not.toBe(said[0]!.id);
    expect(said[0]!.id).toMatch(/^ack_[0-9a-f]{32}$/);
  });

  it('that is forged, old, or for a hook that is not there gets 401, and nothing is said', async () => {
    const { slack, bare, said } = room();
    expect(await slack(press(), { secret: 'guessed' })).toBe(401);
    expect(await slack(press(), { at: NOW - 301_000 })).toBe(401);
    expect(await slack(press('inc_1', String(NOW / 1000 - 3600)))).toBe(401);
    expect(await slack(press(), { hook: 'nobody' })).toBe(401);
    expect(await slack(press(), { hook: 'silent' })).toBe(401);
    expect(await slack(press(), { hook: 'silent', secret: 'null' })).toBe(401);
    expect(await slack(press(), { hook: 'pager', secret: PAGER })).toBe(401);
    expect(await bare('/inbound/slack/night')).toBe(401);
    expect(await bare('/inbound/pagerduty/pager')).toBe(401);
    expect(said).toEqual([]);
  });

  it('that is too long is not read', async () => {
    const { slack, said } = room();
    expect(await slack(`${press()}&x=${'x'.repeat(300_000)}`)).toBe(413);
    expect(said).toEqual([]);
  });

  it('may come again when the log did not take it', async () => {
    const { slack, said, state, reports } = room();
    state.broken = true;
    expect(await slack()).toBe(503);
    expect(reports).toEqual([
      expect.stringContaining('hook night: an acknowledgement from Slack could not be written'),
    ]);
    state.broken = false;
    expect(await slack()).toBe(200);
    expect(said).toHaveLength(2);
  });
});

describe('an acknowledgement from PagerDuty', () => {
  it('names the group whose dedup key it is, and is the same event when it comes again', async () => {
    const { pagerDuty, said } = room();
    expect(await pagerDuty()).toBe(200);
    expect(await pagerDuty()).toBe(200);
    expect(said[1]).toEqual(said[0]);
    expect(said.map(({ subject, data, time }) => [subject, data.who, data.comment, time]).slice(0, 1)).toEqual([
      [`incident/${GROUP}`, 'Noor A.', 'via PagerDuty', '2026-11-27T12:07:00.000Z'],
    ]);
  });

  it('is no resolve by hand, and none of a group that is not known', async () => {
    const { pagerDuty, said } = room();
    expect(await pagerDuty(webhook({ event_type: 'incident.resolved' }))).toBe(200);
    expect(await pagerDuty(webhook({ data: { incident_key: 'somebody-else' } }))).toBe(200);
    expect(said).toEqual([]);
  });

  it('that is forged, or so old that it would have expired, gets 401', async () => {
    const { pagerDuty, said } = room();
    expect(await pagerDuty(webhook(), { secret: 'guessed' })).toBe(401);
    expect(await pagerDuty(webhook(), { hook: 'night', secret: SLACK })).toBe(401);
    expect(await pagerDuty(webhook({ occurred_at: '2026-11-27T11:37:00.000Z' }))).toBe(401);
    expect(await pagerDuty(webhook({ occurred_at: '2026-11-27T12:13:00.000Z' }))).toBe(401);
    expect(said).toEqual([]);
  });
});
