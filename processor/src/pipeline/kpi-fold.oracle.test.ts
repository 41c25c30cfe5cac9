import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, machine, NOON, newest, records, run, shortly, type Told } from '../../../test/support/kpi-machine.ts';
import { kpiSums, type OracleDelta, type OracleRecord } from '../../../test/support/oracles/kpi-sums.ts';
import type { KpiSignal } from '../contract/signal.ts';

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
          bucket: fc.integer({ min: 19_996, max: 20_004 }),
          num: fc.integer({ min: -1, max: 3 }),
          den: fc.integer({ min: 0, max: 3 }),
        }),
        { maxLength: 4 },
      ),
      quiet: fc.constantFrom(0 as const, 0 as const, 1 as const),
    }),
    { minLength: 1, maxLength: 14 },
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
      const { changes, quiet } = lanes[lane]![offset]!;
      const seen = new Set<string>();
      for (const change of changes) {
        const { subject, kpi, carrier, channel, bucket, num, den } = change;
        const cell = JSON.stringify([subject, kpi, carrier, channel, bucket]);
        // One delta a subject, cell and record, as contributionDelta promises.
        if (change.partner !== partner || seen.has(cell)) continue;
        seen.add(cell);
        list.push([offset, subject, kpi, 'm', carrier, channel, bucket, num, den, quiet]);
      }
    }
    const at = list.length === 0 ? 0 : cut % list.length;
    for (const part of [list.slice(0, at), list.slice(at)]) {
      if (part.length > 0) found.push({ kind: 'deltas', partner, lane, deltas: part });
    }
  }
  return found;
}

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
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tick' as const), hours: fc.integer({ min: 0, max: 30 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('policy' as const),
      block: fc.integer({ min: 300, max: 990 }),
      days: fc.constantFrom(1, 3, 7),
      noor: fc.constantFrom(0, 3, 9),
    }),
  },
);

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function logOf(lanes: Truth, happenings: readonly Happening[]): OracleRecord[] {
  const log: OracleRecord[] = [];
  const owners = lanes.map(() => [0]);
  const published = lanes.map(() => 0);
  let at = NOON;
  for (const each of happenings) {
    if (each.do === 'tick') {
      at += each.hours * HOUR;
      log.push({ kind: 'tick', at });
    } else if (each.do === 'policy') {
      const kpis = ['k/on-time', 'k/tracking'].map((id) => ({
        id,
        days: each.days,
        warn: each.block + 10,
        block: each.block,
        minimumVolume: 3,
      }));
      log.push({ kind: 'policy', policy: { kpis, zoneHours: { noor: each.noor, praha: 1 } } });
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

const logs = fc
  .tuple(truth, fc.array(happening, { maxLength: 60 }))
  .map(([lanes, happenings]) => logOf(lanes, happenings));

describe('the KPI fold, against the sum of the set of all deltas', () => {
  it('counts each delta once and rings the same, whoever published it, however often, in whatever messages', () => {
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
      { numRuns: 300 },
    );
  });

  it('goes on after any crash as if there had been none: the same effects, the same rows', () => {
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
        const calm = run(log);
        const rough = machine();
        const list = records(log);
        for (const { read, afterwards, rows } of plan) {
          for (let n = 0; n < read && rough.next() < list.length; n++) rough.read(list[rough.next()]!);
          if (afterwards !== 'crash') rough.flush(afterwards === 'flush-some-and-crash' ? rows : undefined);
          if (afterwards === 'flush-and-store') rough.store();
          if (afterwards.endsWith('crash')) rough.crash();
        }
        while (rough.next() < list.length) rough.read(list[rough.next()]!);
        rough.flush();

        expect(rough.stored).toEqual(calm.stored);
        expect(rough.nextDue()).toBe(calm.nextDue());
        // Signals may be told again, each as it was told first; none is lost and none is new.
        const told = new Map(rough.told.signals.map((signal) => [signal.id, signal]));
        for (const signal of rough.told.signals) expect(signal).toEqual(told.get(signal.id));
        expect([...told.values()].sort(byCause)).toEqual([...calm.told.signals].sort(byCause));
        const rows = (of: Told) =>
          new Map(of.totals.map(({ total }) => [JSON.stringify({ ...total, num: 0, den: 0 }), total]));
        expect(rows(rough.told)).toEqual(rows(calm.told));
      }),
      { numRuns: 300 },
    );
  });
});

const byCause = (a: KpiSignal, b: KpiSignal): number =>
  a.offset - b.offset || (a.partner < b.partner ? -1 : a.partner > b.partner ? 1 : a.k - b.k);
