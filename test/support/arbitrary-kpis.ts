import fc from 'fast-check';
import type { PaperPromise } from './oracles/clock/paper.ts';
import type { PlainExclusion, PlainHappening, PlainKpi } from './oracles/kpi-counts.ts';
import type { PlainCheck } from './oracles/kpi-standing.ts';

/** Random KPIs, and the promise that some of them count: everything that a pack can say of whom it counts, and when. */

export const PROMISE = 'paper/delivery';

const HOUR = 3_600_000;

/** Half an hour beside the others, behind UTC, and one whose clocks are set forward in the middle of the timelines. */
export const KPI_ZONES = ['Asia/Kolkata', 'America/New_York', 'Europe/Prague'] as const;

/** Monday 30 March 2026, about the middle of the timelines: reasons begin or end with it. */
const MIDDLE = Date.UTC(2026, 2, 30) / 86_400_000;

export const deliveryPromises: fc.Arbitrary<PaperPromise> = fc
  .record({
    start: fc.constantFrom(['order.created'], ['order.created', 'order.opened'], ['order.opened']),
    stop: fc.constantFrom(['order.delivered'], ['order.delivered', 'shipment.delivered']),
    cancel: fc.constantFrom(['order.cancelled'], ['order.cancelled', 'order.refused'], ['order.lost']),
    restart: fc.constantFrom(undefined, undefined, ['order.released']),
    cycles: fc.constantFrom('once' as const, 'once' as const, 'every-start' as const),
    reopen: fc.constantFrom(undefined, undefined, 'continue' as const, 'new-cycle' as const),
    made: fc.constantFrom<PlainCheck | undefined>(
      undefined,
      { field: 'promise.deliverBy', exists: true },
      { not: { field: 'salesChannel', is: 'demo' } },
    ),
    target: fc.oneof(
      { weight: 3, arbitrary: fc.constant({ kind: 'until' as const, field: 'promise.deliverBy' }) },
      { weight: 2, arbitrary: fc.constantFrom(5, 26, 50).map((n) => ({ kind: 'elapsed' as const, ms: n * HOUR })) },
      { weight: 1, arbitrary: fc.constant({ kind: 'none' as const }) },
    ),
    unstarted: fc.constantFrom(undefined, 'no evidence'),
  })
  .map(({ start, stop, cancel, restart, reopen, made, target, unstarted, cycles }) => ({
    ...{ id: PROMISE, subject: 'order', cycles, ladder: [], start: { on: start }, stop: { on: stop } },
    cancel: { on: cancel },
    ...(restart && { restart: { on: restart } }),
    ...(reopen && { reopen: { on: { on: ['order.status-corrected'] }, by: reopen } }),
    ...(made && { appliesTo: made }),
    ...(unstarted && { unstarted }),
    rows: [{ name: 'all', team: '', target }],
  }));

const checks = fc.constantFrom<PlainCheck>(
  { field: 'salesChannel', is: 'web' },
  { not: { field: 'salesChannel', is: 'demo' } },
  { field: 'deliveredBy', is: 'platform' },
  { field: 'carrier', in: ['ppl', 'dhl'] },
  { field: 'promise.deliverBy', exists: true },
  { all: [{ field: 'carrier', exists: true }, { not: { field: 'status', in: ['returned', 'cancelled'] } }] },
);

const byPartner: PlainCheck = {
  any: [
    { field: 'by', is: 'partner' },
    { field: 'by.kind', is: 'partner' },
  ],
};
const byOthers: PlainCheck = {
  any: [
    { field: 'by', in: ['platform', 'customer'] },
    { field: 'by.kind', is: 'customer' },
  ],
};

const happenings = fc.constantFrom<PlainHappening>(
  { on: ['order.opened'] },
  { on: ['order.created', 'order.opened'] },
  { on: ['order.shipped', 'order.delivered', 'order.returned'] },
  { on: ['shipment.delivered', 'order.delivered'] },
  { on: ['order.cancelled'] },
  { on: ['order.cancelled', 'order.refused'], where: byPartner },
  { on: ['order.cancelled'], where: byOthers },
  { on: ['shipment.returned', 'shipment.lost'], where: { field: 'evidence', exists: true } },
);

const verdictCounts = fc.constantFrom<PlainKpi['counts']>({ kind: 'kept' }, { kind: 'broken' });
const otherCounts: fc.Arbitrary<PlainKpi['counts']> = fc.oneof(
  fc.constant<PlainKpi['counts']>({ kind: 'tracked' }),
  fc.constant<PlainKpi['counts']>({ kind: 'tracked' }),
  happenings.map((happened) => ({ kind: 'happened' as const, happened })),
  checks.map((condition) => ({ kind: 'fits' as const, condition })),
  fc.constantFrom<PlainKpi['counts']>(
    { kind: 'wrong-status', contrary: { delivered: ['shipment.returned', 'shipment.lost', 'order.cancelled'] } },
    {
      kind: 'wrong-status',
      contrary: {
        cancelled: ['order.delivered', 'shipment.delivered'],
        delivered: ['order.cancelled', 'shipment.returned', 'shipment.lost'],
        returned: ['order.delivered', 'order.cancelled', 'shipment.lost'],
      },
    },
  ),
);

const anyCohorts: fc.Arbitrary<PlainKpi['cohort']> = fc.oneof(
  happenings.map(({ on }) => ({ kind: 'first' as const, on })),
  fc.constant({ kind: 'field' as const, field: 'promise.deliverBy' }),
);

const exclusions: fc.Arbitrary<readonly PlainExclusion[]> = fc
  .array(
    fc
      .record({
        when: fc.option(checks, { nil: undefined }),
        happened: fc.option(happenings, { nil: undefined, freq: 1 }),
        from: fc.constantFrom(undefined, undefined, undefined, MIDDLE - 1, MIDDLE),
        until: fc.constantFrom(undefined, undefined, undefined, MIDDLE - 1, MIDDLE + 1),
        excuse: fc.boolean(),
      })
      .filter(({ when, happened }) => when !== undefined || happened !== undefined)
      .map((parts) => Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))),
    { maxLength: 3 },
  )
  .map((list) => list.map((parts, n) => ({ name: `reason ${n + 1}`, ...parts }) as PlainExclusion));

const population = fc.option(checks, { nil: undefined, freq: 3 });
const good = fc.constantFrom('high' as const, 'low' as const);
const zone: fc.Arbitrary<{ readonly zone?: string }> = fc.constantFrom(
  ...[{}, {}],
  ...KPI_ZONES.map((name) => ({ zone: name })),
);
type Parts = Omit<PlainKpi, 'id' | 'population'>;

const ofPromise = fc.record({
  when: population,
  good,
  zone,
  counts: fc.oneof({ weight: 3, arbitrary: verdictCounts }, { weight: 1, arbitrary: otherCounts }),
  cohort: fc.oneof(fc.constantFrom({ kind: 'due' as const }, { kind: 'start' as const }), anyCohorts),
  excludes: exclusions,
});
const ofEvents = fc.record({
  ...{ when: population, good, zone, counts: otherCounts, excludes: exclusions, reached: happenings },
  cohort: fc.option(anyCohorts, { nil: undefined, freq: 2 }),
});

export const plainKpis: fc.Arbitrary<readonly PlainKpi[]> = fc
  .array(
    fc.oneof(
      ofPromise.map(({ when, zone: own, ...rest }) => ({
        ...{ ...rest, ...own, population: { kind: 'promise' as const, promise: PROMISE, ...(when && { when }) } },
      })),
      // Without a cohort of its own it is the day on which it came into the population.
      ofEvents.map(({ when, zone: own, reached, cohort = { kind: 'first' as const, on: reached.on }, ...rest }) => ({
        ...{ ...rest, ...own, cohort, population: { kind: 'reached' as const, reached, ...(when && { when }) } },
      })),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((list) => list.map((parts: Parts & Pick<PlainKpi, 'population'>, n) => ({ id: `paper/kpi-${n}`, ...parts })));
