import {
  type CompiledKpi,
  type DayRange,
  dayOfIso,
  isoOfDay,
  type WindowSpan,
  windowBefore,
  windowRange,
} from '@belfry/processor/contract';
import { RefusedQuestion } from './refused-question.ts';
import { windowWords } from './words.ts';

/** The days that a question looks at: a window of the KPI, so many days, or those between two given ones. */
export interface ChosenWindow {
  readonly name: string;
  readonly words: string;
  /** @param asOf a local day. */
  range(asOf: number): DayRange;
  /** One length earlier. */
  before(asOf: number): DayRange;
}

export interface WindowQuestion {
  readonly window?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Longer than any history, and short enough that no answer grows without end. */
const MOST_DAYS = 3660;

export const ofSpan = (name: string, span: WindowSpan): ChosenWindow => ({
  name,
  words: windowWords(span),
  range: (asOf) => windowRange(span, asOf),
  before: (asOf) => windowBefore(span, asOf),
});

/**
 * The window of a KPI that is meant: its first one without a word; undefined if the KPI has none of that name.
 * @throws RefusedQuestion
 */
export function windowOf(kpi: CompiledKpi, { window, from, to }: WindowQuestion): ChosenWindow | undefined {
  if (from !== undefined || to !== undefined) {
    if (window !== undefined) {
      throw new RefusedQuestion(400, 'window', 'A window and given days exclude each other.', 'Leave one of them out.');
    }
    return between(readDays(from, to));
  }
  if (window === undefined) return ofSpan(kpi.windows[0]!.name, kpi.windows[0]!.span);
  const named = kpi.windows.find(({ name }) => name === window);
  if (named !== undefined) return ofSpan(named.name, named.span);
  const days = /^([1-9]\d{0,3})d$/.exec(window)?.[1];
  if (days === undefined || Number(days) > MOST_DAYS) return undefined;
  return ofSpan(window, { kind: 'days', days: Number(days), lag: 0 });
}

/** As `windowOf`, for a KPI that was named. @throws RefusedQuestion */
export function windowOfOne(kpi: CompiledKpi, question: WindowQuestion): ChosenWindow {
  return windowOf(kpi, question) ?? refuseWindow([kpi], question.window!);
}

export function refuseWindow(kpis: readonly CompiledKpi[], window: string): never {
  const names = [...new Set(kpis.flatMap(({ windows }) => windows.map(({ name }) => name)))];
  const remedy = `Write ${names.join(', ')}, a number of days such as 7d, or from=2026-10-01&to=2026-10-06.`;
  throw new RefusedQuestion(400, 'window', `There is no window ${window}.`, remedy);
}

/** @throws RefusedQuestion */
export function readDays(from: string | undefined, to: string | undefined): DayRange {
  const remedy = 'Write both, the first day and the last: from=2026-10-01&to=2026-10-06.';
  for (const [name, text] of Object.entries({ from, to })) {
    if (text !== undefined && dayOfIso(text) !== undefined) continue;
    const reason = text === undefined ? `"${name}" is missing.` : `${text} is no day.`;
    throw new RefusedQuestion(400, name, reason, remedy);
  }
  const range = { from: dayOfIso(from!)!, to: dayOfIso(to!)! };
  if (range.from > range.to) throw new RefusedQuestion(400, 'from', `${from} lies after ${to}.`, 'Exchange them.');
  if (range.to - range.from >= MOST_DAYS) {
    throw new RefusedQuestion(400, 'from', `${from} to ${to} is too long.`, `Ask for ${MOST_DAYS} days at most.`);
  }
  return range;
}

const between = (range: DayRange): ChosenWindow => ({
  name: 'custom',
  words: `${isoOfDay(range.from)} to ${isoOfDay(range.to)}`,
  range: () => range,
  before: () => ({ from: 2 * range.from - range.to - 1, to: range.from - 1 }),
});
