import type { CompiledKpi, KpiLimit, WindowSpan } from '@belfry/processor/contract';

/** `last 7 days`, `30 days ending yesterday`, `this month`. */
export function windowWords(span: WindowSpan): string {
  switch (span.kind) {
    case 'days':
      return ending(span.days, span.days === 1 ? 'day' : 'days', span.lag);
    case 'months': {
      const words = ending(span.months, span.months === 1 ? 'month' : 'months', span.lag);
      return span.inclusive ? `${words}, both ends included` : words;
    }
    case 'week':
    case 'month':
      return calendar(span.kind, span.back) + (span.back === 0 && span.lag > 0 ? `, ${lagged(span.lag)}` : '');
  }
}

function ending(count: number, unit: string, lag: number): string {
  if (lag > 0) return `${count} ${unit} ${lagged(lag)}`;
  return count === 1 ? `last ${unit}` : `last ${count} ${unit}`;
}

const lagged = (lag: number): string => (lag === 1 ? 'ending yesterday' : `ending ${lag} days ago`);

function calendar(unit: string, back: number): string {
  if (back === 0) return `this ${unit}`;
  return back === 1 ? `previous ${unit}` : `${unit}, ${back} before this one`;
}

/** `at least 90 %`, `at most 3 % or 5 orders`. */
export function limitWords(
  { rate, failures }: KpiLimit,
  { good, subject }: Pick<CompiledKpi, 'good' | 'subject'>,
): string {
  const words = `${good === 'high' ? 'at least' : 'at most'} ${percent(rate)}`;
  if (failures === undefined) return words;
  return `${words} ${failures.join} ${failures.most} ${failures.most === 1 ? subject : `${subject}s`}`;
}

/** Rates are exact to the millionth, so four digits behind the point say all of one. */
const percent = (rate: number): string => `${Number((rate * 100).toFixed(4))} %`;
