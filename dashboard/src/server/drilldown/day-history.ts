import { type CompiledKpi, type DayRange, isoOfDay, sumDays } from '@belfry/processor/contract';
import type { DayAnswer } from '../../contract/kpi-api.ts';
import { ofSpan } from './chosen-window.ts';
import { dayCounts } from './day-counts.ts';
import type { Cut, Store } from './selection.ts';
import { rateOf } from './standing-of.ts';

/** Each cohort day, and where the first window stood as of its end with what is known now. */
export async function dayHistory(
  store: Store,
  question: {
    readonly kpi: CompiledKpi;
    readonly partner: string | null;
    readonly cut: Cut;
    readonly days: DayRange;
    readonly known: number | null;
  },
): Promise<DayAnswer[]> {
  const { kpi, partner, cut, days, known } = question;
  const window = ofSpan(kpi.windows[0]!.name, kpi.windows[0]!.span);
  const range = { from: Math.min(days.from, window.range(days.from).from), to: days.to };
  const counts = await dayCounts(store, { kpis: [kpi.id], partner, cut, range, known });
  const answers: DayAnswer[] = [];
  for (let day = days.from; day <= days.to; day++) {
    const own = sumDays(counts, { from: day, to: day });
    answers.push({ day: isoOfDay(day), ...own, rate: rateOf(sumDays(counts, window.range(day)), kpi) });
  }
  return answers;
}
