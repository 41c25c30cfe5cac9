import type { LogRecord } from '@belfry/ingest/log';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FoldBench } from '../../../test/support/fold-bench.ts';
import { type PromiseOnPaper, type Timeline, verdictOf } from '../../../test/support/oracles/clock-ring.ts';
import { LaneRecords, smallPack } from '../../../test/support/small-pack.ts';
import type { ClockSignal } from '../contract/index.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

const ON_PAPER: PromiseOnPaper = {
  start: 'order.opened',
  stop: 'order.shipped',
  cancel: 'order.cancelled',
  withinMs: 60 * MINUTE,
  remindAfterMs: 30 * MINUTE,
};

const HOUR_PACK = smallPack(ON_PAPER.withinMs / MINUTE);
const HALF_WAY = { name: 'half', at: { percent: 50 }, level: 'L1', role: '', responsibility: '' };
const PACK = { ...HOUR_PACK, promises: HOUR_PACK.promises.map((promise) => ({ ...promise, ladder: [HALF_WAY] })) };

function recordOf(entry: Timeline[number], offset: number): LogRecord {
  const { appendTime } = entry;
  if (entry.what === 'tick') {
    const value = Buffer.from(JSON.stringify({ at: entry.at, by: 'x' }));
    return { partition: 0, offset, appendTime, kind: 'tick', key: '', value };
  }
  const { id, subject, type, time } = entry;
  const event = { specversion: '1.0', id, source: 's', type, subject, time: new Date(time).toISOString() };
  return { partition: 0, offset, appendTime, kind: 'event', key: subject, value: Buffer.from(JSON.stringify(event)) };
}

const POLICY = new LaneRecords().policy(PACK, T0);

/** Records begin at offset 1: the policy stands first. */
function run(timeline: Timeline, between: (bench: FoldBench, nextOffset: number) => void = () => undefined): FoldBench {
  const bench = new FoldBench();
  bench.apply(POLICY);
  timeline.forEach((entry, n) => {
    bench.apply(recordOf(entry, n + 1));
    between(bench, n + 2);
  });
  bench.commit(timeline.length + 1);
  return bench;
}

const said = (bench: FoldBench, subject: string): string[] =>
  bench.signals.filter((signal) => signal.subject === subject).map(({ kind, revision }) => `${kind}/${revision}`);

const SUBJECTS = ['order/1', 'order/2', 'order/3'];

/**
 * Hours of orders told in any order, twice, late, too early or from the future, with ticks strewn in between. Times stand
 * on a grid of ten minutes, so that an event often falls exactly on a deadline.
 */
const timelines: fc.Arbitrary<Timeline> = fc
  .tuple(
    fc.integer({ min: 0, max: 180 }),
    fc.array(
      fc.oneof(
        {
          weight: 3,
          arbitrary: fc.record({
            what: fc.constant('event' as const),
            place: fc.integer({ min: 0, max: 12 }),
            subject: fc.constantFrom(...SUBJECTS),
            type: fc.constantFrom('order.opened', 'order.shipped', 'order.cancelled', 'order.accepted'),
            step: fc.integer({ min: 0, max: 12 * MINUTE }),
          }),
        },
        {
          weight: 2,
          arbitrary: fc.record({
            what: fc.constant('tick' as const),
            lag: fc.integer({ min: -MINUTE, max: 10 * MINUTE }),
            step: fc.integer({ min: -MINUTE, max: 20 * MINUTE }),
          }),
        },
      ),
      { minLength: 5, maxLength: 40, size: 'max' },
    ),
  )
  .map(([lateness, steps]) => {
    let now = T0 + lateness * MINUTE;
    return steps.map((entry) => {
      now += entry.step;
      if (entry.what === 'tick') return { what: 'tick' as const, at: now - entry.lag, appendTime: now };
      // One id is one event: its time follows from it, however often it is told.
      const { subject, type, place } = entry;
      const time = T0 + place * 10 * MINUTE;
      return { what: 'event' as const, id: `${subject} ${type} ${place}`, subject, type, time, appendTime: now };
    });
  });

describe('the fold over events', () => {
  test('says what the obvious way says, whatever the order', () => {
    fc.assert(
      fc.property(timelines, (timeline) => {
        const bench = run(timeline);
        for (const subject of SUBJECTS) {
          const verdict = verdictOf(ON_PAPER, timeline, subject);
          expect(said(bench, subject)).toEqual(verdict.said);
          const row = bench.clocks.get(`${subject} test/ship 1`);
          expect(row === undefined ? 'none' : row.state).toBe(verdict.state);
          if (row !== undefined) expect([row.due, row.stop]).toEqual([verdict.due, verdict.stop]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('is the same after a restart at any record: the same signals and deltas, the same rows byte for byte', () => {
    fc.assert(
      fc.property(timelines, fc.array(fc.boolean(), { maxLength: 60 }), (timeline, cuts) => {
        const whole = run(timeline);
        const cut = run(timeline, (bench, nextOffset) => {
          if (!cuts[nextOffset]) return;
          bench.commit(nextOffset);
          bench.restart();
        });
        expect(cut.signals).toEqual(whole.signals);
        expect(cut.deltas).toEqual(whole.deltas);
        expect(cut.states).toEqual(whole.states);
        expect(cut.clocks).toEqual(whole.clocks);
      }),
      { numRuns: 500 },
    );
  });

  test('does nothing twice when state rows are ahead of the position it goes on from', () => {
    fc.assert(
      fc.property(timelines, fc.nat(60), fc.nat(60), (timeline, a, b) => {
        const whole = run(timeline);
        const position = 1 + (Math.min(a, b) % (timeline.length + 1));
        const killedAt = Math.max(position, 1 + (Math.max(a, b) % (timeline.length + 1)));
        // It stores rows at `killedAt`, but dies before the position: that is still where it stood at `position`.
        const bench = new FoldBench();
        let horizon = { at: 0, highestAppend: 0 };
        const records = [POLICY, ...timeline.map((entry, n) => recordOf(entry, n + 1))];
        for (const record of records.slice(0, killedAt)) {
          if (record.offset === position) horizon = { ...bench.horizon };
          bench.apply(record);
        }
        if (killedAt === position) horizon = { ...bench.horizon };
        bench.commit(position);
        const before = bench.signals.length;
        bench.restart();
        Object.assign(bench.horizon, horizon);
        for (const record of records.slice(position)) bench.apply(record);
        bench.commit(records.length);
        const ids = (signals: readonly ClockSignal[]) => signals.map(({ id }) => id);
        expect(new Set(ids(bench.signals)).size).toBe(bench.signals.length);
        expect(ids(bench.signals)).toEqual(ids(whole.signals));
        expect(before).toBeLessThanOrEqual(whole.signals.length);
        expect(bench.states).toEqual(whole.states);
      }),
      { numRuns: 500 },
    );
  });

  test('the deltas of a KPI add up to what its clocks say', () => {
    fc.assert(
      fc.property(timelines, (timeline) => {
        const bench = run(timeline);
        const rows = [...bench.clocks.values()];
        const sum = (pick: 'num' | 'den') => bench.deltas.reduce((total, delta) => total + delta[pick], 0);
        expect(sum('num')).toBe(rows.filter(({ state }) => state === 'met').length);
        expect(sum('den')).toBe(rows.filter(({ state }) => state === 'met' || state === 'breached').length);
      }),
      { numRuns: 300 },
    );
  });
});
