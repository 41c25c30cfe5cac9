import type { KpiExclusion } from '../policy/compiled.ts';
import { holds } from '../policy/condition.ts';
import { BY_A_PERSON } from '../policy/reason-names.ts';
import { type DataReader, firstTimeOf } from './happening.ts';
import type { KpiFact, KpiView } from './view.ts';

/** The reason for which a subject leaves the population; undefined if it stays. */
export type Exclusion = (view: KpiView, day: number, fails: boolean) => string | undefined;

export function exclusionOf(kpi: string, excludes: readonly KpiExclusion[], read: DataReader): Exclusion {
  return (view, day, fails) => {
    if (isExcludedByPerson(view.facts, kpi)) return BY_A_PERSON;
    for (const exclusion of excludes) if (fits(exclusion, view, day, fails, read)) return exclusion.name;
    return undefined;
  };
}

function fits(
  { when, happened, from, until, excuse }: KpiExclusion,
  { data, facts }: KpiView,
  day: number,
  fails: boolean,
  read: DataReader,
): boolean {
  if (excuse && !fails) return false;
  if (from !== undefined && day < from) return false;
  if (until !== undefined && day > until) return false;
  if (when !== undefined && !holds<unknown>(when, data, read)) return false;
  return happened === undefined || firstTimeOf(facts, happened, read) !== undefined;
}

/** Of several words about a KPI the last one holds; one that names no KPI is about all of them. */
function isExcludedByPerson(facts: readonly KpiFact[], kpi: string): boolean {
  let excluded = false;
  for (const { type, data } of facts) {
    if (type !== 'kpi.excluded' || !isHeard(data)) continue;
    if (isAbout(data.kpi, kpi)) excluded = data.withdrawn !== true;
  }
  return excluded;
}

/**
 * Facts from before exclusions were counted kept nothing of what such a word says, and would be about every KPI: it goes on
 * without effect, as it had none when it was told.
 */
const isHeard = ({ who, kpi, withdrawn }: KpiFact['data']): boolean =>
  who !== undefined || kpi !== undefined || withdrawn !== undefined;

/** By its id (`mall/on-time-delivery`), or by its name alone. */
const isAbout = (told: unknown, kpi: string): boolean =>
  told === undefined || told === null || told === kpi || (typeof told === 'string' && kpi.endsWith(`/${told}`));
