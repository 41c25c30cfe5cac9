import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE, machine, NOON, newest, records, run, shortly, type Told } from '../../../test/support/kpi-machine.ts';
import {
  kpiSums,
  type OracleCause,
  type OracleDelta,
  type OracleKpi,
  type OracleRecord,
  type OracleWindow,
} from '../../../test/support/oracles/kpi-sums.ts';
import type { KpiSignal } from '../contract/signal.ts';

const RUNS = 300;
/** They take three seconds of a machine that has nothing else to do. */
const PATIENCE_MS = 60_000;

/** Events lanes with several partners, whose deltas every owner works out alike. */
const PARTNERS = ['noor', 'praha', 'a/b'];
const truth = fc.array(
  fc.array(
    fc.record({
      // Several subjects, each with several cells, may change at one offset: that is what a tick does.
      changes: fc.array(
        fc.record({
          partner: fc.constantFrom(...PARTNERS),
          subject: fc.constantFrom('order/1', 'order/2', 'order/12'),
          kpi: fc.constantFrom('k/on-time', 'k/tracking'),
          carrier: fc.constantFrom('c', 'ca'),
          channel: fc.constantFrom('x', 'ax'),
          bucket: fc.oneof(
            { weight: 3, arbitrary: fc.integer({ min: 19_998, max: 20_000 }) },
            { weight: 1, arbitrary: fc.integer({ min: 19_960, max: 20_040 }) },
          ),
          // Mostly a few orders of which some were in time; also what a correction takes away.
          counts: fc.oneof(
            { weight: 5, arbitrary: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat({ max: 9 })) },
            { weight: 2, arbitrary: fc.tuple(fc.constant(0), fc.constantFrom(-2, -1, 1, 2)) },
            { weight: 1, arbitrary: fc.constantFrom<[number, number]>([-1, 0], [-1, -1], [-4, -3]) },
          ),
        }),
        { maxLength: 4, size: 'max' },
      ),
      quiet: fc.constantFrom(0 as const, 0 as const, 0 as const, 1 as const),
      // Mostly of the hours in which ticks come, behind the horizon or ahead of it.
      minutes: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: -30, max: 120 }) },
        { weight: 1, arbitrary: fc.integer({ min: -6000, max: 6000 }) },
      ),
      cause: fc.constantFrom<OracleCause>('counted', 'counted', 'revised', 'policy', 'history', 'excluded/strike'),
    }),
    { minLength: 1, maxLength: 20, size: 'max' },
  ),
  { minLength: 1, maxLength: 3 },
);

type Truth = typeof truth extends fc.Arbitrary<infer T> ? T : never;

/** What lane `lane` has to say of its records from..to-1, as messages: one a partner, cut in two at any delta. */
function messages(lanes: Truth, lane: number, from: number, to: number, cut: number): OracleRecord[] {
  const found: OracleRecord[] = [];
  for (const partner of PARTNERS) {
    const list: OracleDelta[] = [];
    for (let offset = from; offset < to; offset++) {
      const { changes, quiet, minutes, cause: why } = lanes[lane]![offset]!;
      const seen = new Set<string>();
      for (const change of changes) {
        const { subject, kpi, carrier, channel, bucket, counts } = change;
        const [den, num] = counts[0] > 0 ? [counts[0], counts[1] % (counts[0] + 1)] : counts;
        const cell = JSON.stringify([subject, kpi, carrier, channel, bucket]);
        // One delta a subject, cell and record, as contributionDelta promises.
        if (change.partner !== partner || seen.has(cell)) continue;
        seen.add(cell);
        list.push([
          offset,
          subject,
          kpi,
          'm',
          carrier,
          channel,
          bucket,
          num,
          den,
          quiet,
          NOON + minutes * MINUTE,
          quiet ? 'history' : why,
        ]);
      }
    }
    const at = list.length === 0 ? 0 : cut % list.length;
    for (const part of [list.slice(0, at), list.slice(at)]) {
      if (part.length > 0) found.push({ kind: 'deltas', partner, lane, deltas: part });
    }
  }
  return found;
}

const span = fc.record({
  of: fc.constantFrom<OracleWindow['of']>(
    'days',
    'days',
    'months',
    'months-inclusive',
    'weeks-from-monday',
    'weeks-from-sunday',
    'calendar-months',
  ),
  n: fc.integer({ min: 0, max: 7 }),
  lag: fc.constantFrom(0, 0, 1, 7),
});

const windows = fc
  .array(fc.record({ span, rings: fc.constantFrom(true, true, false) }), { minLength: 1, maxLength: 3 })
  .map((list) =>
    list.map(({ span: { of, n, lag }, rings }) => {
      const most = of === 'days' ? Math.max(n, 1) : of.startsWith('months') ? (n % 2) + 1 : n % 2;
      return { name: `${of} ${most} ${lag}`, of, n: most, lag, rings };
    }),
  )
  .map((list) => [...new Map(list.map((window) => [window.name, window])).values()]);

const failures = fc.option(
  fc.record({ most: fc.integer({ min: 0, max: 6 }), join: fc.constantFrom('or' as const, 'and' as const) }),
  { nil: undefined, freq: 2 },
);

/** How far warn and recover are from block, on the strict side; recover may be stricter than warn. */
const limits = fc.record({
  market: fc.constantFrom(undefined, undefined, undefined, undefined, 'm1', 'm2', 'default'),
  from: fc.option(fc.integer({ min: 19_990, max: 20_004 }), { nil: undefined, freq: 2 }),
  block: fc.integer({ min: 150, max: 850 }),
  warn: fc.integer({ min: 0, max: 150 }),
  recover: fc.integer({ min: 0, max: 150 }),
  failures,
});

const factor = fc.option(fc.constantFrom(0.5, 1, 1.5, 2), { nil: undefined, freq: 3 });

const kpi = (id: string) =>
  fc
    .record({
      good: fc.constantFrom('high' as const, 'low' as const),
      zoneHours: fc.constantFrom(undefined, undefined, -5, 9),
      windows,
      rows: fc.array(limits, { minLength: 1, maxLength: 4 }),
      minimumVolume: fc.integer({ min: 0, max: 4 }),
      burn: fc.option(fc.record({ fast: factor, slow: factor }), { nil: undefined, freq: 4 }),
    })
    .map(({ good, zoneHours, windows: list, rows, minimumVolume, burn }): OracleKpi => {
      const stricter = (block: number, by: number): number => (good === 'high' ? block + by : block - by);
      const burns = Object.entries(burn ?? {}).filter(([, most]) => most !== undefined);
      const found = {
        id,
        good,
        zoneHours,
        windows: list.map(({ rings: _, ...window }) => window),
        rings: list.filter(({ rings }) => rings).map(({ name }) => name),
        minimumVolume,
        limits: rows.map(({ block, warn, recover, failures: few, ...row }) => ({
          ...row,
          block: { thousandths: block, failures: few },
          warn: { thousandths: stricter(block, warn), failures: few },
          recover: { thousandths: stricter(block, recover), failures: few },
        })),
        burn: burns.length === 0 ? undefined : Object.fromEntries(burns),
      };
      // Without what is undefined, as a log holds it.
      return JSON.parse(JSON.stringify(found)) as OracleKpi;
    });

/**
 * What happens to the log: an owner of a lane publishes its next records; a new owner begins at a stored position, at or
 * before the end of what was published, while the old one may go on for a while; time passes; a policy changes.
 */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      lane: fc.nat(),
      owner: fc.nat(),
      count: fc.integer({ min: 1, max: 4 }),
      cut: fc.nat(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('take-over' as const), lane: fc.nat(), back: fc.nat({ max: 6 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('tick' as const),
      minutes: fc.oneof(
        { weight: 12, arbitrary: fc.integer({ min: 0, max: 40 }) },
        { weight: 2, arbitrary: fc.integer({ min: 0, max: 30 * 60 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 * 1440 }) },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('policy' as const),
      version: fc.nat(),
      // A KPI may go and come back.
      without: fc.constantFrom('', '', '', 'k/tracking'),
      noor: fc.record({ zoneHours: fc.constantFrom(0, 3, 9), market: fc.constantFrom('m1', 'm2') }),
    }),
  },
);

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** @param versions of the KPIs: a policy takes one of them, so that what it tells goes on or begins anew. */
function logOf(lanes: Truth, versions: readonly OracleKpi[][], happenings: readonly Happening[]): OracleRecord[] {
  const log: OracleRecord[] = [];
  const owners = lanes.map(() => [0]);
  const published = lanes.map(() => 0);
  let at = NOON;
  for (const each of happenings) {
    if (each.do === 'tick') {
      at += each.minutes * MINUTE;
      log.push({ kind: 'tick', at });
    } else if (each.do === 'policy') {
      const kpis = versions[each.version % versions.length]!.filter(({ id }) => id !== each.without);
      log.push({
        kind: 'policy',
        policy: { kpis, partners: { noor: each.noor, praha: { zoneHours: 1, market: 'm2' } } },
      });
    } else {
      const lane = each.lane % lanes.length;
      if (each.do === 'take-over') {
        owners[lane]!.push(Math.max(0, published[lane]! - each.back));
      } else {
        const owner = each.owner % owners[lane]!.length;
        const from = owners[lane]![owner]!;
        const to = Math.min(lanes[lane]!.length, from + each.count);
        log.push(...messages(lanes, lane, from, to, each.cut));
        owners[lane]![owner] = to;
        published[lane] = Math.max(published[lane]!, to);
      }
    }
  }
  return log;
}

const aPolicy: Happening = { do: 'policy', version: 0, without: '', noor: { zoneHours: 3, market: 'm1' } };
/** Most lanes have a policy and know what time it is when the first counts come. */
const beginnings = fc.constantFrom<Happening[]>([aPolicy, { do: 'tick', minutes: 0 }], [aPolicy], []);

const logs = fc
  .tuple(
    truth,
    fc.array(fc.tuple(kpi('k/on-time'), kpi('k/tracking')), { minLength: 1, maxLength: 3 }),
    beginnings,
    fc.array(happening, { minLength: 1, maxLength: 60, size: 'max' }),
  )
  .map(([lanes, versions, beginning, happenings]) => logOf(lanes, versions, [...beginning, ...happenings]));

describe('the KPI fold, against the sum of the set of all deltas', () => {
  it(
    'counts each delta once and rings the same, whoever published it, however often, in whatever messages',
    () => {
      fc.assert(
        fc.property(logs, (log) => {
          const { told } = run(log);
          const oracle = kpiSums(log);
          expect(newest(told)).toEqual(oracle.totals);
          expect(shortly(told.signals)).toEqual(oracle.signals);
          const includes = new Map(told.totals.map(({ total, includes: of }) => [total.partner, of]));
          expect(new Map([...includes].map(([partner, of]) => [partner, { ...of }]))).toEqual(oracle.includes);
          expect(new Set(told.signals.map(({ id }) => id)).size).toBe(told.signals.length);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE_MS,
  );

  it(
    'goes on after any crash as if there had been none: the same effects, the same rows',
    () => {
      const steps = fc.array(
        fc.record({
          read: fc.nat({ max: 9 }),
          afterwards: fc.constantFrom('flush', 'flush-and-store', 'crash', 'flush-and-crash', 'flush-some-and-crash'),
          rows: fc.nat({ max: 5 }),
        }),
        { maxLength: 25 },
      );
      fc.assert(
        fc.property(logs, steps, (log, plan) => {
          const list = records(log);
          const calm = machine();
          const due = list.map((record) => {
            calm.read(record);
            return calm.nextDue();
          });
          calm.flush();
          const rough = machine();
          let flushed = 0;
          const readOn = () => {
            rough.read(list[rough.next()]!);
            // What it knows by heart of the next tick, another finds in the rows; rows that are ahead know of later ones.
            if (rough.next() >= flushed) expect(rough.nextDue()).toBe(due[rough.next() - 1]);
          };
          for (const { read, afterwards, rows } of plan) {
            for (let n = 0; n < read && rough.next() < list.length; n++) readOn();
            if (afterwards !== 'crash') flushed = Math.max(flushed, rough.next());
            if (afterwards !== 'crash') rough.flush(afterwards === 'flush-some-and-crash' ? rows : undefined);
            if (afterwards === 'flush-and-store') rough.store();
            if (afterwards.endsWith('crash')) rough.crash();
          }
          while (rough.next() < list.length) readOn();
          rough.flush();

          expect(rough.stored).toEqual(calm.stored);
          // Signals may be told again, each as it was told first; none is lost and none is new.
          const told = new Map(rough.told.signals.map((signal) => [signal.id, signal]));
          for (const signal of rough.told.signals) expect(signal).toEqual(told.get(signal.id));
          expect([...told.values()].sort(byCause)).toEqual([...calm.told.signals].sort(byCause));
          const rows = (of: Told) =>
            new Map(of.totals.map(({ total }) => [JSON.stringify({ ...total, num: 0, den: 0 }), total]));
          expect(rows(rough.told)).toEqual(rows(calm.told));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE_MS,
  );
});

const byCause = (a: KpiSignal, b: KpiSignal): number =>
  a.offset - b.offset || (a.partner < b.partner ? -1 : a.partner > b.partner ? 1 : a.k - b.k);
