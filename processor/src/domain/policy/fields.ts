import type { CompiledKpi, CompiledPack, CompiledPromise, Condition, Happening, Trigger } from './compiled.ts';

/** The paths that a condition reads, as they come. */
export function* fieldsOfCondition(condition: Condition): Generator<string> {
  if ('field' in condition) yield condition.field;
  else if ('all' in condition) for (const each of condition.all) yield* fieldsOfCondition(each);
  else if ('any' in condition) for (const each of condition.any) yield* fieldsOfCondition(each);
  else yield* fieldsOfCondition(condition.not);
}

/** Every condition of a promise, wherever it stands. */
function* conditionsOf(promise: CompiledPromise): Generator<Condition | undefined> {
  yield promise.appliesTo;
  for (const { where, state } of triggersOf(promise)) {
    yield where;
    yield state;
  }
  for (const pause of promise.pauses ?? []) if ('while' in pause) yield pause.while;
  for (const row of promise.rows) yield row.when;
}

/** Every condition of a KPI, wherever it stands. */
function* conditionsOfKpi(kpi: CompiledKpi): Generator<Condition | undefined> {
  yield kpi.population.when;
  if (kpi.counts.kind === 'fits') yield kpi.counts.condition;
  for (const { when } of kpi.excludes) yield when;
  for (const { where } of happeningsOf(kpi)) yield where;
}

/** Everything that may happen to a subject of a KPI and changes what it counts. */
export function* happeningsOf({ population, counts, excludes }: CompiledKpi): Generator<Happening> {
  if (population.kind === 'reached') yield population.reached;
  if (counts.kind === 'happened') yield counts.happened;
  for (const { happened } of excludes) if (happened) yield happened;
}

/** Every trigger of a promise, wherever it stands. */
export function* triggersOf(promise: CompiledPromise): Generator<Trigger> {
  yield promise.start;
  yield promise.stop;
  yield promise.cancel;
  if (promise.restart) yield promise.restart;
  if (promise.reopen) yield promise.reopen.on;
  for (const pause of promise.pauses ?? []) if ('from' in pause) yield* [pause.from, pause.until];
  for (const stage of promise.stages ?? []) yield stage.from;
}

/** The paths into data that a pack names: what facts must keep. Sorted, without duplicates. */
export function fieldsOf({
  promises,
  kpis,
  derived = [],
  aliases = {},
}: Pick<CompiledPack, 'promises' | 'kpis' | 'derived' | 'aliases'>): string[] {
  const fields = new Set<string>();
  const take = (condition: Condition | undefined): void => {
    if (condition !== undefined) for (const field of fieldsOfCondition(condition)) fields.add(field);
  };
  for (const promise of promises) {
    for (const condition of conditionsOf(promise)) take(condition);
    for (const { target } of promise.rows) if (target.kind === 'until') fields.add(target.field);
  }
  for (const kpi of kpis) {
    for (const condition of conditionsOfKpi(kpi)) take(condition);
    if (kpi.cohort.kind === 'field') fields.add(kpi.cohort.field);
    // Who told a scan says whether it is evidence.
    if (kpi.counts.kind === 'wrong-status') fields.add('evidence');
  }
  for (const { field, from } of derived) for (const each of [field, ...from]) fields.add(each);
  for (const field of Object.keys(aliases)) fields.add(field);
  return [...fields].sort();
}
