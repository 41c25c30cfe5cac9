import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, machine, NOON, records, run } from '../../../test/support/kpi-machine.ts';
import type { OracleCause, OracleDelta, OracleKpi, OracleRecord } from '../../../test/support/oracles/kpi-sums.ts';

/** 5 % may fail; twice as fast is more than 10 %. No window rings. */
const onTime: OracleKpi = {
  id: 'k/on-time',
  good: 'high',
  windows: [],
  rings: [],
  limits: [{ warn: { thousandths: 950 }, block: { thousandths: 950 }, recover: { thousandths: 950 } }],
  minimumVolume: 10,
  burn: { fast: 2 },
};
const policyOf = (...kpis: OracleKpi[]): OracleRecord => ({ kind: 'policy', policy: { kpis, partners: {} } });
const policy = policyOf(onTime);
const tick = (minutes: number): OracleRecord => ({ kind: 'tick', at: NOON + minutes * MINUTE });
let offsets = 0;
const counted = (
  minutes: number,
  num: number,
  den: number,
  over: { quiet?: 0 | 1; cause?: OracleCause; bucket?: number } = {},
): OracleDelta => {
  const offset = offsets++;
  return [
    ...([offset, `order/${offset}`, 'k/on-time', 'm', 'c', 'x'] as const),
    ...([over.bucket ?? 20_000, num, den, over.quiet ?? 0] as const),
    ...([NOON + minutes * MINUTE, over.cause ?? 'counted'] as const),
  ];
};
const deltas = (...of: OracleDelta[]): OracleRecord => ({ kind: 'deltas', partner: 'noor', lane: 1, deltas: of });

/** When and how it rings, in minutes from noon. */
const rung = (log: readonly OracleRecord[]): unknown[] =>
  run(log).told.signals.map(({ kind, window, horizon }) => [kind, window, (horizon - NOON) / MINUTE]);

describe('the burn of a budget', () => {
  it('rings once when both windows of a pair burn too fast, and is over by time alone', () => {
    const { told } = run([
      policy,
      tick(0),
      deltas(counted(0, 85, 100)),
      deltas(counted(1, 8, 10)),
      tick(50),
      tick(60),
      tick(70),
    ]);
    expect(told.signals).toMatchObject([
      {
        kind: 'kpi-burn',
        window: 'fast',
        offset: 2,
        num: 85,
        den: 100,
        from: 20_000,
        day: 20_000,
        limit: 0.95,
        headroom: -10,
        burn: { short: 3, long: 3, factor: 2 },
        revision: 0,
        quiet: false,
      },
      {
        kind: 'recovered',
        window: 'fast',
        offset: 5,
        num: 93,
        den: 110,
        burn: { short: null, factor: 2 },
        revision: 0,
        quiet: false,
      },
    ]);
    expect(told.signals).toHaveLength(2);
  });

  it('does not ring for a short burst in good hours', () => {
    expect(rung([policy, tick(0), deltas(counted(-120, 1000, 1000)), deltas(counted(0, 0, 50))])).toEqual([]);
  });

  it('rings again with another id, though it is the same day', () => {
    const { told } = run([
      policy,
      tick(0),
      deltas(counted(0, 0, 10)),
      deltas(counted(0, 190, 190)),
      deltas(counted(0, 0, 20)),
    ]);
    expect(told.signals.map(({ kind, revision }) => [kind, revision])).toEqual([
      ['kpi-burn', 0],
      ['recovered', 0],
      ['kpi-burn', 1],
    ]);
    expect(new Set(told.signals.map(({ id }) => id)).size).toBe(3);
  });

  it('is silent while it trembles at the factor: what has rung is over at half of that', () => {
    const trembling = [counted(0, 90, 100), counted(0, 0, 1), counted(0, 20, 20), counted(0, 0, 3), counted(0, 30, 30)];
    expect(rung([policy, tick(0), ...trembling.map((delta) => deltas(delta))])).toEqual([['kpi-burn', 'fast', 0]]);
  });

  it('rings for each pair by itself', () => {
    const both = policyOf({ ...onTime, burn: { fast: 4, slow: 2 } });
    expect(
      rung([both, tick(0), deltas(counted(0, 85, 100)), deltas(counted(0, 0, 10)), tick(60), tick(24 * 60)]),
    ).toEqual([
      ['kpi-burn', 'slow', 0],
      ['kpi-burn', 'fast', 0],
      ['recovered', 'fast', 60],
      ['recovered', 'slow', 24 * 60],
    ]);
  });

  it('is not fanned by history, whatever it changes, nor by new rules for old orders', () => {
    const log = [
      policy,
      tick(0),
      deltas(counted(0, 0, 100, { quiet: 1, cause: 'history' })),
      deltas(counted(0, 0, 100, { cause: 'history' })),
      deltas(counted(0, 0, 100, { cause: 'policy' })),
    ];
    expect(rung(log)).toEqual([]);
  });

  it('lets counts ahead of the horizon wait for the tick that it asks for', () => {
    const fold = machine();
    const log = records([policy, tick(0), deltas(counted(25, 0, 100)), tick(19), tick(25), tick(80)]);
    for (const record of log.slice(0, 3)) fold.read(record);
    expect(fold.told.signals).toEqual([]);
    expect(fold.nextDue()).toBe(NOON + 20 * MINUTE);
    fold.read(log[3]!);
    expect(fold.told.signals).toEqual([]);
    fold.read(log[4]!);
    expect(fold.told.signals).toMatchObject([{ kind: 'kpi-burn', offset: 4 }]);
    // While it is told, the end of each slice may be its end.
    expect(fold.nextDue()).toBe(NOON + 30 * MINUTE);
    fold.read(log[5]!);
    expect(fold.told.signals).toMatchObject([{ kind: 'kpi-burn' }, { kind: 'recovered', offset: 5 }]);
    expect(fold.nextDue()).toBe(20_001 * DAY);
  });

  it('keeps no pace for what rings for no burn, and begins one when a policy names it', () => {
    const { burn: _, ...shown } = onTime;
    const silent = policyOf(shown);
    const running = run([silent, tick(0), deltas(counted(0, 0, 100)), policy, deltas(counted(0, 0, 9))]);
    expect(running.told.signals).toEqual([]);
    expect(running.stored.get('partner/noor')!.state).toContain('"paces":{"k/on-time"');
    expect(run([policy, tick(0), deltas(counted(0, 1, 1)), silent]).stored.get('partner/noor')!.state).toContain(
      '"paces":{}',
    );
  });

  it('lets go of what is older than its windows when a day begins', () => {
    const running = run([policy, tick(0), deltas(counted(0, 1, 1)), { kind: 'tick', at: NOON + 4 * 24 * HOUR }]);
    expect(running.stored.get('partner/noor')!.state).toContain('"paces":{}');
  });

  it('counts nothing twice and nothing too little, wherever the last write was cut short', () => {
    const log = records([
      policy,
      tick(0),
      deltas(counted(0, 9, 10)),
      // The days are written one after the other, behind the partner.
      deltas(counted(0, 0, 1, { bucket: 19_998 }), counted(0, 10, 10, { bucket: 19_999 })),
      deltas(counted(0, 0, 2, { bucket: 19_998 }), counted(0, 0, 1, { bucket: 20_000 })),
      deltas(counted(0, 90, 90)),
      deltas(counted(0, 0, 9)),
    ]);
    const calm = machine();
    for (const record of log) calm.read(record);
    calm.flush();
    expect(calm.told.signals.map(({ kind, offset }) => [kind, offset])).toEqual([
      ['kpi-burn', 4],
      ['recovered', 5],
      ['kpi-burn', 6],
    ]);
    for (const stored of [2, 3, 4, 5]) {
      for (const rows of [0, 1, 2, 3, 4]) {
        const rough = machine();
        for (const record of log.slice(0, stored)) rough.read(record);
        rough.flush();
        rough.store();
        for (const record of log.slice(stored, 6)) rough.read(record);
        rough.flush(rows);
        rough.crash();
        for (const record of log.slice(stored)) rough.read(record);
        rough.flush();
        expect(rough.stored).toEqual(calm.stored);
        const ids = new Set(rough.told.signals.map(({ id, k, num, den }) => `${id} ${k} ${num} ${den}`));
        expect(ids).toEqual(new Set(calm.told.signals.map(({ id, k, num, den }) => `${id} ${k} ${num} ${den}`)));
      }
    }
  });

  it('judges everybody as of a slice, though it dies in the middle of that', () => {
    const names = Array.from({ length: 200 }, (_, n) => `p${String(n).padStart(3, '0')}`);
    const all = records([
      policy,
      tick(0),
      ...names.map((partner) => ({ kind: 'deltas' as const, partner, lane: 1, deltas: [counted(15, 0, 10)] })),
      tick(20),
    ]);
    const dying = machine();
    for (const record of all.slice(0, -1)) dying.read(record);
    dying.read(all.at(-1)!, 1);
    dying.flush();
    dying.store();
    dying.crash();
    dying.read(all.at(-1)!);
    expect(dying.told.signals.map(({ partner }) => partner).sort()).toEqual(names);
  });
});
