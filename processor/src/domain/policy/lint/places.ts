import type {
  CompiledKpi,
  CompiledPack,
  CompiledPromise,
  Condition,
  Happening,
  KpiExclusion,
  TargetRow,
  Trigger,
} from '../compiled.ts';
import type { Path } from '../problem.ts';
import { BY_ITS_DATA } from '../reason-names.ts';

/** A promise with its place in the YAML. */
export interface PlacedPromise {
  readonly promise: CompiledPromise;
  readonly path: Path;
}

export const promisesOf = (pack: CompiledPack): PlacedPromise[] =>
  pack.promises.map((promise) => ({ promise, path: ['promises', promise.id.slice(pack.pack.length + 1)] }));

/** Every trigger of a promise. */
export function triggersIn({ promise, path }: PlacedPromise): { readonly trigger: Trigger; readonly path: Path }[] {
  const { start, stop, cancel, restart, reopen, pauses = [], stages = [] } = promise;
  return [
    { trigger: start, path: [...path, 'start'] },
    { trigger: stop, path: [...path, 'stop'] },
    { trigger: cancel, path: [...path, 'cancel'] },
    ...(restart ? [{ trigger: restart, path: [...path, 'restart'] }] : []),
    ...(reopen ? [{ trigger: reopen.on, path: [...path, 'reopen'] }] : []),
    ...pauses.flatMap((pause, place) =>
      'from' in pause
        ? (['from', 'until'] as const).map((key) => ({ trigger: pause[key], path: [...path, 'pause', place, key] }))
        : [],
    ),
    ...stages.map(({ from }, place) => ({ trigger: from, path: [...path, 'stages', place, 'from'] })),
  ];
}

/** A KPI with its place in the YAML. */
export interface PlacedKpi {
  readonly kpi: CompiledKpi;
  readonly path: Path;
}

export const kpisOf = (pack: CompiledPack): PlacedKpi[] =>
  pack.kpis.map((kpi) => ({ kpi, path: ['kpis', kpi.id.slice(pack.pack.length + 1)] }));

/** Everything that may happen to a subject and changes what a KPI counts. */
export function happeningsIn(placed: PlacedKpi): { readonly happening: Happening; readonly path: Path }[] {
  const { kpi, path } = placed;
  const { population, counts } = kpi;
  return [
    ...(population.kind === 'reached' ? [{ happening: population.reached, path: [...path, 'of'] }] : []),
    ...(counts.kind === 'happened' ? [{ happening: counts.happened, path: [...path, 'counts'] }] : []),
    ...reasonsIn(placed).flatMap(({ reason, path: at }) =>
      reason.happened === undefined ? [] : [{ happening: reason.happened, path: at }],
    ),
  ];
}

/** Why subjects leave a KPI. A reason that its author gave no name stands as a bare condition. */
export function reasonsIn({ kpi, path }: PlacedKpi): { readonly reason: KpiExclusion; readonly path: Path }[] {
  const places = { excludes: 0, excuses: 0 };
  return kpi.excludes.map((reason) => {
    if (reason.name === BY_ITS_DATA) return { reason, path: [...path, 'excludes'] };
    const key = reason.excuse ? 'excuses' : 'excludes';
    return { reason, path: [...path, key, places[key]++] };
  });
}

/** A condition and where it is looked up: in an event's own data, or in the subject's. */
export interface PlacedCondition {
  readonly condition: Condition;
  readonly path: Path;
  readonly of: 'event' | 'subject';
}

export function conditionsIn(pack: CompiledPack): PlacedCondition[] {
  const found: PlacedCondition[] = [];
  const add = (condition: Condition | undefined, path: Path, of: PlacedCondition['of'] = 'subject'): void => {
    if (condition !== undefined) found.push({ condition, path, of });
  };
  for (const placed of promisesOf(pack)) {
    const { promise, path } = placed;
    add(promise.appliesTo, [...path, 'applies-to']);
    for (const { trigger, path: at } of triggersIn(placed)) {
      add(trigger.where, [...at, 'where'], 'event');
      add(trigger.state, [...at, 'state']);
    }
    promise.pauses?.forEach((pause, place) => {
      if ('while' in pause) add(pause.while, [...path, 'pause', place, 'while']);
    });
    promise.rows.forEach((row, place) => {
      add(row.when, [...path, 'targets', place, 'when']);
    });
  }
  for (const placed of kpisOf(pack)) {
    const { kpi, path } = placed;
    add(kpi.population.when, [...path, 'when']);
    if (kpi.counts.kind === 'fits') add(kpi.counts.condition, [...path, 'counts', 'fits']);
    for (const { happening, path: at } of happeningsIn(placed)) add(happening.where, [...at, 'where'], 'event');
    for (const { reason, path: at } of reasonsIn(placed)) {
      add(reason.when, reason.name === BY_ITS_DATA ? at : [...at, 'when']);
    }
  }
  return found;
}

/** The leaves of a condition: the comparisons of fields that it is made of. */
export function* leavesOf(condition: Condition): Generator<Extract<Condition, { field: string }>> {
  if ('field' in condition) yield condition;
  else if ('all' in condition) for (const each of condition.all) yield* leavesOf(each);
  else if ('any' in condition) for (const each of condition.any) yield* leavesOf(each);
  else yield* leavesOf(condition.not);
}

export const hasDeadline = ({ target }: Pick<TargetRow, 'target'>): boolean =>
  target.kind !== 'none' && target.kind !== 'not-set';
