import { encodeTick } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import { expect } from 'vitest';
import { encodeDeltas, type Total } from '../../processor/src/contract/kpi.ts';
import { isKpiSignal, type KpiSignal } from '../../processor/src/contract/signal.ts';
import type {
  CompiledPack,
  CompiledZone,
  KpiLimit,
  PolicyRecord,
  WindowSpan,
} from '../../processor/src/domain/policy/compiled.ts';
import { flushWhole } from '../../processor/src/pipeline/flush-whole.ts';
import type { Effects, Fold, NumberedPolicy } from '../../processor/src/pipeline/fold.ts';
import { Horizon } from '../../processor/src/pipeline/horizon.ts';
import { KpiFold } from '../../processor/src/pipeline/kpi-fold.ts';
import { NO_EFFECTS } from '../../processor/src/pipeline/no-effects.ts';
import type { OracleLimit, OraclePolicy, OracleRecord, OracleSignal, OracleWindow } from './oracles/kpi-sums.ts';

/** A KPI fold with its horizon and its rows, which a test may flush, cut short and crash. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Noon UTC of day 20,000. */
export const NOON = 20_000 * DAY + 12 * HOUR;

const zone = (hours: number): CompiledZone => ({ name: `Etc/East${hours}`, offsets: [0, hours * 60] });

function compiled(policy: OraclePolicy): CompiledPack {
  const zones = [
    ...Object.values(policy.partners).map(({ zoneHours }) => zone(zoneHours)),
    ...policy.kpis.flatMap(({ zoneHours }) => (zoneHours === undefined ? [] : zone(zoneHours))),
  ];
  return {
    pack: 'test',
    title: 'Test',
    description: '',
    effective: 0,
    applies: 'new',
    calendars: {},
    zones: Object.fromEntries(zones.map((each) => [each.name, each])),
    partners: Object.entries(policy.partners).map(([id, { zoneHours, market }]) => ({
      id,
      name: id,
      market,
      zone: zone(zoneHours).name,
      tier: '',
      reviewDay: 1,
    })),
    promises: [],
    kpis: policy.kpis.map((kpi) => ({
      id: kpi.id,
      title: kpi.id,
      subject: 'order',
      population: { kind: 'promise', promise: 'p' },
      counts: { kind: 'kept' },
      good: kpi.good,
      cohort: { kind: 'due' },
      ...(kpi.zoneHours === undefined ? {} : { zone: zone(kpi.zoneHours).name }),
      excludes: [],
      windows: kpi.windows.map((window) => ({ name: window.name, span: spanOf(window) })),
      rings: kpi.rings,
      judged: kpi.windows[0]?.name ?? '',
      settles: 0,
      minimumVolume: kpi.minimumVolume,
      limits: kpi.limits.map(({ warn, block, recover, ...row }) => ({
        ...row,
        warn: limitOf(warn),
        block: limitOf(block),
        recover: limitOf(recover),
      })),
      ...(kpi.burn === undefined ? {} : { burn: kpi.burn }),
      provenance: '',
    })),
    fields: [],
  };
}

const limitOf = ({ thousandths, ...rest }: OracleLimit): KpiLimit => ({ rate: thousandths / 1000, ...rest });

export function spanOf({ of, n, lag }: OracleWindow): WindowSpan {
  switch (of) {
    case 'days':
      return { kind: 'days', days: n, lag };
    case 'months':
    case 'months-inclusive':
      return { kind: 'months', months: n, lag, inclusive: of === 'months-inclusive' };
    case 'weeks-from-monday':
    case 'weeks-from-sunday':
      return { kind: 'week', back: n, lag, first: of === 'weeks-from-monday' ? 'monday' : 'sunday' };
    case 'calendar-months':
      return { kind: 'month', back: n, lag };
  }
}

/** The log as the fold reads it. A policy's number is its offset; append times are those of the machine, and late. */
export function records(log: readonly OracleRecord[]): LogRecord[] {
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

export interface Told {
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
      ...NO_EFFECTS,
      signal(signal) {
        if (isKpiSignal(signal)) told.signals.push(signal);
      },
      delta: () => expect.unreachable('a KPI fold publishes no deltas'),
      total: (total, includes) => told.totals.push({ total, includes }),
      rating: () => expect.unreachable('a KPI fold knows no ratings'),
      quarantine: (row) => told.quarantined.push(row.code),
      policy: (number, record) => told.policies.push({ number, record }),
    },
  };
}

type Row = { offset: number; state: string };

/** A fold with its horizon, and what stays of both after a crash. */
export function machine() {
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
    /** @param slices how many slices of long work are done before it is interrupted. */
    read(record: LogRecord, slices = Number.POSITIVE_INFINITY) {
      expect(record.offset).toBe(next);
      horizon.take(record);
      const work = fold.apply(record, horizon, told.effects);
      for (let n = 0; work !== undefined && n < slices; n++) {
        if (work.next().done) break;
        if (n + 1 === slices) return;
      }
      next++;
    },
    /** @param rows how many of the rows reach the table before the write is cut short. */
    flush(rows = Number.POSITIVE_INFINITY) {
      let left = rows;
      flushWhole(fold, {
        clock: () => expect.unreachable(),
        state(subject, offset, open, state) {
          expect(open).toBe(true);
          const known = stored.get(subject);
          if (left-- > 0 && (known === undefined || offset >= known.offset))
            stored.set(subject, { offset, state: state.toString() });
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

export function run(log: readonly OracleRecord[]) {
  const running = machine();
  for (const record of records(log)) running.read(record);
  running.flush();
  return running;
}

/** Signals without their names and titles: what the oracle knows of them. */
export const shortly = (signals: readonly KpiSignal[]): OracleSignal[] =>
  signals.map(({ id: _id, title: _title, good: _good, horizon: _horizon, lane: _lane, k: _k, ...rest }) => rest);

/** What tables and walls would hold of the totals: the newest of each cell. */
export function newest(told: Told): Map<string, { num: number; den: number }> {
  const cells = new Map<string, { num: number; den: number }>();
  for (const { total } of told.totals) {
    const { kpi, partner, market, carrier, channel, bucket, num, den } = total;
    cells.set(JSON.stringify([kpi, partner, market, carrier, channel, bucket]), { num, den });
  }
  return cells;
}
