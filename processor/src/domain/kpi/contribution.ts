import type { Cell } from '../../contract/kpi.ts';
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
  /** In the order of the KPIs, without those to which the subject contributes nothing. At most one a KPI. */
  contributions(view: KpiView): readonly Contribution[];
}

type Read = (view: KpiView) => Contribution | null;

const NOTHING: readonly Contribution[] = [];

export function kpiEvaluator(rules: readonly KpiRule[]): KpiEvaluator {
  const reads = { order: readersOf(rules, 'order'), ticket: readersOf(rules, 'ticket') };
  return {
    definitions: rules.map(({ kpi }) => kpi),
    contributions(view) {
      if (view.data.test === true) return NOTHING;
      let found = NOTHING;
      for (const read of view.subject.startsWith('ticket/') ? reads.ticket : reads.order) {
        const contribution = read(view);
        // Not pushed: that makes room for sixteen more, and a subject keeps what it counted.
        if (contribution !== null) found = found === NOTHING ? [contribution] : [...found, contribution];
      }
      return found;
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
  return (view) => {
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
    const num = numerator(view, clock) ? 1 : 0;
    const excluded = exclusion(view, bucket, failing({ num, den: 1 }, good) === 1);
    return {
      cell: cellOf(id, view, bucket),
      num: excluded === undefined ? num : 0,
      den: excluded === undefined ? 1 : 0,
      excluded,
      quiet: clock?.quiet ?? false,
    };
  };
}

/** A clock without a deadline gives none, and one that was cancelled has none any more. */
const hasVerdict = ({ due, state }: KpiClock): boolean => due !== null && (state === 'met' || state === 'breached');

const cellOf = (kpi: string, view: KpiView, bucket: number): Cell => ({
  kpi,
  partner: view.partner,
  market: view.market,
  carrier: view.carrier,
  channel: view.channel,
  bucket,
});
