import { encodeTick } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import { expect } from 'vitest';
import { encodeDeltas, type Total } from '../../processor/src/contract/kpi.ts';
import { isKpiSignal, type KpiSignal } from '../../processor/src/contract/signal.ts';
import type { CompiledPack, CompiledZone, PolicyRecord } from '../../processor/src/domain/policy/compiled.ts';
import type { Effects, Fold, NumberedPolicy } from '../../processor/src/pipeline/fold.ts';
import { Horizon } from '../../processor/src/pipeline/horizon.ts';
import { KpiFold } from '../../processor/src/pipeline/kpi-fold.ts';
import type { OraclePolicy, OracleRecord } from './oracles/kpi-sums.ts';

/** A KPI fold with its horizon and its rows, which a test may flush, cut short and crash. */

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Noon UTC of day 20,000. */
export const NOON = 20_000 * DAY + 12 * HOUR;

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
      fold.flush({
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

export const shortly = (signals: readonly KpiSignal[]) =>
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
export function newest(told: Told): Map<string, { num: number; den: number }> {
  const cells = new Map<string, { num: number; den: number }>();
  for (const { total } of told.totals) {
    const { kpi, partner, market, carrier, channel, bucket, num, den } = total;
    cells.set(JSON.stringify([kpi, partner, market, carrier, channel, bucket]), { num, den });
  }
  return cells;
}
