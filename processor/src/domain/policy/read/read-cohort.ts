import type { CompiledKpi, KpiCohort, KpiPopulation } from '../compiled-kpi.ts';
import type { Path, Report } from '../problem.ts';
import type { KpiEntry } from '../schema/kpi-entry.ts';
import { isField } from './read-condition.ts';
import { asList } from './read-happening.ts';
import { readTypes } from './read-trigger.ts';

/** Reads by which of its dates a subject belongs to a day. */
export function readCohort(
  entry: KpiEntry['cohort'],
  subject: CompiledKpi['subject'],
  population: KpiPopulation,
  path: Path,
  report: Report,
): KpiCohort {
  const usual: KpiCohort =
    population.kind === 'promise' ? { kind: 'due' } : { kind: 'first', on: population.reached.on };
  if (entry === undefined) return usual;
  if (typeof entry === 'object' && !Array.isArray(entry)) {
    const { field } = entry as { readonly field: string };
    return isField(field, [...path, 'field'], report) ? { kind: 'field', field } : usual;
  }
  if (entry === 'deadline' || entry === 'start') {
    if (population.kind !== 'promise') {
      report(path, `There is no ${entry} where no promise is looked at.`, 'an event type, or `of: { promise: ... }`');
    }
    return { kind: entry === 'deadline' ? 'due' : 'start' };
  }
  return { kind: 'first', on: asList(readTypes(entry as string | readonly string[], subject, path, report)) };
}
