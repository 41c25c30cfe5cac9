import { asOfDay, type CompiledKpi, evaluateWindow, type KpiWindow, type Level } from '@belfry/processor/contract';
import type { Sql } from '@belfry/sql';
import type { Relay } from '../../dashboard/src/server/relay.ts';
import { windowDays } from './oracles/kpi-window-days.ts';

/** A number as the wall knows it, with what it includes, to be held against SQL and against an oracle. */
export interface WallNumber {
  readonly kpi: CompiledKpi;
  readonly partner: string;
  readonly market: string;
  readonly window: KpiWindow;
  /** Local days, both included. */
  readonly from: number;
  readonly to: number;
  readonly num: number;
  readonly den: number;
  readonly level: Level;
  /** Per lane of the log `events`, the offset up to which the number includes what has happened. */
  readonly includes: Readonly<Record<string, number>>;
  readonly zone: string;
  readonly asOf: number;
}

/** Every KPI, partner and window that the wall has counts of, as of an instant (ms UTC). */
export function wallNumbers({ directory, kpis: book }: Relay, asOf: number): WallNumber[] {
  return directory.kpis.flatMap((kpi) =>
    [...book.partners(kpi.id)].flatMap((partner) => {
      const zone = directory.zoneOfKpi(kpi, partner);
      const market = directory.marketOf(partner);
      const includes = Object.fromEntries(book.includes.get(partner) ?? []);
      return kpi.windows.map((window): WallNumber => {
        const days = book.days(kpi.id, partner).values();
        const { from, to, num, den, level } = evaluateWindow(days, kpi, window, market, asOfDay(zone, asOf));
        return { kpi, partner, market, window, from, to, num, den, level, includes, zone: zone.name, asOf };
      });
    }),
  );
}

/** What a number is called where it differs. */
export const nameOf = ({ kpi, partner, window, asOf }: WallNumber): string =>
  `${kpi.id} of ${partner}, ${window.name}, as of ${new Date(asOf).toISOString()}`;

export interface Stored {
  readonly num: number;
  readonly den: number;
}

/** Plain SQL over the deltas in the days of the window, up to the offsets that the number includes. */
export async function deltasInWindow(
  sql: Sql,
  { kpi, partner, window, includes, zone, asOf }: WallNumber,
): Promise<Stored> {
  const [from, to] = windowDays(window.span, zone, asOf);
  const [row] = await sql.query<Stored>(
    `SELECT sum(num) AS num, sum(den) AS den FROM kpi_deltas FINAL
     WHERE generation = 1 AND kpi = {kpi:String} AND partner = {partner:String} AND bucket BETWEEN {from:Int32} AND {to:Int32}
       AND offset <= {includes:Map(String, Int64)}[toString(lane)] AND mapContains({includes:Map(String, Int64)}, toString(lane))`,
    { kpi: kpi.id, partner, from, to, includes },
  );
  return row!;
}

/** Plain SQL over the totals in the days of the window, as they are stored now. */
export async function totalsInWindow(sql: Sql, { kpi, partner, window, zone, asOf }: WallNumber): Promise<Stored> {
  const [from, to] = windowDays(window.span, zone, asOf);
  const [row] = await sql.query<Stored>(
    `SELECT sum(num) AS num, sum(den) AS den FROM kpi_totals FINAL
     WHERE generation = 1 AND kpi = {kpi:String} AND partner = {partner:String} AND bucket BETWEEN {from:Int32} AND {to:Int32}`,
    { kpi: kpi.id, partner, from, to },
  );
  return row!;
}
