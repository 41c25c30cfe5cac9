import type { CompiledKpi, KpiLimit } from '../compiled-kpi.ts';
import type { Path, Report } from '../problem.ts';

/** A limit, and what it says of the numerator: that it holds what went well (`at least`), or what went wrong. */
export interface ReadLimit {
  readonly good: CompiledKpi['good'];
  readonly limit: KpiLimit;
}

const LIMIT = /^(?:at (least|most) )?(\d{1,3}(?:\.\d+)?) ?%(?: (or|and) (\d{1,4}))?$/;
const FORMS = '`at least 90 %`, `at most 1.5 %`, `at most 3 % or 5` or `at most 3 % and 5`';

/** Reads `at least 90 %`, `90 %` (which is the same), `at most 1.5 %`, `at most 3 % or 5`. */
export function readLimit(text: string, path: Path, report: Report): ReadLimit | undefined {
  const [, side = 'least', percent, join, most] = LIMIT.exec(text) ?? [];
  if (percent === undefined) {
    report(path, `"${text}" is no limit.`, FORMS);
    return undefined;
  }
  if (Number(percent) > 100) {
    report(path, `${percent} % is more than all.`, 'a share up to `100 %`');
    return undefined;
  }
  // Counts are compared with rates in millionths, so that no verdict hangs on what a quotient was rounded to.
  if ((percent.split('.')[1] ?? '').length > 4) {
    report(path, `${percent} % is finer than numbers are compared.`, 'four digits behind the point at most');
    return undefined;
  }
  return {
    good: side === 'least' ? 'high' : 'low',
    limit: {
      rate: Math.round(Number(percent) * 10_000) / 1_000_000,
      ...(join !== undefined && { failures: { most: Number(most), join: join === 'or' ? 'or' : 'and' } }),
    },
  };
}
