/**
 * How windows are evaluated, for readers of totals: the same functions that decide what rings, so that a tile never
 * disagrees with a signal (law 5). Pure and without Node, so a browser can run it.
 *
 * A reader keeps the totals of one KPI and partner (each is a `DayCount`: cells of the same bucket add up) and calls
 * `evaluateWindow(totals, kpi, asOfDay(zone, horizon))`, with the horizon that came with the totals.
 */

export { startOfDay, zoneDay } from '../domain/calendar/zone.ts';
export {
  asOfDay,
  type DayCount,
  type DayRange,
  type Evaluation,
  evaluateWindow,
  headroom,
  type Level,
  type Limits,
  levelOf,
  needed,
  sumDays,
  type WindowSpan,
  windowRange,
} from '../domain/kpi/window.ts';
export type { CompiledKpi, CompiledZone, KpiWindow, Partner } from '../domain/policy/compiled.ts';
