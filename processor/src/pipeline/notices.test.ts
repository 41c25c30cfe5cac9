import { describe, expect, test } from 'vitest';
import { FoldBench } from '../../../test/support/fold-bench.ts';
import { LaneRecords, smallPack } from '../../../test/support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const endingAt = (until: number, minutes = 60) => {
  const calendar = { name: 'c', zone: 'UTC', offsets: [0, 0], spans: [0, 1], dayMinutes: 1, from: 0, until };
  return smallPack(minutes, { calendars: { c: calendar } });
};
const said = (bench: FoldBench): string[] => bench.notices.map(({ kind, about }) => `${kind} ${about}`);

describe('a policy', () => {
  test('that replaces an older version is told once, by lane 0 alone, and the first version is not', () => {
    const records = new LaneRecords();
    const first = records.policy(smallPack(60), T0);
    const second = records.policy(smallPack(30), T0 + HOUR);
    const again = { ...second, offset: 2, appendTime: T0 + 2 * HOUR };
    const [speaker, other] = [new FoldBench(0), new FoldBench(1)];
    for (const bench of [speaker, other]) {
      bench.apply(first);
      expect(said(bench)).toEqual([]);
      bench.apply(second);
      bench.apply(again);
    }
    expect(said(speaker)).toEqual(['policy-changed policy/test']);
    expect(speaker.notices[0]).toMatchObject({ before: 0, policy: 1, at: T0 + HOUR, offset: 1 });
    expect(said(other)).toEqual([]);
  });

  test('of another pack changes nothing of this one', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(smallPack(60), T0));
    bench.apply(records.policy(smallPack(60, { pack: 'other', promises: [], kpis: [] }), T0));
    expect(said(bench)).toEqual([]);
  });
});

describe('a calendar', () => {
  const ends = T0 + 91 * DAY;

  test('that ends is told of 90 days before, at the first tick behind that, once', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(endingAt(ends), T0));
    expect(bench.fold.nextDue()).toBe(T0 + DAY + 2_000);
    bench.apply(records.tick(T0 + DAY + 2_000));
    expect(said(bench)).toEqual([]);
    bench.apply(records.tick(T0 + DAY + 2_001));
    expect(said(bench)).toEqual(['calendar-ends calendar/test/c']);
    expect(bench.notices[0]).toMatchObject({ policy: 0, ends, at: T0 + DAY, offset: 2, horizon: T0 + DAY + 2_001 });
    expect(bench.fold.nextDue()).toBe(Number.POSITIVE_INFINITY);
    bench.commit(3);
    bench.restart();
    bench.apply(records.tick(T0 + 2 * DAY));
    expect(said(bench)).toHaveLength(1);
  });

  test('of a version that was replaced in time is not told of; the one that replaces it is, when its time comes', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(endingAt(ends), T0));
    bench.apply(records.policy(endingAt(ends + 10 * DAY), T0 + HOUR));
    bench.apply(records.tick(T0 + 2 * DAY));
    expect(said(bench)).toEqual(['policy-changed policy/test']);
    bench.commit(3);
    bench.restart();
    expect(bench.fold.nextDue()).toBe(T0 + 11 * DAY + 2_000);
    bench.apply(records.tick(T0 + 12 * DAY));
    expect(bench.notices.slice(1)).toMatchObject([{ kind: 'calendar-ends', policy: 1, ends: ends + 10 * DAY }]);
  });

  test('is no matter of the other lanes', () => {
    const bench = new FoldBench(1);
    bench.apply(new LaneRecords().policy(endingAt(ends), T0));
    expect(bench.fold.nextDue()).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('an import', () => {
  const history = { importid: 'i' };

  test('that is not released within a day is told of once, whatever happens to the lane meanwhile', () => {
    const records = new LaneRecords();
    const bench = new FoldBench(3);
    bench.apply(records.policy(smallPack(60), T0));
    bench.apply(records.event('order/1', 'order.opened', T0 - 9 * DAY, T0 + HOUR, history));
    bench.apply(records.event('order/2', 'order.opened', T0 - 9 * DAY, T0 + 2 * HOUR, history));
    bench.commit(3);
    bench.restart();
    expect(bench.fold.nextDue()).toBe(T0 + 25 * HOUR + 2_000);
    bench.apply(records.tick(T0 + 25 * HOUR + 2_000));
    expect(said(bench)).toEqual([]);
    bench.apply(records.tick(T0 + 25 * HOUR + 2_001));
    bench.commit(5);
    bench.restart();
    bench.apply(records.event('order/3', 'order.opened', T0 - 9 * DAY, T0 + 26 * HOUR, history));
    bench.apply(records.tick(T0 + 9 * DAY));
    expect(said(bench)).toEqual(['import-unfinished import/i']);
    expect(bench.notices[0]).toMatchObject({ since: T0 + HOUR, at: T0 + 25 * HOUR, lane: 3, offset: 4 });
  });

  test('has one name in all lanes', () => {
    const ids = [0, 5].map((lane) => {
      const records = new LaneRecords();
      const bench = new FoldBench(lane);
      bench.apply(records.event('order/1', 'order.opened', T0, T0 + lane, history));
      bench.apply(records.tick(T0 + 2 * DAY));
      return bench.notices.map(({ id }) => id);
    });
    expect(ids[0]).toHaveLength(1);
    expect(ids[0]).toEqual(ids[1]);
  });

  test('that is released in time is not told of, nor is one that tells more afterwards', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.event('order/1', 'order.opened', T0, T0, history));
    bench.apply(records.release('i', T0 + 23 * HOUR));
    bench.apply(records.event('order/1', 'order.shipped', T0, T0 + 23 * HOUR, history));
    expect(bench.fold.nextDue()).toBe(Number.POSITIVE_INFINITY);
    bench.apply(records.tick(T0 + 9 * DAY));
    expect(said(bench)).toEqual([]);
  });
});
