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

/** Plain SQL over the deltas in the days of each number's window, up to the offsets that it includes; in their order. */
export const deltasInWindows = (sql: Sql, numbers: readonly WallNumber[]): Promise<Stored[]> =>
  summed(
    sql,
    numbers,
    'kpi_deltas',
    'AND mapContains(includes, toString(s.lane)) AND s.offset <= includes[toString(s.lane)]',
  );

/** Plain SQL over the totals in the days of each number's window, as they are stored now; in their order. */
export const totalsInWindows = (sql: Sql, numbers: readonly WallNumber[]): Promise<Stored[]> =>
  summed(sql, numbers, 'kpi_totals', '');

/** So many numbers are asked for in one statement. */
const AT_ONCE = 200;

async function summed(sql: Sql, numbers: readonly WallNumber[], table: string, upTo: string): Promise<Stored[]> {
  const sums: Stored[] = [];
  for (let first = 0; first < numbers.length; first += AT_ONCE) {
    const asked = numbers.slice(first, first + AT_ONCE);
    const found = await sql.query<Stored & { n: number }>(
      `SELECT asked.n AS n, sum(s.num) AS num, sum(s.den) AS den
       FROM ${table} AS s FINAL
       JOIN VALUES('n UInt32, kpi String, partner String, first Int32, last Int32, includes Map(String, Int64)',
         ${asked.map(literal).join(', ')}) AS asked ON s.kpi = asked.kpi AND s.partner = asked.partner
       WHERE s.generation = 1 AND s.bucket BETWEEN first AND last ${upTo}
       GROUP BY n`,
    );
    const byNumber = new Map(found.map(({ n, num, den }) => [n, { num, den }]));
    // Where nothing lies, nothing was counted.
    for (let n = 0; n < asked.length; n++) sums.push(byNumber.get(n) ?? { num: 0, den: 0 });
  }
  return sums;
}

/** Its row among those that are asked for. The days of its window are the calendar's of the oracles, not the engine's. */
function literal({ kpi, partner, window, includes, zone, asOf }: WallNumber, n: number): string {
  const [first, last] = windowDays(window.span, zone, asOf);
  const lanes = Object.entries(includes).map(([lane, offset]) => `'${lane}', ${offset}`);
  return `(${n}, '${kpi.id}', '${partner}', ${first}, ${last}, map(${lanes.join(', ')}))`;
}
