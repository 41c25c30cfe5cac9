import type { CompiledKpi, KpiLimit } from '../compiled-kpi.ts';

// Browsers say limits in the same words, so that nothing is imported here but types.

/** `at least 90 %`, `at most 3 % or 5`, `at most 3 % and 5`. */
export function limitInWords({ rate, failures }: KpiLimit, good: CompiledKpi['good']): string {
  const count = failures === undefined ? '' : ` ${failures.join} ${failures.most}`;
  return `${good === 'high' ? 'at least' : 'at most'} ${Number((rate * 100).toFixed(4))} %${count}`;
}
