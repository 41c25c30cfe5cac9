import { encodeTick } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  kpiSums,
  type OracleDelta,
  type OraclePolicy,
  type OracleRecord,
} from '../../../test/support/oracles/kpi-sums.ts';
import { encodeDeltas, type Total } from '../contract/kpi.ts';
import { isKpiSignal, type KpiSignal } from '../contract/signal.ts';
import type { CompiledPack, CompiledZone, PolicyRecord } from '../domain/policy/compiled.ts';
import type { Effects, Fold, NumberedPolicy } from './fold.ts';
import { Horizon } from './horizon.ts';
import { KpiFold } from './kpi-fold.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Noon UTC of day 20,000. */
const NOON = 20_000 * DAY + 12 * HOUR;

const zone = (hours: number): CompiledZone => ({ name: `Etc/East${hours}`, offsets: [0, hours * 60] });

function compiled(policy: OraclePolicy): CompiledPack {
  const zones = Object.values(policy.zoneHours).map(zone);
  return {
    pack: 'test',
    title: 'Test',
    description: '',
    effective: 0,
    applies: 'new',
    calendars: {},
    zones: Object.fromEntries(zones.map((each) => [each.name, each])),
    partners: Object.entries(policy.zoneHours).map(([id, hours]) => ({
      id,
      name: id,
      market: 'm',
      zone: zone(hours).name,
      tier: '',
      reviewDay: 1,
    })),
    promises: [],
    kpis: policy.kpis.map((kpi) => ({
      id: kpi.id,
      title: kpi.id,
      counts: { kind: 'promise', promise: 'p' },
      window: { name: `${kpi.days}d`, days: kpi.days },
      warn: kpi.warn / 1000,
      block: kpi.block / 1000,
      minimumVolume: kpi.minimumVolume,
      provenance: '',
    })),
    fields: [],
  };
}

/** The log as the fold reads it. A policy's number is its offset; append times are those of the machine, and late. */
function records(log: readonly OracleRecord[]): LogRecord[] {
  let appendTime = 0;
  return log.map((record, offset) => {
    if (record.kind === 'tick') appendTime = Math.max(appendTime, record.at);
    const base = { partition: 2, offset, appendTime, kind: record.kind, key: '' };
    if (record.kind === 'tick') return { ...base, value: encodeTick({ at: record.at, by: 'test' }) };
    if (record.kind === 'deltas') return { ...base, key: record.partner, value: encodeDeltas(record) };
    const policy: PolicyRecord = {
      hash: `hash${offset}`,
      number: offset,
      source: '',
      compiled: compiled(record.policy),
    };
    return { ...base, value: Buffer.from(JSON.stringify(policy)) };
  });
}

interface Told {
  readonly totals: { readonly total: Total; readonly includes: Readonly<Record<number, number>> }[];
  readonly signals: KpiSignal[];
  readonly quarantined: string[];
  readonly policies: NumberedPolicy[];
}

function witness(): Told & { effects: Effects } {
  const told: Told = { totals: [], signals: [], quarantined: [], policies: [] };
  return {
    ...told,
    effects: {
      signal(signal) {
        if (isKpiSignal(signal)) told.signals.push(signal);
      },
      delta: () => expect.unreachable('a KPI fold publishes no deltas'),
      total: (total, includes) => told.totals.push({ total, includes }),
      quarantine: (row) => told.quarantined.push(row.code),
      policy: (number, record) => told.policies.push({ number, record }),
    },
  };
}

type Row = { offset: number; state: string };

/** A fold with its horizon, and what stays of both after a crash. */
function machine() {
  let fold: Fold = new KpiFold(2);
  let horizon = new Horizon();
  const stored = new Map<string, Row>();
  let position = { next: 0, extent: {} as Record<string, unknown>, at: 0, highestAppend: 0 };
  const told = witness();
  let next = 0;
  return {
    told,
    stored,
    next: () => next,
    nextDue: () => fold.nextDue(),
    read(record: LogRecord) {
      expect(record.offset).toBe(next);
      horizon.take(record);
      const work = fold.apply(record, horizon, told.effects);
      if (work !== undefined) for (const _ of work);
      next++;
    },
    /** @param rows how many of the rows reach the table before the write is cut short. */
    flush(rows = Number.POSITIVE_INFINITY) {
      let left = rows;
      fold.flush({
        clock: () => expect.unreachable(),
        state(subject, offset, open, state) {
          expect(open).toBe(true);
          const known = stored.get(subject);
          if (left-- > 0 && (known === undefined || offset >= known.offset)) stored.set(subject, { offset, state });
        },
      });
    },
    store() {
      position = { next, extent: fold.extent(), at: horizon.at, highestAppend: horizon.highestAppend };
      fold.stored(next);
    },
    crash() {
      const numbers = (position.extent.policies as number[] | undefined) ?? [];
      fold = new KpiFold(2);
      fold.resume(
        JSON.parse(JSON.stringify(position.extent)) as Record<string, unknown>,
        numbers.map((number) => told.policies.find((policy) => policy.number === number)!),
      );
      for (const [subject, { offset, state }] of stored) fold.restore(subject, offset, state);
      horizon = new Horizon(position.at, position.highestAppend);
      next = position.next;
    },
  };
}

function run(log: readonly OracleRecord[]) {
  const running = machine();
  for (const record of records(log)) running.read(record);
  running.flush();
  return running;
}

const shortly = (signals: readonly KpiSignal[]) =>
  signals.map(({ offset, partner, kpi, kind, day, revision, num, den, quiet }) => ({
    offset,
    partner,
    kpi,
    kind,
    day,
    revision,
    num,
    den,
    quiet,
  }));

/** What tables and walls would hold of the totals: the newest of each cell. */
function newest(told: Told): Map<string, { num: number; den: number }> {
  const cells = new Map<string, { num: number; den: number }>();
  for (const { total } of told.totals) {
    const { kpi, partner, market, carrier, channel, bucket, num, den } = total;
    cells.set(JSON.stringify([kpi, partner, market, carrier, channel, bucket]), { num, den });
  }
  return cells;
}

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
