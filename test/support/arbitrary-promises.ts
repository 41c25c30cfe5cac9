import fc from 'fast-check';
import type {
  PaperCalendar,
  PaperCheck,
  PaperPause,
  PaperPolicy,
  PaperPromise,
  PaperRow,
  PaperStep,
  PaperTarget,
  PaperTrigger,
} from './oracles/clock/paper.ts';

/**
 * Random promises on tickets. All durations are whole numbers of the same unit as the steps of the timelines, so that
 * stops, pauses and deadlines meet in the same millisecond again and again: that is where clocks go wrong.
 */

/** The beginning of all timelines: Monday 2026-01-05, 09:00 UTC. */
export const T0 = Date.UTC(2026, 0, 5, 9);

/** Hours with holes that a timeline of five hours comes through, or with nights and a free day for longer ones. */
const CALENDARS: Readonly<Record<string, PaperCalendar>> = {
  holes: {
    ...{ zone: 'UTC', from: '2026-01-01', days: 30, holidays: ['2026-01-07'], exceptions: {} },
    week: Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7].map((weekday) => [
        weekday,
        [
          ['09:20', '10:00'],
          ['10:05', '10:10'],
          ['10:45', '12:00'],
          ['13:00', '24:00'],
        ] as const,
      ]),
    ),
  },
  office: {
    ...{ zone: 'Europe/Prague', from: '2026-01-01', days: 30, holidays: ['2026-01-06'] },
    exceptions: { '2026-01-10': [['09:00', '13:00']] },
    week: Object.fromEntries([1, 2, 3, 4, 5].map((weekday) => [weekday, [['09:00', '18:00']] as const])),
  },
};

/** Undefined but once in six times. */
export const seldom = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const CATEGORIES = ['billing', 'delivery', 'returns'];
const customerSays: PaperCheck = {
  all: [{ field: 'actor.kind', is: 'customer' }, { not: { field: 'auto', is: true } }],
};
const agentAnswers: PaperCheck = {
  all: [{ field: 'public', is: true }, { field: 'actor.kind', in: ['agent'] }, { not: { field: 'auto', is: true } }],
};

const starts = fc.constantFrom<PaperTrigger>(
  { on: ['ticket.created'] },
  { on: ['ticket.created', 'ticket.message'], where: { not: { field: 'actor.kind', in: ['agent', 'bot'] } } },
  { on: [], state: { field: 'status', in: ['open', 'created'] } },
);
const stops = fc.constantFrom<PaperTrigger>(
  { on: ['ticket.resolved'] },
  { on: ['ticket.resolved', 'ticket.closed'] },
  { on: ['ticket.message'], where: agentAnswers },
  { on: [], state: { field: 'status', in: ['resolved', 'closed', 'solved'] } },
  { on: ['ticket.status-changed'], state: { field: 'status', is: 'solved' } },
);
const cancels = fc.constantFrom<PaperTrigger>(
  { on: ['ticket.merged', 'ticket.deleted'] },
  { on: ['ticket.merged'] },
  { on: [] },
);
const restarts = fc.constantFrom<PaperTrigger | undefined>(
  undefined,
  undefined,
  { on: ['ticket.assigned'] },
  { on: ['ticket.classified'], where: { field: 'field', is: 'category' } },
);
const reopens = fc.option(
  fc.record({
    on: fc.constantFrom<PaperTrigger>(
      { on: ['ticket.reopened'] },
      { on: ['ticket.reopened', 'ticket.message'], where: { not: { field: 'actor.kind', in: ['agent', 'bot'] } } },
      { on: [], state: { field: 'status', is: 'open' } },
    ),
    by: fc.constantFrom('continue' as const, 'continue' as const, 'new-cycle' as const),
  }),
  { nil: undefined },
);

const PAUSES: readonly PaperPause[] = [
  { name: 'waits', holder: 'customer', while: { field: 'waitingOn', is: 'customer' } },
  { name: 'hold', holder: 'us', while: { field: 'status', is: 'hold' } },
  {
    ...{ name: 'check', holder: 'checkers' },
    from: { on: ['ticket.status-changed'], where: { field: 'to', is: 'check' } },
    until: { on: ['ticket.status-changed', 'ticket.resolved'] },
  },
  {
    ...{ name: 'asked', holder: 'customer' },
    from: { on: ['ticket.message'], where: agentAnswers },
    until: { on: ['ticket.message'], where: customerSays },
  },
  {
    ...{ name: 'billing', holder: 'finance' },
    from: { on: [], state: { field: 'team', is: 'finance' } },
    until: { on: [], state: { field: 'team', is: 'support' } },
  },
];

const units = fc.integer({ min: 1, max: 12 });
const someCalendar = fc.constantFrom('holes', 'office');

const targets = (unit: number): fc.Arbitrary<PaperTarget> =>
  fc.oneof(
    { weight: 8, arbitrary: units.map((n): PaperTarget => ({ kind: 'elapsed', ms: n * unit })) },
    {
      weight: 7,
      arbitrary: fc
        .tuple(units, someCalendar)
        .map(([n, calendar]): PaperTarget => ({ kind: 'working', calendar, ms: n * unit })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.integer({ min: 1, max: 2 }),
          someCalendar,
          fc.constantFrom('same-time' as const, 'hours' as const, 'end-of-day' as const),
        )
        .map(([days, calendar, reading]): PaperTarget => ({ kind: 'business-days', calendar, days, reading })),
    },
    { weight: 1, arbitrary: fc.constant<PaperTarget>({ kind: 'until', field: 'promise.deliverBy' }) },
    { weight: 1, arbitrary: fc.constantFrom<PaperTarget>({ kind: 'none' }, { kind: 'not-set' }) },
  );

const rows = (unit: number): fc.Arbitrary<readonly PaperRow[]> =>
  fc
    .array(
      fc.record({
        when: fc.oneof(
          fc.constantFrom<PaperCheck | undefined>(undefined, undefined, { field: 'priority', is: 'P1' }),
          fc.constantFrom(...CATEGORIES).map((category): PaperCheck => ({ field: 'category', is: category })),
        ),
        starts: seldom(fc.record({ calendar: someCalendar, within: fc.boolean() })),
        target: targets(unit),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((list) =>
      list.map(({ when, starts: within, target }, n) => ({
        ...{ name: `row ${n + 1}`, team: `team ${n + 1}`, target },
        ...(when && { when }),
        ...(within && { starts: within }),
      })),
    );

const ladders = (unit: number): fc.Arbitrary<readonly PaperStep[]> =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(50, 50, 75, 90, 100, 120, 200).map((percent) => ({ percent })),
        fc.integer({ min: 1, max: 6 }).map((n) => ({ before: n * unit })),
        fc
          .tuple(fc.integer({ min: 0, max: 6 }), fc.option(someCalendar, { nil: undefined, freq: 2 }))
          .map(([n, calendar]) => ({ after: n * unit, ...(calendar && { calendar }) })),
        fc
          .tuple(fc.integer({ min: 0, max: 12 }), fc.option(someCalendar, { nil: undefined, freq: 2 }))
          .map(([n, calendar]) => ({ start: n * unit, ...(calendar && { calendar }) })),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((times) => times.map((at, n) => ({ name: `step ${n + 1}`, at })));

const promiseOf = (id: string, unit: number): fc.Arbitrary<PaperPromise> =>
  fc
    .record({
      start: starts,
      stop: stops,
      cancel: cancels,
      restart: restarts,
      cycles: fc.constantFrom('once' as const, 'once' as const, 'every-start' as const),
      reopen: reopens,
      pauses: fc.subarray([...PAUSES], { minLength: 0, maxLength: 2 }),
      movedBy: fc.constantFrom(undefined, undefined, ['customer']),
      unstarted: fc.constantFrom(undefined, 'no evidence'),
      appliesTo: fc.constantFrom<PaperCheck | undefined>(
        ...[undefined, undefined, undefined, undefined, { not: { field: 'category', is: 'returns' } } as PaperCheck],
      ),
      stages: fc.constantFrom(undefined, [
        { name: 'first line', from: { on: ['ticket.created'] } },
        { name: 'second line', from: { on: ['ticket.assigned'] } },
      ]),
      rows: rows(unit),
      ladder: ladders(unit),
    })
    .map((parts) => {
      const told = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
      return { id, subject: 'ticket', ...told } as PaperPromise;
    });

/** @param unit ms of one step of the timeline. */
export const policies = (unit: number): fc.Arbitrary<PaperPolicy> =>
  fc
    .record({
      promises: fc.oneof(
        { weight: 3, arbitrary: promiseOf('paper/a', unit).map((promise) => [promise]) },
        { weight: 1, arbitrary: fc.tuple(promiseOf('paper/a', unit), promiseOf('paper/b', unit)) },
      ),
      applies: fc.constantFrom('new' as const, 'open' as const),
      effective: fc.constantFrom(0, 0, T0 + 6 * unit, T0 + 12 * unit),
    })
    .map(({ promises, applies, effective }) => ({
      ...{ promises, applies, effective, calendars: CALENDARS, zoneHours: { East: 5, West: -6 } },
      ...{ partnerZones: { noor: 'East' } },
      derived: [
        {
          ...{ field: 'priority', from: ['impact', 'urgency'] as const },
          table: { high: { high: 'P1', low: 'P2' }, low: { high: 'P2', low: 'P3' } },
        },
      ],
      aliases: { category: { money: 'billing' } },
    }));
