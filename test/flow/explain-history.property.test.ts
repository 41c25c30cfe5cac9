import type { LogRecord } from '@belfry/ingest/log';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storeSubject } from '../../processor/src/domain/clock/stored-subject.ts';
import { judgeAgain } from '../../processor/src/inquiry/explain/judge-again.ts';
import { FoldBench } from '../support/fold-bench.ts';
import { archiveOf } from '../support/lane-archive.ts';
import { laneHistories, SUBJECTS } from '../support/lane-histories.ts';
import { LaneRecords } from '../support/small-pack.ts';

function laneAfter(records: readonly LogRecord[]): FoldBench {
  const bench = new FoldBench();
  for (const record of records) bench.apply(record);
  bench.commit(records.length);
  return bench;
}

const rowsIn = (bench: FoldBench, subject: string) =>
  [...bench.clocks.values()].filter((row) => row.subject === subject);

describe('whoever judges a subject again from its archive', () => {
  test('comes to the state and the rows of its lane, whatever was told, held, let go or paused, and under whichever policies', () => {
    fc.assert(
      fc.property(laneHistories, (records) => {
        const lane = laneAfter(records);
        for (const id of SUBJECTS) {
          const again = judgeAgain(archiveOf(records, lane, id), id, undefined);
          const state = lane.states.get(id);
          expect(again?.rows ?? []).toEqual(rowsIn(lane, id));
          if (again?.subject !== undefined) expect(storeSubject(again.subject)).toBe(state?.state);
          else expect(state).toBeUndefined();
        }
      }),
      { numRuns: 200 },
    );
  });

  test('as of an instant comes to what the lane says whose log ends there, with a tick of that instant', () => {
    fc.assert(
      fc.property(laneHistories, fc.nat(60), fc.nat(5), (records, at, minutes) => {
        const whole = laneAfter(records);
        const last = records[at % records.length]!;
        // Between this record and the next one, which comes three minutes later.
        const asOf = last.appendTime + Math.min(minutes, 2) * 60_000;
        const ended = records.filter(({ appendTime }) => appendTime <= asOf);
        const tick = { ...new LaneRecords().tick(asOf), offset: ended.length };
        const lane = laneAfter([...ended, tick]);
        for (const id of SUBJECTS) {
          const again = judgeAgain(archiveOf(records, whole, id), id, asOf);
          const withoutOffset = (rows: ReturnType<typeof rowsIn>) => rows.map((row) => ({ ...row, offset: 0 }));
          expect(withoutOffset([...(again?.rows ?? [])])).toEqual(withoutOffset(rowsIn(lane, id)));
        }
      }),
      { numRuns: 200 },
    );
  });
});
