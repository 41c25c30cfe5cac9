import type { CompiledKpi, KpiLimits, KpiWindow } from '../policy/compiled.ts';
import { headroom, type Level, levelOf, limitsAt } from './limits.ts';
import { type Counts, type DayCount, type DayRange, sumDays, windowRange } from './window.ts';

export interface Evaluation extends DayRange, Counts {
  /** For display only. null where there is no verdict. */
  readonly rate: number | null;
  readonly level: Level;
  /** What is asked of the window; undefined where nothing is. */
  readonly limits: KpiLimits | undefined;
  /** In orders, against the block limit; null where there is no verdict. */
  readonly headroom: number | null;
}

/** Evaluates one window of a KPI of one partner, as of a local day: its cohort days against the limits of its last day. */
export function evaluateWindow(
  counts: Iterable<DayCount>,
  kpi: CompiledKpi,
  { span }: KpiWindow,
  market: string,
  asOf: number,
): Evaluation {
  const range = windowRange(span, asOf);
  return judgeCounts(sumDays(counts, range), range, kpi, market);
}

/** Holds counts of some days against the limits of the last of them. */
export function judgeCounts(counts: Counts, { from, to }: DayRange, kpi: CompiledKpi, market: string): Evaluation {
  const { num, den } = counts;
  const limits = limitsAt(kpi.limits, market, to);
  const level = levelOf(counts, kpi, limits);
  const judged = level !== 'n/a';
  // Written out: the fold asks at every message, and spreading two objects cost more than all the rest.
  return {
    from,
    to,
    num,
    den,
    rate: judged ? num / den : null,
    level,
    limits,
    headroom: judged ? headroom(counts, limits!.block, kpi.good) : null,
  };
}
