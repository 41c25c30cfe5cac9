/**
 * How windows are evaluated, for readers of totals: the same functions that decide what rings, so that a tile never
 * disagrees with a signal (law 5). Pure and without Node, so a browser can run it.
 *
 * A reader keeps the totals of one KPI and partner (each is a `DayCount`: cells of the same bucket add up) and calls
 * `evaluateWindow(totals, kpi, window, market, asOfDay(zone, horizon))`, with the horizon that came with the totals.
 */

export { startOfDay, zoneDay } from '../domain/calendar/zone.ts';
export {
  BURN_PAIRS,
  BURN_WINDOWS,
  type BurnPair,
  type BurnWindow,
  burnRate,
  burnSince,
  burnsFaster,
} from '../domain/kpi/burn.ts';
export { dayOfIso, isoOfDay } from '../domain/kpi/calendar-day.ts';
export { type Evaluation, evaluateWindow, judgeCounts } from '../domain/kpi/evaluate.ts';
export {
  allowance,
  failing,
  type Good,
  headroom,
  isKept,
  type Level,
  levelOf,
  limitsAt,
  shareLeft,
  tierOf,
} from '../domain/kpi/limits.ts';
export { type Projection, projectMonth } from '../domain/kpi/projection.ts';
export {
  asOfDay,
  type Counts,
  type DayCount,
  type DayRange,
  finalFrom,
  isFinal,
  sumDays,
  windowBefore,
  windowRange,
} from '../domain/kpi/window.ts';
export type {
  CompiledKpi,
  CompiledPack,
  CompiledZone,
  KpiLimit,
  KpiLimits,
  KpiWindow,
  Partner,
  WindowSpan,
} from '../domain/policy/compiled.ts';
export { limitInWords } from '../domain/policy/describe/limit-in-words.ts';
export { windowInWords } from '../domain/policy/describe/window-in-words.ts';
export { packOfToday } from '../domain/policy/earlier-kpi.ts';
