import { type CompiledKpi, type DayCount, isoOfDay, judgeCounts, projectMonth } from '@belfry/processor/contract';
import type { ProjectionAnswer } from '../../contract/kpi-api.ts';
import { rateOf } from './standing-of.ts';

/** The running month to its end, held against the limits of its last day. @param asOf today, a local day. */
export function projectionOf(
  days: readonly DayCount[],
  kpi: CompiledKpi,
  market: string,
  asOf: number,
): ProjectionAnswer {
  const { from, to, ...counts } = projectMonth(days, asOf);
  const { level, headroom } = judgeCounts(counts, { from, to }, kpi, market);
  return { from: isoOfDay(from), to: isoOfDay(to), ...counts, rate: rateOf(counts, kpi), verdict: level, headroom };
}

/** A month and the week before it: a projection looks no further back, nor ahead. */
export const projectionDays = (asOf: number) => ({ from: asOf - 31, to: asOf });
