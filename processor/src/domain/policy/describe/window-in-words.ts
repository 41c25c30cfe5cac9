import type { KpiWindow } from '../compiled-kpi.ts';

// Browsers say windows in the same words, so that nothing is imported here but types.

/** `last 7 days`, `this month`, `14 days ending 7 days ago`, `1 month ending yesterday, both ends included`. */
export function windowInWords({ span }: Pick<KpiWindow, 'span'>): string {
  if (span.kind === 'days' || span.kind === 'months') {
    const [amount, unit] = span.kind === 'days' ? [span.days, 'day'] : [span.months, 'month'];
    const length = `${amount} ${unit}${amount === 1 ? '' : 's'}`;
    const both = span.kind === 'months' && span.inclusive ? ', both ends included' : '';
    return `${span.lag === 0 ? `last ${length}` : `${length}${ending(span.lag)}`}${both}`;
  }
  const first = span.kind === 'week' && span.first === 'sunday' ? ' from sunday' : '';
  return `${span.back === 0 ? 'this' : 'previous'} ${span.kind}${first}${span.lag === 0 ? '' : ending(span.lag)}`;
}

const ending = (lag: number): string => (lag === 1 ? ' ending yesterday' : ` ending ${lag} days ago`);
