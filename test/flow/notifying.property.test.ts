import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../ingest/src/log/event-log.ts';
import { decodeSignal, isKpiSignal, isNotice, type Notification } from '../../processor/src/contract/index.ts';
import { aKpiSignal } from '../support/a-signal.ts';
import { breach, end, route, routing, SignalsRoom } from '../support/signals-room.ts';

/** What may happen, and what may befall the process that it happens to. */
type Step =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'breach' | 'escalate' | 'late' | 'retract'; readonly n: number }
  | {
      readonly kind: 'risk' | 'notified' | 'acknowledge' | 'call' | 'called-back' | 'kpi' | 'kpi-ends';
      readonly n: number;
    }
  | { readonly kind: 'reroute'; readonly n: number }
  | { readonly kind: 'heard'; readonly n: number }
  | { readonly kind: 'beat' }
  | { readonly kind: 'silence' | 'unsilence'; readonly n: number; readonly ms: number }
  | { readonly kind: 'commit' | 'rows-only' | 'crash' };

const n = fc.integer({ min: 0, max: 7 });
const happens: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 400, 1_000, 5_000, 61_000, 700_000),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('breach' as const, 'escalate' as const, 'late' as const, 'retract' as const),
      n,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('risk' as const, 'notified' as const, 'acknowledge' as const), n }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('call' as const, 'called-back' as const, 'kpi' as const, 'kpi-ends' as const),
      n,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reroute' as const), n: fc.integer({ min: 0, max: 1 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('heard' as const), n }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('beat' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('silence' as const, 'unsilence' as const),
      n: fc.integer({ min: 0, max: 1 }),
      ms: fc.constantFrom(1_000, 30_000),
    }),
  },
);
const befalls: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('commit' as const, 'rows-only' as const, 'crash' as const),
});
const timeline = fc.array(fc.oneof({ weight: 4, arbitrary: happens }, { weight: 1, arbitrary: befalls }), {
  minLength: 1,
  maxLength: 40,
});

const partner = (n: number): string => `p${n % 3}`;

const LIMITS: Readonly<Record<string, number>> = { ops: 60, few: 3, duty: 60 };
const hooksOf = (...names: string[]) =>
  names.map((name) => ({
    name,
    kind: 'webhook' as const,
    language: 'en' as const,
    zone: 'UTC',
    perMinute: LIMITS[name]!,
    fallback: null,
  }));
/** The second one knows the hook `ops` by another name. */
const ROUTINGS = ['ops', 'duty'].map((name) =>
  routing(
    [
      route({ name: 'few', to: ['few'], groupBy: 'clock', goOn: true, waitMs: 0, everyMs: 1_000 }),
      route({ name: 'many', to: [name], threshold: { breaches: 2, withinMs: 60_000 }, groupBy: ['promise'] }),
      route({ to: [name], repeatMs: 2_000_000 }),
    ],
    { hooks: hooksOf(name, 'few') },
  ),
);

function tell(steps: readonly Step[], withCrashes: boolean): SignalsRoom {
  const room = new SignalsRoom().route(ROUTINGS[0]!);
  const cycles = new Map<number, number>();
  for (const step of steps) {
    const now = room.at;
    switch (step.kind) {
      case 'wait':
        room.until(now + step.ms);
        break;
      case 'breach': {
        const revision = cycles.get(step.n) ?? 0;
        room.push(breach(step.n, { partner: partner(step.n), revision, at: now, due: now }));
        break;
      }
      case 'escalate':
        room.push(
          breach(step.n, {
            partner: partner(step.n),
            kind: 'escalated',
            step: '8 h',
            level: 'L2',
            id: `esc-${step.n}-${now}`,
            at: now,
          }),
        );
        break;
      case 'late':
      case 'retract': {
        cycles.set(step.n, (cycles.get(step.n) ?? 0) + 1);
        const kind = step.kind === 'late' ? 'met-late' : 'retracted';
        room.push({
          ...end(step.n, kind, { partner: partner(step.n), at: now }),
          id: `${kind}-${step.n}-${now}-${cycles.get(step.n)}`,
        });
        break;
      }
      case 'risk':
        room.push(
          breach(step.n, {
            partner: partner(step.n),
            kind: 'at-risk',
            step: 'soon',
            id: `risk-${step.n}-${now}`,
            at: now,
            due: now + 1_000,
          }),
        );
        break;
      case 'call':
        room.push(
          breach(step.n, {
            partner: partner(step.n),
            carrier: `c${room.log.length % 2}`,
            kind: 'escalated',
            step: '50 %',
            tell: ['hook/few', 'hook/ops'],
            id: `call-${step.n}-${now}`,
            at: now,
          }),
        );
        break;
      case 'called-back':
        room.push({
          ...end(step.n, 'retracted', { partner: partner(step.n), step: 'retract:50 %', at: now }),
          id: `called-back-${step.n}-${now}`,
        });
        break;
      case 'kpi':
      case 'kpi-ends':
        room.push(
          aKpiSignal({
            kind: step.kind === 'kpi-ends' ? 'recovered' : step.n % 2 === 0 ? 'kpi-warn' : 'kpi-block',
            partner: partner(step.n),
            quiet: step.kind === 'kpi-ends' && step.n > 3,
            id: `${step.kind}-${step.n}-${now}`,
            horizon: now,
          }),
        );
        break;
      case 'reroute':
        room.route(ROUTINGS[step.n]!);
        break;
      case 'heard': {
        const source = `s${step.n % 2}`;
        room.hear({ lane: 0, offset: 0, source, at: now, partners: [partner(step.n)], least: 5_000, factor: 3 });
        break;
      }
      case 'beat':
        room.beat(0);
        break;
      case 'notified':
        room.say('customer.notified', `order/${step.n}`, { channel: 'sms' });
        break;
      case 'acknowledge':
        room.say('signal.acknowledged', `order/${step.n}`, {
          who: 'Lena',
          until: new Date(now + 90_000).toISOString(),
        });
        break;
      case 'silence':
        room.say('silence.set', `silence/${step.n}`, {
          who: 'Lena',
          reason: 'move',
          until: new Date(now + step.ms).toISOString(),
          matcher: { partner: `p${step.n}` },
        });
        break;
      case 'unsilence':
        room.say('silence.ended', `silence/${step.n}`, { who: 'Lena' });
        break;
      case 'commit':
        if (withCrashes) room.commit();
        break;
      case 'rows-only':
        if (withCrashes) room.writeRows();
        break;
      case 'crash':
        if (withCrashes) room.crash();
    }
  }
  return room.until(room.at + 10_000_000);
}

const once = (room: SignalsRoom): Notification[] => [
  ...new Map(room.told.map(({ notification }) => [notification.id, notification])).values(),
];

const byName = (values: ReadonlyMap<string, unknown>): unknown => [...values].sort(([a], [b]) => (a < b ? -1 : 1));
/** As text: drawing the difference of two long stories for each shrunk one takes minutes. */
const same = (a: unknown, b: unknown): void => expect(JSON.stringify(a) === JSON.stringify(b)).toBe(true);

const runs = {
  numRuns: Number(process.env.BELFRY_TIMELINES ?? 300),
  ...(process.env.BELFRY_SEED ? { seed: Number(process.env.BELFRY_SEED) } : {}),
};

describe('whatever happens', () => {
  it('an owner that dies anywhere, and those after it, tell the same as one that lives', () => {
    fc.assert(
      fc.property(timeline, (steps) => {
        const [one, many] = [tell(steps, false), tell(steps, true)];
        same(once(many), once(one));
        same(byName(many.incidents), byName(one.incidents));
        same(byName(many.items), byName(one.items));
        same(byName(many.sources), byName(one.sources));
        same(
          [...new Set(many.notices.map(({ id }) => id))],
          one.notices.map(({ id }) => id),
        );
        // Every repeat says exactly what was said under its id before.
        const first = new Map<string, Notification>();
        for (const { notification } of many.told) {
          same(notification, first.get(notification.id) ?? notification);
          first.set(notification.id, notification);
        }
      }),
      runs,
    );
  });

  it('no end without a beginning, no beginning without an end, in order, within the limit', () => {
    fc.assert(
      fc.property(timeline, (steps) => {
        const room = tell(steps, false);
        for (const [hook, limit] of Object.entries(LIMITS)) {
          const posts = room.toldTo(hook);
          for (const { at } of posts) {
            expect(posts.filter((other) => other.at > at - 60_000 && other.at <= at).length).toBeLessThanOrEqual(limit);
          }
          const groups = new Set(posts.map(({ notification }) => notification.group));
          for (const group of groups) {
            const told = posts.filter(({ notification }) => notification.group === group);
            expect(told.map(({ notification }) => notification.n)).toEqual(told.map((_, k) => k));
            let stands = false;
            const open = new Set<string>();
            for (const { notification } of told) {
              const { action, items } = notification;
              if (action === 'trigger') expect(stands).toBe(false);
              if (action === 'update' || action === 'acknowledge' || action === 'resolve') expect(stands).toBe(true);
              if (action === 'trigger') stands = true;
              if (action === 'resolve') stands = false;
              if (action === 'announce') continue;
              // Of a clock that begins anew while its end waits to be told both are told: first it ended.
              for (const item of [...items].sort((a, b) => Number(a.open) - Number(b.open))) {
                if (item.open) open.add(item.key);
                // What ends was told to be open before, but for what was broken and is over already.
                else if (!open.delete(item.key)) expect(item.state).toBe('resolved');
              }
              expect(notification.open).toBe(open.size);
            }
            // At the very end, what the hook believes to be open is open. A hook that is gone hears nothing more.
            for (const key of hook === 'few' ? open : []) {
              const item = [...room.items.values()].filter((known) => known.key === key).at(-1)!;
              expect(item.open).toBe(true);
            }
          }
        }
      }),
      runs,
    );
  });

  it('in the end hooks know of all that is open and of nothing else, as the log says read from its beginning', () => {
    fc.assert(
      fc.property(timeline, (steps) => {
        const room = tell(steps, false);
        const standing = openBy(room.log);
        same(
          [...room.items.values()]
            .filter(({ open }) => open)
            .map(({ key }) => key)
            .sort(),
          [...standing].sort(),
        );
        // All silences are over by then, and whatever waited has been told.
        for (const hook of ['few', lastOf(steps)]) {
          const believed = believedBy(room, hook);
          // A hook that was gone for a while did not hear what ended meanwhile.
          const wasGone = hook !== 'few' && steps.some(({ kind }) => kind === 'reroute');
          for (const key of wasGone ? [] : believed)
            expect(standing, `${hook} is told of ${key} for ever`).toContain(key);
          for (const key of standing) expect(believed, `${hook} never hears of ${key}`).toContain(key);
        }
      }),
      runs,
    );
  });
});

const lastOf = (steps: readonly Step[]): string =>
  steps.findLast((step) => step.kind === 'reroute')?.n === 1 ? 'duty' : 'ops';

/** What a hook takes to be open that puts together what it was told. */
function believedBy(room: SignalsRoom, hook: string): ReadonlySet<string> {
  const groups = new Map<string, Set<string>>();
  for (const { notification } of room.toldTo(hook)) {
    if (notification.action === 'announce') continue;
    const group = groups.get(notification.group) ?? new Set<string>();
    groups.set(notification.group, group);
    for (const item of [...notification.items].sort((a, b) => Number(a.open) - Number(b.open))) {
      if (item.open) group.add(item.key);
      else group.delete(item.key);
    }
  }
  return new Set([...groups.values()].flatMap((keys) => [...keys]));
}

/** What is open, from the log alone: by item what broke and what was called for, less what ended and was taken back. */
function openBy(log: readonly LogRecord[]): ReadonlySet<string> {
  const items = new Map<string, Set<string>>();
  for (const { kind, value } of log) {
    if (kind !== 'signal') continue;
    const signal = decodeSignal(value);
    if (isNotice(signal) || signal.kind === 'at-risk') continue;
    const isKpi = isKpiSignal(signal);
    const key = isKpi
      ? `${signal.kpi}|${signal.partner}|${signal.window}`
      : `${signal.subject}|${signal.promise}|${signal.cycle}`;
    const why = items.get(key) ?? new Set<string>();
    if (isKpi) {
      if (signal.kind === 'recovered') why.clear();
      else why.add('limit');
    } else if (signal.kind === 'breached' || signal.kind === 'escalated') why.add(signal.step);
    else if (signal.step.startsWith('retract:')) why.delete(signal.step.slice('retract:'.length));
    else why.clear();
    if (why.size > 0) items.set(key, why);
    else items.delete(key);
  }
  return new Set(items.keys());
}
