import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogRecord } from '../../ingest/src/log/event-log.ts';
import { compileZone } from '../../processor/src/domain/calendar/compile-zone.ts';
import type { CompiledPack } from '../../processor/src/domain/policy/compiled.ts';
import { aKpi } from '../support/a-kpi.ts';
import { deliveryPromises, KPI_ZONES, plainKpis } from '../support/arbitrary-kpis.ts';
import { orderLives } from '../support/arbitrary-orders.ts';
import { FoldBench } from '../support/fold-bench.ts';
import type { PaperPolicy, PaperPromise, PaperRecord } from '../support/oracles/clock/paper.ts';
import { verdictsOf } from '../support/oracles/clock/verdict.ts';
import { cellOf, changesOf, type PlainChange } from '../support/oracles/kpi-changes.ts';
import { countOf, type PlainCount, type PlainKpi } from '../support/oracles/kpi-counts.ts';
import { factsOf, type RawEvent } from '../support/oracles/kpi-standing.ts';
import { paperPack } from '../support/paper-pack.ts';
import { LaneRecords } from '../support/small-pack.ts';

/** How many random lives are told to both; a run by hand may ask for more. */
const RUNS = Number(process.env.BELFRY_TIMELINES ?? 400);

const ORDER = 'order/8812~p17';
const PARTNERS = {
  noor: { zone: 'Asia/Kolkata', market: 'in' },
  vltava: { zone: 'Europe/Prague', market: 'cz' },
  gotham: { zone: 'America/New_York', market: 'us' },
};
const YEARS = { from: Date.UTC(2025, 0, 1), until: Date.UTC(2028, 0, 1) };
const ZONES = Object.fromEntries(['UTC', ...KPI_ZONES].map((name) => [name, compileZone(name, YEARS as never)]));

const policyOf = (promise: PaperPromise): PaperPolicy => ({
  ...{ effective: 0, applies: 'new', promises: [promise], calendars: {}, zoneHours: { East: 5 }, partnerZones: {} },
});

function packOf(policy: PaperPolicy, kpis: readonly PlainKpi[]): CompiledPack {
  const fields: string[] = ['evidence', 'deliveredBy', 'status', 'carrier', 'salesChannel', 'promise', 'by'];
  const paper = paperPack(policy, fields);
  return {
    ...paper,
    zones: { ...paper.zones, ...ZONES },
    partners: Object.entries(PARTNERS).map(([id, place]) => ({ id, name: id, tier: '', reviewDay: 1, ...place })),
    kpis: kpis.map((kpi) => aKpi(kpi as never)),
  };
}

function recordsOf(timeline: readonly PaperRecord[], pack: CompiledPack): LogRecord[] {
  const lane = new LaneRecords();
  return timeline.map((record) => {
    if (record.what === 'tick') return lane.tick(record.at, record.appendTime);
    if (record.what === 'policy') return lane.policy(pack, record.appendTime);
    const { subject, type, time, appendTime, id, data } = record;
    return lane.event(subject, type, time, appendTime, { id, data });
  });
}

interface Drawn {
  readonly promise: PaperPromise;
  readonly kpis: readonly PlainKpi[];
  readonly life: readonly PaperRecord[];
}

/** After each record, what the oracle counts of the order, as it is known then. */
function oracleCounts({ promise, kpis, life }: Drawn, records: readonly LogRecord[]): (PlainCount | undefined)[][] {
  const timeline: PaperRecord[] = [{ what: 'policy', policy: policyOf(promise), appendTime: 0 }, ...life];
  const told: RawEvent[] = [];
  return verdictsOf(timeline, ORDER).map(({ standing }, offset) => {
    const { kind, value, appendTime } = records[offset]!;
    if (kind === 'event') told.push({ offset, appendTime, text: value.toString() });
    const facts = factsOf(told);
    return kpis.map((kpi) => (facts.length === 0 ? undefined : countOf(kpi, facts, standing, PARTNERS)));
  });
}

const shown = (changes: readonly PlainChange[]): string[] =>
  changes.map((each) => `${each.cause} ${each.num}/${each.den} ${cellOf(each)}`).sort();

function heldTogether(drawn: Drawn, stores: number): void {
  const { promise, kpis, life } = drawn;
  const policy: PaperRecord = { what: 'policy', policy: policyOf(promise), appendTime: 0 };
  const records = recordsOf([policy, ...life], packOf(policyOf(promise), kpis));
  const counts = oracleCounts(drawn, records);
  const bench = new FoldBench();
  const sums = new Map<string, { num: number; den: number }>();
  for (const [offset, record] of records.entries()) {
    const before = bench.deltas.length;
    bench.apply(record);
    if (offset % stores === stores - 1) {
      bench.commit(offset + 1);
      bench.restart();
    }
    const deltas = bench.deltas.slice(before).map(({ bucket, ...rest }) => ({ ...rest, day: bucket }));
    const expected = kpis.flatMap((_, n) => changesOf(counts[offset - 1]?.[n], counts[offset]![n]));
    expect({ offset, changes: shown(deltas) }).toEqual({ offset, changes: shown(expected) });
    expect(deltas.every(({ at, quiet, subject }) => at === record.appendTime && !quiet && subject === ORDER)).toBe(
      true,
    );
    for (const delta of deltas) {
      const sum = sums.get(cellOf(delta)) ?? { num: 0, den: 0 };
      sums.set(cellOf(delta), { num: sum.num + delta.num, den: sum.den + delta.den });
    }
    expect(cellsOf(sums)).toEqual(cellsOfCounts(counts[offset]!));
  }
}

/** The cells that hold anything. */
const cellsOf = (sums: ReadonlyMap<string, { num: number; den: number }>): string[] =>
  [...sums]
    .filter(([, { num, den }]) => num !== 0 || den !== 0)
    .map(([cell, { num, den }]) => `${cell} ${num}/${den}`)
    .sort();

const cellsOfCounts = (counts: readonly (PlainCount | undefined)[]): string[] =>
  counts.flatMap((each) => (each?.den === 1 ? [`${cellOf(each)} ${each.num}/1`] : [])).sort();

const draws = fc.record({ promise: deliveryPromises, kpis: plainKpis, life: orderLives(ORDER) });

test('the engine counts of any order what the oracle counts, in each cell after each record, and says why', () => {
  fc.assert(
    fc.property(draws, fc.constantFrom(1000, 1000, 3, 1), (drawn, stores) => heldTogether(drawn, stores)),
    { numRuns: RUNS, ...(process.env.BELFRY_SEED && { seed: Number(process.env.BELFRY_SEED) }) },
  );
}, 600_000);

test('the random lives and KPIs reach every cause and both sides of every count', () => {
  const seen = new Set<string>();
  for (const drawn of fc.sample(draws, { numRuns: 300, seed: 7 })) {
    const policy: PaperRecord = { what: 'policy', policy: policyOf(drawn.promise), appendTime: 0 };
    const records = recordsOf([policy, ...drawn.life], packOf(policyOf(drawn.promise), drawn.kpis));
    const counts = oracleCounts(drawn, records);
    for (const [n, kpi] of drawn.kpis.entries()) {
      for (const offset of counts.keys()) {
        const now = counts[offset]![n];
        if (now?.den === 1) seen.add(`${kpi.counts.kind} ${now.num}`).add(`by ${kpi.cohort.kind}`);
        for (const { cause } of changesOf(counts[offset - 1]?.[n], now)) seen.add(cause);
      }
    }
  }
  const kinds = ['kept', 'broken', 'tracked', 'happened', 'fits', 'wrong-status'].flatMap((kind) => [
    `${kind} 0`,
    `${kind} 1`,
  ]);
  const causes = ['counted', 'revised', 'moved', 'withdrawn', 'excluded/reason 1', 'excluded/by a person'];
  const cohorts = ['due', 'start', 'first', 'field'].map((kind) => `by ${kind}`);
  expect([...kinds, ...causes, ...cohorts].filter((each) => !seen.has(each))).toEqual([]);
});
