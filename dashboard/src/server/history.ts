import { type CompiledPack, type Incident, packOfToday, type Total } from '@belfry/processor/contract';
import type { Sql } from '@belfry/sql';
import { clockId, type StoredBreach } from './breach-book.ts';
import { type DueCounts, HOUR, QUARTER, QUARTERS, type StoredDeadline } from './deadline-book.ts';
import type { PolicyInForce } from './directory.ts';
import type { StoredEscalation } from './escalation-book.ts';
import { storedIncidents } from './incidents/stored-incidents.ts';
import { linesOf } from './lines-of.ts';
import { type SilentSources, silentSources } from './sources/stored-sources.ts';
import { storedEscalations } from './stored-escalations.ts';

/** Where the lanes of a log stand in the table `positions`. */
export interface LanePosition {
  readonly log: string;
  readonly lane: number;
  readonly nextOffset: number;
  readonly horizon: number;
}

export interface RunningClocks {
  readonly clocks: readonly StoredDeadline[];
  readonly counts: DueCounts;
  /** `CHANGED` at most: after a storm the log has told most of them, and the next comparison tells the rest. */
  readonly breaches: readonly StoredBreach[];
}

const CHANGED = 1_000;

/** What the relay asks ClickHouse, one question a function. `Sql` reads every table FINAL. Errors are SqlError. */
export interface History {
  positions(): Promise<readonly LanePosition[]>;
  /** The number of the newest policy, -1 without any. */
  newestPolicy(): Promise<number>;
  /** Oldest first. */
  policies(): Promise<readonly PolicyInForce[]>;
  /** Every breached and open clock, a slice at a time. */
  openBreaches(): AsyncIterable<readonly StoredBreach[]>;
  /** Every escalated and open clock, a slice at a time. */
  openEscalations(): AsyncIterable<readonly StoredEscalation[]>;
  /** Every incident that is not resolved, a slice at a time. */
  openIncidents(): AsyncIterable<readonly Incident[]>;
  /**
   * The running clocks that run out next, soonest first, how many do so soon, and the open breaches of subjects that have
   * changed since. `now` in ms UTC; `since` says, per lane, from which offset on.
   */
  running(now: number, count: number, since: ReadonlyMap<number, number>): Promise<RunningClocks>;
  /** The deadline of the last breach that rang, or null. */
  lastBreach(): Promise<number | null>;
  /** KPI totals of local days from `day` on, each with its kpi lane. */
  totals(day: number): AsyncIterable<readonly (readonly [lane: number, total: Total])[]>;
  /** The sources that are silent. */
  silentSources(): Promise<SilentSources>;
  /** Whether any clock was ever judged. */
  hasClocks(): Promise<boolean>;
  /** Whether any event was ever archived. */
  hasEvents(): Promise<boolean>;
}

export function createHistory(sql: Sql, generation: number): History {
  const scope = { generation };
  const ofGeneration = 'generation = {generation:UInt32}';
  return {
    async positions() {
      return await sql.query<LanePosition>(
        `SELECT log, lane, next_offset AS nextOffset, horizon FROM positions WHERE ${ofGeneration}`,
        scope,
      );
    },
    async newestPolicy() {
      const [row] = await sql.query<{ number: number }>(
        `SELECT if(count() = 0, -1, max(number)) AS number FROM policies WHERE ${ofGeneration}`,
        scope,
      );
      return row?.number ?? -1;
    },
    async policies() {
      const rows = await sql.query<{ number: number; record: string }>(
        `SELECT number, record FROM policies WHERE ${ofGeneration} ORDER BY number`,
        scope,
      );
      return rows.map(({ number, record }) => {
        const { compiled } = JSON.parse(record) as { compiled: CompiledPack };
        return { ...packOfToday(compiled), number };
      });
    },
    async *openBreaches() {
      const rows = await sql.stream(
        `SELECT ${BREACH} FROM clocks WHERE ${ofGeneration} AND open AND state = 'breached' AND isNotNull(due)`,
        'JSONCompactEachRow',
        scope,
      );
      for await (const slice of linesOf<BreachRow>(rows)) yield slice.map(storedBreach);
    },
    openEscalations: () => storedEscalations(sql, generation),
    openIncidents: () => storedIncidents(sql, generation),
    async running(now, count, since) {
      type Clock = [
        due: number,
        subject: string,
        promise: string,
        cycle: number,
        offset: number,
        partner: string,
        team: string,
        row: string,
      ];
      interface Row {
        readonly clocks: Clock[];
        readonly breaches: BreachRow[];
        readonly due15: number;
        readonly due60: number;
        readonly due240: number;
        readonly quarters: readonly [quarter: number[], count: number[]];
      }
      const soon = (ms: number): string => `countIf(state = 'running' AND due <= {now:Int64} + ${ms})`;
      // One pass over the table for all answers: FINAL over a million clocks is what this costs.
      const [row] = await sql.query<Row>(
        `SELECT ${soon(QUARTER)} AS due15, ${soon(HOUR)} AS due60, ${soon(4 * HOUR)} AS due240,
           sumMapIf([intDiv(assumeNotNull(due) - {now:Int64}, ${QUARTER})], [1],
             state = 'running' AND due >= {now:Int64} AND due < {now:Int64} + ${QUARTERS * QUARTER}) AS quarters,
           groupArraySortedIf(${count})(
             (assumeNotNull(due), subject, promise, cycle, offset, partner, team, row), state = 'running'
           ) AS clocks,
           groupArrayIf(${CHANGED})((${BREACH}), state = 'breached') AS breaches
         FROM clocks WHERE ${ofGeneration} AND open AND isNotNull(due)
           AND (state = 'running' OR state = 'breached' AND offset >= {since:Map(UInt16, Int64)}[lane])`,
        { ...scope, now, since },
      );
      const {
        clocks = [],
        breaches = [],
        due15 = 0,
        due60 = 0,
        due240 = 0,
        quarters: [inQuarter, many] = [[], []],
      } = row ?? {};
      const counted = new Map(inQuarter.map((quarter, n) => [Number(quarter), Number(many[n])]));
      const quarters = Array.from({ length: QUARTERS }, (_, n) => counted.get(n) ?? 0);
      return {
        clocks: clocks.map(([due, subject, promise, cycle, offset, partner, team, row]): StoredDeadline => {
          return { id: clockId({ subject, promise, cycle }), subject, promise, row, offset, partner, team, due };
        }),
        counts: { at: now, due15, due60, due240, quarters },
        breaches: breaches.map(storedBreach),
      };
    },
    async lastBreach() {
      const [row] = await sql.query<{ due: number | null }>(
        `SELECT maxOrNull(at) AS due FROM signals WHERE ${ofGeneration} AND kind = 'breached' AND NOT quiet`,
        scope,
      );
      return row?.due ?? null;
    },
    async *totals(day) {
      type Row = [number, string, string, string, string, string, number, number, number, number];
      const rows = await sql.stream(
        `SELECT lane, kpi, partner, market, carrier, channel, bucket, num, den, offset
         FROM kpi_totals WHERE ${ofGeneration} AND bucket >= {day:Int32}`,
        'JSONCompactEachRow',
        { ...scope, day },
      );
      for await (const slice of linesOf<Row>(rows)) {
        yield slice.map(([lane, kpi, partner, market, carrier, channel, bucket, num, den, offset]) => {
          const total = { kpi, partner, market, carrier, channel, bucket, num: Number(num), den: Number(den) };
          return [lane, { ...total, offset: Number(offset) }] as const;
        });
      }
    },
    silentSources: () => silentSources(sql, generation),
    async hasClocks() {
      const rows = await sql.query(`SELECT 1 FROM clocks WHERE ${ofGeneration} LIMIT 1 SETTINGS final = 0`, scope);
      return rows.length > 0;
    },
    async hasEvents() {
      const rows = await sql.query(`SELECT 1 FROM events WHERE ${ofGeneration} LIMIT 1 SETTINGS final = 0`, scope);
      return rows.length > 0;
    },
  };
}

const BREACH = 'subject, promise, cycle, lane, offset, partner, team, assumeNotNull(due), quiet, row';
type BreachRow = [string, string, number, number, number, string, string, number, boolean, string];

function storedBreach([
  subject,
  promise,
  cycle,
  lane,
  offset,
  partner,
  team,
  due,
  quiet,
  row,
]: BreachRow): StoredBreach {
  const id = clockId({ subject, promise, cycle });
  const [l, o, d] = [Number(lane), Number(offset), Number(due)];
  return { id, subject, promise, title: '', row, lane: l, offset: o, partner, team, due: d, quiet };
}
