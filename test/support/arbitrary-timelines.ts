import fc from 'fast-check';
import { policies, seldom, T0 } from './arbitrary-promises.ts';
import { oracleAccount } from './clock-accounts.ts';
import type { PaperData, PaperPolicy, PaperRecord } from './oracles/clock/paper.ts';
import { ORDER, ofAnOrder } from './order-timelines.ts';

/** Random timelines of one ticket or order, biased towards what is awkward: the same millisecond, late, twice, too early. */

const SUBJECT = 'ticket/1';

const MINUTE = 60_000;

interface Telling {
  readonly type: string;
  readonly data: PaperData;
}

const messages: fc.Arbitrary<Telling> = fc.record({
  type: fc.constant('ticket.message'),
  data: fc.constantFrom<PaperData>(
    { public: true, actor: { kind: 'agent' } },
    { public: true, actor: { kind: 'agent' } },
    { public: true, actor: { kind: 'customer' } },
    { public: true, actor: { kind: 'customer' } },
    { public: true, auto: true, actor: { kind: 'agent' } },
    { public: true, auto: true, actor: { kind: 'customer' } },
    { public: true, actor: { kind: 'bot' } },
    { public: false, actor: { kind: 'agent' } },
  ),
});

const just = (type: string, ...data: readonly PaperData[]): fc.Arbitrary<Telling> =>
  fc.constantFrom(...(data.length === 0 ? [{}] : data)).map((told) => ({ type, data: told }));

const promised = fc.oneof(
  fc.constantFrom<PaperData>(
    { deliverBy: '2026-01-05' },
    { deliverBy: '2026-01-05', zone: 'West' },
    { deliverBy: '2026-01-04', zone: 'West' },
    { deliverBy: 'soon' },
  ),
  fc.integer({ min: 0, max: 30 }).map((n) => ({ deliverBy: new Date(T0 + n * 5 * MINUTE).toISOString() })),
);

const tellings: fc.Arbitrary<Telling> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        category: fc.constantFrom(undefined, 'billing', 'delivery', 'returns', 'money'),
        partner: fc.constantFrom(undefined, 'noor', 'else'),
        impact: fc.constantFrom(undefined, 'high', 'low'),
        urgency: fc.constantFrom(undefined, 'high', 'low'),
        waitingOn: fc.constantFrom(undefined, undefined, undefined, 'customer'),
        promise: fc.option(promised, { nil: undefined }),
        test: fc.constantFrom(...Array.from({ length: 20 }, () => undefined), true),
      })
      .map((data) => ({
        type: 'ticket.created',
        data: Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)),
      })),
  },
  {
    weight: 7,
    arbitrary: just(
      'ticket.status-changed',
      { to: 'open', waitingOn: 'none' },
      { to: 'open' },
      { to: 'waiting', waitingOn: 'customer' },
      { to: 'waiting', waitingOn: 'customer' },
      { to: 'ordered', waitingOn: 'vendor', vendor: 'acme' },
      { to: 'hold' },
      { to: 'check' },
      { to: 'check' },
      { to: 'solved', waitingOn: 'none' },
    ),
  },
  { weight: 5, arbitrary: messages },
  { weight: 3, arbitrary: just('ticket.resolved') },
  { weight: 1, arbitrary: just('ticket.closed') },
  { weight: 3, arbitrary: just('ticket.reopened') },
  {
    weight: 3,
    arbitrary: just(
      'ticket.classified',
      { field: 'category', to: 'billing' },
      { field: 'category', to: 'delivery' },
      { field: 'category', to: 'returns' },
      { field: 'urgency', to: 'high' },
    ),
  },
  { weight: 2, arbitrary: just('ticket.assigned', { team: 'finance' }, { team: 'support' }) },
  { weight: 1, arbitrary: just('ticket.merged', { into: 'T-2' }) },
  { weight: 1, arbitrary: just('ticket.deleted') },
);

const lags = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 6 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 }) },
);

const steps = fc.record({
  wait: fc.constantFrom(0, 0, 1, 1, 1, 2, 3),
  what: fc.oneof(
    { weight: 10, arbitrary: fc.record({ told: tellings, lag: lags, off: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, -1) }) },
    {
      weight: 4,
      arbitrary: fc.record({ tick: fc.constantFrom(0, 0, 2000, 2001, 30_000), behind: fc.constantFrom(0, 0, 0, 2) }),
    },
    { weight: 1, arbitrary: fc.record({ again: fc.nat(50) }) },
    { weight: 1, arbitrary: fc.record({ ahead: fc.constantFrom(5 * MINUTE, 5 * MINUTE + 1) }) },
  ),
});

export interface Drawn {
  readonly subject: string;
  readonly timeline: readonly PaperRecord[];
}

/** Half of all timelines have one event more: about a deadline of theirs, to the millisecond. */
const aims = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({
      told: fc.oneof(
        just('ticket.resolved'),
        just('ticket.status-changed', { to: 'waiting', waitingOn: 'customer' }),
        tellings,
      ),
      off: fc.constantFrom(0, 0, 0, 1, -1),
      which: fc.nat(20),
      late: fc.boolean(),
    }),
  },
);

type Aim = Exclude<typeof aims extends fc.Arbitrary<infer Value> ? Value : never, undefined>;

function aimed(timeline: readonly PaperRecord[], { told, off, which, late }: Aim): PaperRecord[] {
  const dues = new Set(
    oracleAccount(timeline, SUBJECT)
      .flatMap(({ clocks }) => clocks.map(({ due }) => due))
      .filter((due) => due !== null),
  );
  const last = timeline.at(-1)!;
  const candidates = [...dues].filter((due) => due < last.appendTime);
  if (candidates.length === 0) return [...timeline];
  const time = candidates[which % candidates.length]! + off;
  const place = late ? timeline.length - 1 : timeline.findIndex((each, n) => n > 0 && each.appendTime >= time);
  const appendTime = Math.max(time, timeline[place - 1]?.appendTime ?? time);
  const event: PaperRecord = { what: 'event', id: 'aimed', subject: SUBJECT, ...told, time, appendTime };
  return [...timeline.slice(0, Math.max(1, place)), event, ...timeline.slice(Math.max(1, place))];
}

/** The policy first, since what is read before it is ruled by none; perhaps another one on the way. */
export const timelines: fc.Arbitrary<Drawn> = fc.constantFrom(5 * MINUTE, 5 * MINUTE, 60 * MINUTE).chain((unit) =>
  fc
    .record({
      first: policies(unit),
      second: seldom(fc.record({ policy: policies(unit), at: fc.nat(20) })),
      drawn: fc.array(steps, { minLength: 6, maxLength: 36, size: 'max' }),
    })
    .map(({ first, second, drawn }) => record(unit, { ...first, effective: 0 }, second, drawn))
    .chain((timeline) => aims.map((aim) => (aim === undefined ? timeline : aimed(timeline, aim))))
    .chain((timeline) =>
      fc
        .constantFrom(false, false, false, true)
        .map((isOrder) =>
          isOrder ? { subject: ORDER, timeline: ofAnOrder(timeline) } : { subject: SUBJECT, timeline },
        ),
    ),
);

type Step = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;

function record(
  unit: number,
  first: PaperPolicy,
  second: { readonly policy: PaperPolicy; readonly at: number } | undefined,
  drawn: readonly Step[],
): PaperRecord[] {
  const timeline: PaperRecord[] = [{ what: 'policy', policy: first, appendTime: T0 }];
  const event = (told: Telling, time: number, appendTime: number): PaperRecord => {
    return { what: 'event', id: `e${timeline.length}`, subject: SUBJECT, ...told, time, appendTime };
  };
  let now = T0 + 2 * unit;
  // Most tickets are created first; what comes before that is drawn like the rest.
  if (drawn.length % 4 !== 0) timeline.push(event({ type: 'ticket.created', data: {} }, T0 + unit, now));
  drawn.forEach(({ wait, what }, n) => {
    now += wait * unit;
    if (second?.at === n) timeline.push({ what: 'policy', policy: second.policy, appendTime: now });
    if ('tick' in what)
      timeline.push({ what: 'tick', at: now + what.tick - what.behind * unit, appendTime: now + what.tick });
    else if ('told' in what) timeline.push(event(what.told, now - what.lag * unit + what.off, now));
    else if ('ahead' in what) timeline.push(event({ type: 'ticket.resolved', data: {} }, now + what.ahead, now));
    else {
      const events = timeline.filter((each) => each.what === 'event');
      const again = events[what.again % Math.max(1, events.length)];
      // Told twice: the second time perhaps with another time and other data; the first telling counts.
      if (again) timeline.push({ ...again, time: again.time + unit * (what.again % 2), appendTime: now });
    }
  });
  timeline.push({ what: 'tick', at: now + 40 * unit, appendTime: now + 40 * unit });
  return timeline;
}
