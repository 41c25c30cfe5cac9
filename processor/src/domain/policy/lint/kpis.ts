import type { CompiledPack } from '../compiled.ts';
import type { Find } from './finding.ts';
import { hasDeadline } from './places.ts';

/** A KPI counts verdicts, and a promise without any deadline never gives one. */
export function lintKpis(pack: CompiledPack, find: Find): void {
  for (const { id, counts } of pack.kpis) {
    if (counts.kind !== 'promise') continue;
    const promise = pack.promises.find((each) => each.id === counts.promise);
    if (promise === undefined || promise.rows.some(hasDeadline)) continue;
    find(
      'error',
      'kpi-without-deadline',
      ['kpis', id.slice(pack.pack.length + 1), 'counts', 'promise'],
      `"${promise.title}" has no deadline in any row, so that this KPI has nothing to count.`,
      'a promise with a deadline',
    );
  }
}
