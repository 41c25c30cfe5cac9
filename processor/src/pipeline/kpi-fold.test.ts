import type { LogRecord } from '@belfry/ingest/log';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, machine, NOON, newest, records, run, shortly } from '../../../test/support/kpi-machine.ts';
import type {
  OracleDelta,
  OracleKpi,
  OracleLimits,
  OracleRecord,
  OracleWindow,
} from '../../../test/support/oracles/kpi-sums.ts';

const sevenDays: OracleWindow = { name: '7d', of: 'days', n: 7, lag: 0 };
const row = (warn: number, block: number, recover = warn): OracleLimits => ({
  warn: { thousandths: warn },
  block: { thousandths: block },
  recover: { thousandths: recover },
});
const onTime: OracleKpi = {
  id: 'k/on-time',
  good: 'high',
  windows: [sevenDays],
  rings: ['7d'],
  limits: [row(920, 900)],
  minimumVolume: 10,
};
const policyOf = (...kpis: OracleKpi[]): OracleRecord => ({
  kind: 'policy',
  policy: { kpis, partners: { noor: { zoneHours: 3, market: 'sa' } } },
});
const policy = policyOf(onTime);
const noon: OracleRecord = { kind: 'tick', at: NOON };
const delta = (
  offset: number,
  num: number,
  den: number,
  over: { bucket?: number; subject?: string; quiet?: 0 | 1; kpi?: string; at?: number } = {},
): OracleDelta => [
  offset,
  over.subject ?? `order/${offset}`,
  over.kpi ?? 'k/on-time',
  'm',
  'c',
  'x',
  over.bucket ?? 20_000,
  num,
  den,
  over.quiet ?? 0,
  over.at ?? NOON,
  'counted',
];
const deltas = (...of: OracleDelta[]): OracleRecord => ({ kind: 'deltas', partner: 'noor', lane: 1, deltas: of });
/** Midnight UTC, so many days after the day of noon. */
const midnight = (day: number): OracleRecord => ({ kind: 'tick', at: (20_000 + day) * DAY });

describe('the KPI fold', () => {
  it('asks for a tick at once, then for one at the next midnight of its partners', () => {
    const fold = machine();
    expect(fold.nextDue()).toBe(0);
    for (const record of records([policy, noon])) fold.read(record);
    expect(fold.nextDue()).toBe(Number.POSITIVE_INFINITY);
    for (const record of records([policy, noon, deltas(delta(0, 1, 1))]).slice(2)) fold.read(record);
    expect(fold.nextDue()).toBe(20_001 * DAY - 3 * HOUR);
  });

  it('rings when a rate falls below its limits and says recovered at the warn limit, with ids that differ', () => {
    const { told } = run([
      policy,
      noon,
      deltas(delta(0, 92, 100)),
      deltas(delta(1, 0, 2)),
      deltas(delta(2, 0, 1)),
      deltas(delta(3, 2, 0)),
      deltas(delta(4, 1, 0)),
      deltas(delta(5, -1, 0)),
    ]);
    expect(
      shortly(told.signals).map(({ offset, kind, num, den, revision }) => [offset, kind, num, den, revision]),
    ).toEqual([
      [3, 'kpi-warn', 92, 102, 0],
      [4, 'kpi-block', 92, 103, 0],
      [6, 'recovered', 95, 103, 0],
      [7, 'kpi-warn', 94, 103, 1],
    ]);
    expect(new Set(told.signals.map(({ id }) => id)).size).toBe(4);
    expect(told.signals[0]).toMatchObject({
      market: 'sa',
      window: '7d',
      from: 19_994,
      day: 20_000,
      good: 'high',
      limit: 0.92,
      failures: null,
      headroom: 0,
      burn: null,
      horizon: NOON,
      lane: 2,
      k: 0,
    });
  });

  it('takes a block back at its own limit and keeps silent below the warn limit, until it blocks again or was ok', () => {
    const { told } = run([
      policyOf({ ...onTime, limits: [row(950, 900, 920)] }),
      noon,
      deltas(delta(0, 89, 100)),
      deltas(delta(1, 2, 0)),
      deltas(delta(2, 1, 0)),
      deltas(delta(3, 2, 0)),
      deltas(delta(4, -5, 0)),
      deltas(delta(5, 4, 0)),
      deltas(delta(6, 3, 0)),
      deltas(delta(7, -2, 0)),
    ]);
    expect(told.signals.map(({ offset, kind, num, limit, revision }) => [offset, kind, num, limit, revision])).toEqual([
      [2, 'kpi-block', 89, 0.9, 0],
      [4, 'recovered', 92, 0.92, 0],
      [6, 'kpi-block', 89, 0.9, 1],
      [7, 'recovered', 93, 0.92, 1],
      [9, 'kpi-warn', 94, 0.95, 2],
    ]);
    expect(new Set(told.signals.map(({ id }) => id)).size).toBe(5);
  });

  it('tells of each window that rings by itself, and of none that does not', () => {
    const windows: OracleWindow[] = [
      sevenDays,
      { name: 'week', of: 'weeks-from-monday', n: 0, lag: 0 },
      { name: 'month', of: 'calendar-months', n: 0, lag: 0 },
      { name: '14d-7', of: 'days', n: 14, lag: 7 },
    ];
    // Day 20,000 is Friday, 4 October 2024.
    const { told } = run([
      policyOf({ ...onTime, windows, rings: ['7d', 'month', '14d-7'] }),
      noon,
      deltas(delta(0, 0, 10, { bucket: 19_995 }), delta(1, 0, 10, { bucket: 19_998 })),
      midnight(7),
    ]);
    expect(
      told.signals.map(({ offset, window, kind, from, day, den }) => [offset, window, kind, from, day, den]),
    ).toEqual([
      [2, '7d', 'kpi-block', 19_994, 20_000, 20],
      [2, 'month', 'kpi-block', 19_997, 20_000, 10],
      [3, '14d-7', 'kpi-block', 19_987, 20_000, 20],
    ]);
  });

  it('lets what was told of a month stand when the next one begins, until that has something to say', () => {
    const windows: OracleWindow[] = [{ name: 'month', of: 'calendar-months', n: 0, lag: 0 }];
    const { told } = run([
      policyOf({ ...onTime, windows, rings: ['month'] }),
      noon,
      deltas(delta(0, 0, 20)),
      midnight(28),
      deltas(delta(1, 9, 9, { bucket: 20_028 })),
      deltas(delta(2, 1, 1, { bucket: 20_028 })),
      deltas(delta(3, 0, 9, { bucket: 20_028 })),
    ]);
    expect(told.signals.map(({ offset, kind, from, day, revision }) => [offset, kind, from, day, revision])).toEqual([
      [2, 'kpi-block', 19_997, 20_000, 0],
      [5, 'recovered', 20_028, 20_028, 0],
      [6, 'kpi-block', 20_028, 20_028, 1],
    ]);
  });

  it("judges by the limits of the partner's market, from the day on that they hold, and unknown partners by the default", () => {
    const limits: OracleLimits[] = [
      row(500, 500),
      { ...row(900, 900), market: 'sa', from: 20_001 },
      { ...row(800, 800), market: 'default' },
    ];
    const { told } = run([
      policyOf({ ...onTime, limits }),
      noon,
      deltas(delta(0, 70, 100)),
      { kind: 'deltas', partner: 'stranger', lane: 1, deltas: [delta(1, 70, 100)] },
      midnight(1),
    ]);
    expect(
      told.signals.map(({ offset, partner, market, limit, day }) => [offset, partner, market, limit, day]),
    ).toEqual([
      [3, 'stranger', 'default', 0.8, 20_000],
      [4, 'noor', 'sa', 0.9, 20_001],
    ]);
  });

  it('rings for what may fail in numbers, and says them', () => {
    const most = { most: 3, join: 'and' as const };
    const limits: OracleLimits[] = [{ ...row(20, 20), block: { thousandths: 20, failures: most } }];
    const { told } = run([
      policyOf({ ...onTime, good: 'low', limits }),
      noon,
      deltas(delta(0, 3, 1000)),
      deltas(delta(1, 1, 1)),
    ]);
    expect(
      told.signals.map(({ kind, num, limit, failures, headroom, good }) => ({
        kind,
        num,
        limit,
        failures,
        headroom,
        good,
      })),
    ).toEqual([{ kind: 'kpi-block', num: 4, limit: 0.02, failures: most, headroom: -1, good: 'low' }]);
  });

  it("rolls a KPI on with the days of its own zone, and asks for a tick at each zone's midnight", () => {
    const tokyo: OracleKpi = { ...onTime, id: 'k/tokyo', zoneHours: 9 };
    const fold = machine();
    const log = records([
      policyOf(onTime, tokyo),
      noon,
      deltas(delta(0, 0, 20, { bucket: 20_001 }), delta(1, 0, 20, { bucket: 20_001, kpi: 'k/tokyo' })),
      { kind: 'tick', at: 20_001 * DAY - 9 * HOUR },
      { kind: 'tick', at: 20_001 * DAY - 3 * HOUR },
    ]);
    for (const record of log.slice(0, 3)) fold.read(record);
    expect(fold.nextDue()).toBe(20_001 * DAY - 9 * HOUR);
    fold.read(log[3]!);
    expect(fold.nextDue()).toBe(20_001 * DAY - 3 * HOUR);
    fold.read(log[4]!);
    expect(fold.nextDue()).toBe(20_002 * DAY - 9 * HOUR);
    expect(fold.told.signals.map(({ offset, kpi, day }) => [offset, kpi, day])).toEqual([
      [3, 'k/tokyo', 20_001],
      [4, 'k/on-time', 20_001],
    ]);
  });

  it('counts a promise kept early when its day has come, and lets go of days that leave the window', () => {
    const { told } = run([
      policy,
      noon,
      deltas(delta(0, 0, 10, { bucket: 20_001 })),
      deltas(delta(1, 30, 30)),
      midnight(1),
      midnight(8),
    ]);
    // At +3 h the local day is the same as that of UTC midnight; the block leaves with the last day of the 7.
    expect(shortly(told.signals).map(({ offset, kind, num, den }) => [offset, kind, num, den])).toEqual([
      [4, 'kpi-block', 30, 40],
    ]);
    expect(newest(told).size).toBe(2);
  });

  it('judges every partner under a new policy, though it dies in the middle of that', () => {
    const names = Array.from({ length: 200 }, (_, n) => `p${String(n).padStart(3, '0')}`);
    const log: OracleRecord[] = [
      noon,
      ...names.map((partner, n) => ({ kind: 'deltas' as const, partner, lane: 1, deltas: [delta(n, 0, 10)] })),
      policy,
    ];
    const dying = machine();
    const all = records(log);
    for (const record of all.slice(0, -1)) dying.read(record);
    dying.read(all.at(-1)!, 1);
    dying.flush();
    dying.store();
    dying.crash();
    dying.read(all.at(-1)!);
    expect(dying.told.signals.map(({ partner }) => partner).sort()).toEqual(names);
  });

  it('keeps quiet about history, and about the end of what rang nobody', () => {
    const { told } = run([
      policy,
      deltas(delta(0, 0, 20, { quiet: 1 })),
      noon,
      deltas(delta(1, 0, 1)),
      deltas(delta(2, 400, 400)),
      deltas(delta(3, 0, 100)),
      deltas(delta(4, 0, 1, { quiet: 1 })),
    ]);
    expect(shortly(told.signals).map(({ offset, kind, quiet }) => [offset, kind, quiet])).toEqual([
      [2, 'kpi-block', true],
      [4, 'recovered', true],
      [5, 'kpi-block', false],
    ]);
  });

  it('takes a corrected limit at once, and the same policy only once', () => {
    const strict = policyOf({ ...onTime, limits: [row(990, 980)] });
    const { told } = run([policy, noon, deltas(delta(0, 95, 100)), strict, policy]);
    expect(told.signals.map(({ kind, limit }) => [kind, limit])).toEqual([
      ['kpi-block', 0.98],
      ['recovered', 0.92],
    ]);
    const again = machine();
    const first = records([policy])[0]!;
    again.read(first);
    again.read({ ...first, offset: 1 });
    expect(again.told.policies).toHaveLength(1);
  });

  it('says nothing again, and nothing new, while it reads what its rows are ahead of', () => {
    const of = (block: number): OracleRecord => policyOf({ ...onTime, limits: [row(block, block)] });
    const log = records([of(900), noon, deltas(delta(0, 95, 100)), of(940), deltas(delta(1, 0, 5)), of(800)]);
    // 95 of 105 is below 94 %, 95 of 100 was not; by then the limit was lower. Each cut of the last write must know.
    for (const rows of [0, 1, 2]) {
      const fold = machine();
      for (const record of log.slice(0, 3)) fold.read(record);
      fold.flush();
      fold.store();
      for (const record of log.slice(3)) fold.read(record);
      const calm = fold.told.signals.map(({ id }) => id);
      fold.flush(rows);
      fold.crash();
      for (const record of log.slice(3)) fold.read(record);
      expect(new Set(fold.told.signals.map(({ id, offset, num }) => `${id} ${offset} ${num}`)).size).toBe(calm.length);
      expect(calm).toHaveLength(2);
    }
  });

  it('takes a row from before burns were counted, and judges its partner at the next tick', () => {
    const fold = machine();
    fold.stored.set('partner/noor', {
      offset: 5,
      state: '{"day":19990,"live":true,"told":[["k/on-time","7d","block",false,3]]}',
    });
    fold.stored.set('day/20000/noor', {
      offset: 5,
      state: '{"sums":[["k/on-time","m","c","x",95,100]],"marks":[[1,7,[]]]}',
    });
    fold.crash();
    const log = records([policy, policy, policy, policy, policy, policy, policy, noon]).slice(0, 8);
    for (const record of log) fold.read(record);
    expect(fold.told.signals.map(({ offset, kind, num, revision }) => [offset, kind, num, revision])).toEqual([
      [7, 'recovered', 95, 3],
    ]);
  });

  it('quarantines what it cannot read, and goes on', () => {
    const running = machine();
    const base = { partition: 2, appendTime: 1, key: '' };
    const bad = (offset: number, kind: LogRecord['kind'], text: string): LogRecord => ({
      ...base,
      offset,
      kind,
      value: Buffer.from(text),
    });
    running.read(bad(0, 'deltas', '{'));
    running.read(bad(1, 'deltas', '{"partner":"noor","lane":0,"deltas":[[1,2]]}'));
    running.read(bad(2, 'event', '{}'));
    running.read({ ...records([policy, policy, policy, deltas(delta(0, 1, 1))])[3]! });
    expect(running.told.quarantined).toEqual(['BAD_DELTAS', 'BAD_DELTAS', 'WRONG_LOG']);
    expect(running.told.totals).toHaveLength(1);
  });
});
