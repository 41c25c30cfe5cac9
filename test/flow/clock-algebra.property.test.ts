import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClockSignal } from '../../processor/src/contract/index.ts';
import { type Drawn, timelines } from '../support/arbitrary-timelines.ts';
import { logRecords } from '../support/clock-accounts.ts';
import { FoldBench } from '../support/fold-bench.ts';

/** What holds of everything that is said, whatever the timeline. */

const RUNS = 200;
/** A machine that does other things as well takes its time. */
const PATIENT = { timeout: 120_000 };

function whole({ timeline }: Drawn): FoldBench {
  const bench = new FoldBench();
  const records = logRecords(timeline);
  for (const record of records) bench.apply(record);
  bench.commit(records.length);
  return bench;
}

const perClock = (
  signals: readonly ClockSignal[],
  is: (signal: ClockSignal) => boolean,
  also: (signal: ClockSignal) => unknown,
) => signals.filter(is).map((signal) => JSON.stringify([signal.subject, signal.promise, signal.cycle, also(signal)]));

const repeated = (keys: readonly string[]): string[] => keys.filter((key, n) => keys.indexOf(key) !== n);

test('no two signals have one name', PATIENT, () => {
  fc.assert(
    fc.property(timelines, (drawn) => {
      expect(repeated(whole(drawn).signals.map(({ id }) => id))).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test(
  'each step of a cycle is said at most once, each breach of a revision at most once, and taken back at most once',
  PATIENT,
  () => {
    fc.assert(
      fc.property(timelines, (drawn) => {
        const { signals } = whole(drawn);
        const isStep = ({ kind }: ClockSignal) => kind === 'at-risk' || kind === 'escalated';
        expect(repeated(perClock(signals, isStep, ({ step }) => step))).toEqual([]);
        expect(
          repeated(
            perClock(
              signals,
              ({ kind }) => kind === 'breached',
              ({ revision }) => revision,
            ),
          ),
        ).toEqual([]);
        const isBack = ({ step }: ClockSignal) => step.startsWith('retract:');
        expect(repeated(perClock(signals, isBack, ({ step }) => step))).toEqual([]);
        const isTakenBack = ({ step }: ClockSignal) => step === 'retract';
        expect(repeated(perClock(signals, isTakenBack, ({ revision }) => revision))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  },
);

test('a replay says the same, under the same names', PATIENT, () => {
  fc.assert(
    fc.property(timelines, (drawn) => {
      const [once, again] = [whole(drawn), whole(drawn)];
      expect(again.signals).toEqual(once.signals);
      expect(again.states).toEqual(once.states);
      expect(again.clocks).toEqual(once.clocks);
    }),
    { numRuns: RUNS },
  );
});

test('a clock that stands breached has said so, and none that has taken it back', PATIENT, () => {
  fc.assert(
    fc.property(timelines, (drawn) => {
      const { signals, clocks } = whole(drawn);
      for (const { promise, cycle, state, revision, due, stop } of clocks.values()) {
        const own = signals.filter((signal) => signal.promise === promise && signal.cycle === cycle);
        const breaches = own.filter(({ kind }) => kind === 'breached').length;
        const back = own.filter(({ step }) => step === 'retract').length;
        expect(back).toBe(revision);
        expect(breaches - back).toBe(state === 'breached' ? 1 : 0);
        if (state === 'met') expect(due === null || stop! <= due).toBe(true);
      }
    }),
    { numRuns: RUNS },
  );
});
