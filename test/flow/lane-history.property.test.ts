import type { LogRecord } from '@belfry/ingest/log';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FoldBench } from '../support/fold-bench.ts';
import { laneHistories } from '../support/lane-histories.ts';

function whole(records: readonly LogRecord[]): FoldBench {
  const bench = new FoldBench();
  for (const record of records) bench.apply(record);
  bench.commit(records.length);
  return bench;
}

const byId = <Said extends { readonly id: string }>(said: readonly Said[]): Map<string, Said> =>
  new Map(said.map((signal) => [signal.id, signal]));

const byKey = (bench: FoldBench): Map<string, unknown> =>
  new Map(bench.deltas.map((delta) => [`${delta.offset} ${delta.subject} ${delta.bucket} ${delta.kpi}`, delta]));

test('a lane that stops and goes on anywhere tells what one tells that never stops', () => {
  fc.assert(
    fc.property(laneHistories, fc.array(fc.boolean(), { maxLength: 60 }), (records, cuts) => {
      const expected = whole(records);
      const bench = new FoldBench();
      for (const record of records) {
        bench.apply(record);
        if (!cuts[record.offset]) continue;
        bench.commit(record.offset + 1);
        bench.restart();
      }
      bench.commit(records.length);
      expect(bench.signals).toEqual(expected.signals);
      expect(bench.deltas).toEqual(expected.deltas);
      expect(bench.states).toEqual(expected.states);
      expect(bench.clocks).toEqual(expected.clocks);
    }),
    { numRuns: 400 },
  );
});

test('a lane that goes on behind its state rows says the same again and nothing else', () => {
  fc.assert(
    fc.property(laneHistories, fc.nat(60), fc.nat(60), (records, a, b) => {
      const expected = whole(records);
      const position = 1 + (Math.min(a, b) % records.length);
      const killedAt = Math.max(position, 1 + (Math.max(a, b) % records.length));
      const bench = new FoldBench();
      let extent = bench.fold.extent();
      let horizon = { at: 0, highestAppend: 0 };
      const mark = (): void => {
        extent = JSON.parse(JSON.stringify(bench.fold.extent()));
        horizon = { at: bench.horizon.at, highestAppend: bench.horizon.highestAppend };
      };
      for (const record of records.slice(0, killedAt)) {
        if (record.offset === position) {
          mark();
          bench.commit(position);
        }
        bench.apply(record);
      }
      if (killedAt === position) mark();
      bench.commit(position);
      bench.restart(extent);
      Object.assign(bench.horizon, horizon);
      for (const record of records.slice(position)) bench.apply(record);
      bench.commit(records.length);
      expect(byId(bench.signals)).toEqual(byId(expected.signals));
      expect(byKey(bench)).toEqual(byKey(expected));
      expect(bench.states).toEqual(expected.states);
      expect(bench.clocks).toEqual(expected.clocks);
    }),
    { numRuns: 400 },
  );
});

test('no signal has the name of another one, and deltas add up to what the clocks say', () => {
  fc.assert(
    fc.property(laneHistories, (records) => {
      const bench = whole(records);
      expect(byId(bench.signals).size).toBe(bench.signals.length);
      const states = [...bench.clocks.values()].map(({ state }) => state);
      const met = states.filter((state) => state === 'met').length;
      const decided = met + states.filter((state) => state === 'breached').length;
      const sum = (pick: 'num' | 'den') => bench.deltas.reduce((total, delta) => total + delta[pick], 0);
      const hasTests = records.some(({ value }) => value.includes('"test":true'));
      if (!hasTests) expect([sum('num'), sum('den')]).toEqual([met, decided]);
      else expect(sum('den')).toBeLessThanOrEqual(decided);
    }),
    { numRuns: 400 },
  );
});
