// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hooks files name variables so
import { describe, expect, it } from 'vitest';
import { context, env, NOW, SECRET, WHOLE } from '../../../../test/support/a-hooks-file.ts';
import { isOpen } from '../../domain/calendar/is-open.ts';
import { tellProblem } from '../../domain/policy/problem.ts';
import { type HooksContext, type ParsedHooks, parseHooksFile } from './parse-hooks-file.ts';

function parsed(yaml: string, over: Partial<HooksContext> = {}): ParsedHooks {
  const read = parseHooksFile(yaml, 'hooks.yaml', { ...context, ...over });
  if ('problems' in read) throw new Error(read.problems.map(tellProblem).join('\n'));
  return read;
}

describe('a hooks file', () => {
  const { routing, hooks, hash, warnings } = parsed(WHOLE);

  it('says who can be told, with defaults for what it does not say', () => {
    expect(routing.hooks).toEqual([
      { name: 'ops', kind: 'webhook', language: 'en', zone: 'UTC', perMinute: 60, fallback: 'mail' },
      { name: 'night', kind: 'pagerduty', language: 'en', zone: 'UTC', perMinute: 60, fallback: null },
      { name: 'floor', kind: 'slack', language: 'ar', zone: 'Asia/Riyadh', perMinute: 60, fallback: null },
      { name: 'office', kind: 'teams', language: 'en', zone: 'UTC', perMinute: 20, fallback: null },
      { name: 'mail', kind: 'email', language: 'en', zone: 'UTC', perMinute: 60, fallback: null },
    ]);
  });

  it('says how each is reached, with the secrets of the environment', () => {
    expect(hooks).toMatchObject([
      { name: 'ops', url: 'https://example.org/belfry', secrets: [SECRET], allowPrivate: false },
      { url: 'https://events.pagerduty.com/v2/enqueue', routingKey: 'a1b2c3', webhookSecret: 'pd-secret' },
      { url: env.SLACK_URL, signingSecret: 'signing', language: 'ar' },
      { kind: 'teams', url: env.TEAMS_URL },
      { smtp: env.SMTP_URL, from: 'belfry@example.org', to: ['ops@example.org'] },
    ]);
  });

  it('says who is told what', () => {
    const usual = { severity: [], during: null, threshold: null, goOn: false, groupBy: 'incident' };
    const times = { waitMs: 10_000, everyMs: 60_000, repeatMs: 14_400_000 };
    expect(routing.routes).toEqual([
      {
        ...usual,
        name: 'pickups of a carrier',
        line: 10,
        when: { promise: 'oto/pickup', carrier: ['aramex', 'smsa'] },
        severity: ['critical'],
        to: ['night'],
        goOn: true,
        groupBy: ['promise', 'carrier'],
        waitMs: 30_000,
        everyMs: 300_000,
        repeatMs: 28_800_000,
      },
      {
        ...usual,
        ...times,
        name: 'many at once',
        line: 19,
        when: {},
        threshold: { breaches: 5, withinMs: 600_000 },
        to: ['night'],
        groupBy: 'clock',
        repeatMs: null,
      },
      {
        ...usual,
        ...times,
        name: 'at night',
        line: 24,
        when: {},
        during: { calendar: 'office-hours', within: false },
        to: ['night', 'office'],
        waitMs: 0,
      },
      {
        ...usual,
        ...times,
        name: 'about to breach',
        line: 28,
        when: { kind: 'at-risk', step: ['three-quarters'] },
        to: ['floor'],
        groupBy: ['carrier'],
      },
      { ...usual, ...times, name: 'everything else', line: 32, when: {}, to: [] },
    ]);
    expect(routing.heartbeat).toEqual({ everyMs: 60_000, to: ['ops'] });
    expect(warnings).toEqual([]);
  });

  it('compiles its calendars, from about a year before on', () => {
    const hours = routing.calendars['office-hours']!;
    const open = (iso: string): boolean => isOpen(hours, Date.parse(iso));
    expect([open('2026-11-26T08:59Z'), open('2026-11-26T09:00Z'), open('2026-11-28T12:00Z')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(open('2032-06-01T12:00Z')).toBe(true);
    expect(hours.spans.length).toBeLessThan(2 * 261 * 8);
  });

  it('is known by a hash that a start on the next day does not change, and another route does', () => {
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(parsed(WHOLE, { now: NOW + 86_400_000 }).hash).toBe(hash);
    expect(parsed(WHOLE.replace('to: floor', 'to: office')).hash).not.toBe(hash);
  });

  it('keeps every secret out of what goes into the log', () => {
    const logged = JSON.stringify({ routing, hash, warnings });
    for (const secret of Object.values(env)) expect(logged).not.toContain(secret);
  });

  it('is read without the environment by whoever posts nothing', () => {
    const read = parsed(WHOLE, { env: undefined });
    expect(read.hooks).toEqual([]);
    expect(read.hash).toBe(hash);
  });

  it('takes several secrets, private addresses, and another place of PagerDuty', () => {
    const { hooks: own } = parsed(
      `hooks:
  a: { webhook: \${TEAMS_URL}, secrets: [\${OPS_SECRET}, "\${SECOND}"], allow private: true }
  b: { pagerduty: \${PAGERDUTY_KEY}, url: https://events.eu.pagerduty.com/v2/enqueue }
  c: { slack: \${SLACK_URL} }
routes: [{ name: all, to: [a, b, c] }]
`,
      { env: { ...env, SECOND: `${SECRET}A` } },
    );
    expect(own).toMatchObject([
      { url: env.TEAMS_URL, secrets: [SECRET, `${SECRET}A`], allowPrivate: true },
      { url: 'https://events.eu.pagerduty.com/v2/enqueue', webhookSecret: null },
      { signingSecret: null },
    ]);
  });

  it('may tell nobody, on purpose, and is told that nobody is told', () => {
    const read = parsed('routes: [{ name: all, to: nobody }]\n');
    expect(read.routing).toMatchObject({ hooks: [], routes: [{ to: [] }], heartbeat: null });
    expect(read.warnings.map(({ code }) => code)).toEqual(['nobody-told']);
  });
});
