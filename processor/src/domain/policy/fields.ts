import type { CompiledKpi, CompiledPromise, Condition } from './compiled.ts';

/** The paths that a condition reads, as they come. */
export function* fieldsOfCondition(condition: Condition): Generator<string> {
  if ('field' in condition) yield condition.field;
  else if ('all' in condition) for (const each of condition.all) yield* fieldsOfCondition(each);
  else if ('any' in condition) for (const each of condition.any) yield* fieldsOfCondition(each);
  else yield* fieldsOfCondition(condition.not);
}

/**
 * The paths into data that a pack names: what facts must keep. Sorted, without duplicates.
 */
export function fieldsOf(promises: readonly CompiledPromise[], kpis: readonly CompiledKpi[]): string[] {
  const fields = new Set<string>();
  const take = (condition: Condition | undefined): void => {
    if (condition !== undefined) for (const field of fieldsOfCondition(condition)) fields.add(field);
  };
  for (const promise of promises) {
    take(promise.appliesTo);
    for (const trigger of [promise.start, promise.stop, promise.cancel]) take(trigger.where);
    for (const row of promise.rows) {
      take(row.when);
      if (row.target.kind === 'until') fields.add(row.target.field);
    }
  }
  for (const kpi of kpis) take(kpi.excludes);
  return [...fields].sort();
}
