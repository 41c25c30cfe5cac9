import type { LogRecord } from '@belfry/ingest/log';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, machine, NOON, newest, records, run, shortly } from '../../../test/support/kpi-machine.ts';
import type { OracleDelta, OracleRecord } from '../../../test/support/oracles/kpi-sums.ts';

const onTime = { id: 'k/on-time', days: 7, warn: 920, block: 900, minimumVolume: 10 };
const policy: OracleRecord = { kind: 'policy', policy: { kpis: [onTime], zoneHours: { noor: 3 } } };
const noon: OracleRecord = { kind: 'tick', at: NOON };
const delta = (
  offset: number,
  num: number,
  den: number,
  over: { bucket?: number; subject?: string; quiet?: 0 | 1 } = {},
) =>
  [
    offset,
    over.subject ?? `order/${offset}`,
    'k/on-time',
    'm',
    'c',
    'x',
    over.bucket ?? 20_000,
    num,
    den,
    over.quiet ?? 0,
  ] as OracleDelta;
const deltas = (...of: OracleDelta[]): OracleRecord => ({ kind: 'deltas', partner: 'noor', lane: 1, deltas: of });

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
    expect(told.signals[0]).toMatchObject({ window: '7d', limit: 0.92, horizon: NOON, lane: 2, k: 0, day: 20_000 });
  });

  it('counts a promise kept early when its day has come, and lets go of days that leave the window', () => {
    const tick = (day: number): OracleRecord => ({ kind: 'tick', at: (20_000 + day) * DAY });
    const { told } = run([
      policy,
      noon,
      deltas(delta(0, 0, 10, { bucket: 20_001 })),
      deltas(delta(1, 30, 30)),
      tick(1),
      tick(8),
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
    const strict: OracleRecord = {
      kind: 'policy',
      policy: { kpis: [{ ...onTime, warn: 990, block: 980 }], zoneHours: { noor: 3 } },
    };
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
    const of = (block: number): OracleRecord => ({
      kind: 'policy',
      policy: { kpis: [{ ...onTime, warn: block, block }], zoneHours: { noor: 3 } },
    });
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
