import type { Cell } from '../../contract/kpi.ts';
import { withOneMore } from '../exact-list.ts';
import type { CompiledKpi, CompiledZone } from '../policy/compiled.ts';
import { holds } from '../policy/condition.ts';
import { cohortOf } from './cohort.ts';
import { exclusionOf } from './exclusion.ts';
import { type DataReader, firstTimeOf } from './happening.ts';
import { failing } from './limits.ts';
import { numeratorOf } from './numerator.ts';
import type { KpiClock, KpiView } from './view.ts';

/** What one subject counts in one KPI: one, and in the numerator if it counts there; nothing while it is excluded. */
export interface Contribution {
  readonly cell: Cell;
  readonly num: 0 | 1;
  readonly den: 0 | 1;
  /** Why it has left the population; it would count in that cell otherwise. */
  readonly excluded: string | undefined;
  readonly quiet: boolean;
}

/** A KPI, with what its pack gives it to work with. */
export interface KpiRule {
  readonly kpi: CompiledKpi;
  readonly read: DataReader;
  /** Its own zone, if it has one. */
  readonly zone: CompiledZone | undefined;
}

/**
 * Reads a subject's contributions to a list of KPIs. Built once a policy, called for every event: what can be decided
 * from the definition alone has been decided when it is built.
 */
export interface KpiEvaluator {
  readonly definitions: readonly CompiledKpi[];
  /**
   * In the order of the KPIs, without those to which the subject contributes nothing. At most one a KPI.
   * @param before what it contributed until now: what has not changed is the same object, and if nothing has, the same list.
   */
  contributions(view: KpiView, before?: readonly Contribution[]): readonly Contribution[];
}

type Read = (view: KpiView, before: readonly Contribution[]) => Contribution | null;

const NOTHING: readonly Contribution[] = [];

export function kpiEvaluator(rules: readonly KpiRule[]): KpiEvaluator {
  const reads = { order: readersOf(rules, 'order'), ticket: readersOf(rules, 'ticket') };
  return {
    definitions: rules.map(({ kpi }) => kpi),
    contributions(view, before = NOTHING) {
      if (view.data.test === true) return NOTHING;
      let same = 0;
      let found: readonly Contribution[] | undefined;
      for (const read of view.subject.startsWith('ticket/') ? reads.ticket : reads.order) {
        const contribution = read(view, before);
        if (contribution === null) continue;
        if (found === undefined && contribution === before[same]) same++;
        else found = withOneMore(found ?? before.slice(0, same), contribution);
      }
      if (found !== undefined) return found;
      return same === before.length ? before : before.slice(0, same);
    },
  };
}

const readersOf = (rules: readonly KpiRule[], subject: CompiledKpi['subject']): readonly Read[] =>
  rules.filter(({ kpi }) => kpi.subject === subject).map(reader);

/** Steps 2 to 5 of docs/kpis.md, Who is counted. */
function reader({ kpi, read, zone }: KpiRule): Read {
  const { id, good, population } = kpi;
  const numerator = numeratorOf(kpi.counts, read);
  const cohort = cohortOf(kpi.cohort, zone, read);
  const exclusion = exclusionOf(id, kpi.excludes, read);
  return (view, before) => {
    let clock: KpiClock | undefined;
    if (population.kind === 'promise') {
      clock = view.clockOf(population.promise);
      if (clock === undefined || !hasVerdict(clock)) return null;
    } else if (firstTimeOf(view.facts, population.reached, read) === undefined) {
      return null;
    }
    if (population.when !== undefined && !holds<unknown>(population.when, view.data, read)) return null;
    const bucket = cohort(view, clock);
    if (bucket === undefined) return null;
    const counts = numerator(view, clock) ? 1 : 0;
    const excluded = exclusion(view, bucket, failing({ num: counts, den: 1 }, good) === 1);
    const num = excluded === undefined ? counts : 0;
    const quiet = clock?.quiet ?? false;
    const old = ofKpi(before, id);
    if (old?.num === num && old.excluded === excluded && old.quiet === quiet && isIn(old.cell, view, bucket))
      return old;
    return { cell: cellOf(id, view, bucket), num, den: excluded === undefined ? 1 : 0, excluded, quiet };
  };
}

/** A clock without a deadline gives none, and one that was cancelled has none any more. */
const hasVerdict = ({ due, state }: KpiClock): boolean => due !== null && (state === 'met' || state === 'breached');

export function ofKpi(contributions: readonly Contribution[], kpi: string): Contribution | undefined {
  for (const contribution of contributions) if (contribution.cell.kpi === kpi) return contribution;
  return undefined;
}

const isIn = (cell: Cell, view: KpiView, bucket: number): boolean =>
  cell.bucket === bucket &&
  cell.partner === view.partner &&
  cell.market === view.market &&
  cell.carrier === view.carrier &&
  cell.channel === view.channel;

const cellOf = (kpi: string, view: KpiView, bucket: number): Cell => ({
  kpi,
  partner: view.partner,
  market: view.market,
  carrier: view.carrier,
  channel: view.channel,
  bucket,
});
