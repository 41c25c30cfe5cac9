import {
  BURN_PAIRS,
  BURN_WINDOWS,
  type BurnPair,
  type BurnWindow,
  burnRate,
  burnSince,
  burnsFaster,
  type CompiledKpi,
  type Counts,
  limitsAt,
} from '@belfry/processor/contract';
import type { BurnAnswer } from '../../contract/kpi-api.ts';
import { onceEach } from './once-each.ts';
import { type Cut, type Store, whereCut } from './selection.ts';

const WINDOWS = Object.keys(BURN_WINDOWS) as BurnWindow[];

/** What was newly counted in each of the windows of the burn. */
export type Fresh = Readonly<Record<BurnWindow, Counts>>;

const NONE: Counts = { num: 0, den: 0 };
export const NOTHING_FRESH: Fresh = { '1h': NONE, '6h': NONE, '1d': NONE, '3d': NONE };

/** What was newly counted of a partner up to an instant (ms UTC), by KPI, in one statement. */
export async function freshCounts(
  store: Store,
  question: { kpis: readonly string[]; partner: string; cut: Cut; at: number },
): Promise<ReadonlyMap<string, Fresh>> {
  const { kpis, partner, cut, at } = question;
  const { text, params } = whereCut(store, kpis, partner, cut);
  const since = Object.fromEntries(WINDOWS.map((window) => [`since${window}`, burnSince(window, at)]));
  const sums = WINDOWS.flatMap((window) =>
    (['num', 'den'] as const).map((of) => `sumIf(${of}_, told >= {since${window}:Int64}) AS ${of}${window}`),
  );
  const rows = await store.sql.query<{ kpi: string } & Record<string, number>>(
    `SELECT kpi, ${sums.join(', ')} FROM (${onceEach(
      `${text} AND append_time >= {oldest:Int64} AND append_time <= {at:Int64} AND NOT quiet AND cause != 'policy'`,
      ['kpi'],
    )}) GROUP BY kpi SETTINGS final = 0`,
    { ...params, ...since, oldest: Math.min(...Object.values(since)), at },
  );
  return new Map(
    rows.map((row) => {
      const counts = WINDOWS.map((window) => [window, { num: row[`num${window}`]!, den: row[`den${window}`]! }]);
      return [row.kpi, Object.fromEntries(counts) as unknown as Fresh];
    }),
  );
}

/** @param day the local day whose limits hold. */
export function burnOf(fresh: Fresh, kpi: CompiledKpi, market: string, day: number): BurnAnswer {
  const limit = limitsAt(kpi.limits, market, day)?.block;
  const rate = (window: BurnWindow): number | null =>
    limit === undefined ? null : burnRate(fresh[window], limit, kpi.good);
  const over = (Object.keys(BURN_PAIRS) as BurnPair[]).filter((pair) => {
    const factor = kpi.burn?.[pair];
    if (factor === undefined || limit === undefined) return false;
    return BURN_PAIRS[pair].every((window) => burnsFaster(fresh[window], limit, kpi, factor));
  });
  return { '1h': rate('1h'), '6h': rate('6h'), '1d': rate('1d'), '3d': rate('3d'), over };
}
