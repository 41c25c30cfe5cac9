import type { Cell, Delta } from '../../contract/kpi.ts';
import { zoneDay } from '../calendar/zone.ts';
import type { CompiledKpi, Condition } from '../policy/compiled.ts';
import { holds } from '../policy/condition.ts';
import type { KpiView } from './view.ts';

/** What one subject adds to one KPI: one to the denominator, and one to the numerator if the promise was kept. */
export interface Contribution {
  readonly cell: Cell;
  readonly num: 0 | 1;
  readonly den: 1;
  readonly quiet: boolean;
}

/** Why a count changes: the record (its offset in the events lane) and the subject that it was about. */
export interface DeltaCause {
  readonly offset: number;
  readonly subject: string;
  readonly quiet: boolean;
}

/**
 * Reads a subject's contributions to a list of KPIs. Built once a policy, called for every event: what can be decided
 * from the definition alone has been decided when it is built.
 */
export interface KpiEvaluator {
  readonly definitions: readonly CompiledKpi[];
  /** In the order of the KPIs, without those to which the subject contributes nothing. */
  contributions(view: KpiView): readonly Contribution[];
}

type Read = (view: KpiView) => Contribution | null;

const NOTHING: readonly Contribution[] = [];
const NO_DELTAS: readonly Delta[] = [];

export function kpiEvaluator(kpis: readonly CompiledKpi[]): KpiEvaluator {
  const reads = kpis.map(reader);
  return {
    definitions: kpis,
    contributions(view) {
      if (view.data.test === true) return NOTHING;
      let found = NOTHING;
      for (const read of reads) {
        const contribution = read(view);
        // Not pushed: that makes room for sixteen more, and a subject keeps what it counted.
        if (contribution !== null) found = found === NOTHING ? [contribution] : [...found, contribution];
      }
      return found;
    },
  };
}

function reader(kpi: CompiledKpi): Read {
  const read =
    kpi.counts.kind === 'promise'
      ? promiseReader(kpi.id, kpi.counts.promise)
      : trackedReader(kpi.id, kpi.counts.reached);
  return kpi.excludes === undefined ? read : unless(kpi.excludes, read);
}

/** The exclusion is asked last: most subjects have nothing to exclude yet. */
function unless(excludes: Condition, read: Read): Read {
  return (view) => {
    const contribution = read(view);
    return contribution === null || holds(excludes, view.data) ? null : contribution;
  };
}

/**
 * A promise counts once its clock has a verdict; of several cycles the last one speaks. Met early counts at once, in the
 * cohort of its deadline; a cancelled clock, and one without a deadline, counts nothing.
 */
function promiseReader(kpi: string, promise: string): Read {
  return (view) => {
    const last = view.clockOf(promise);
    if (last === undefined || last.due === null) return null;
    if (last.state !== 'met' && last.state !== 'breached') return null;
    return {
      cell: cellOf(kpi, view, deadlineDay(view, last.due)),
      num: last.state === 'met' ? 1 : 0,
      den: 1,
      quiet: view.quiet || last.quiet,
    };
  };
}

/** An order counts from its first dispatch on, and for the partner while every parcel known of it can be followed. */
function trackedReader(kpi: string, reached: readonly string[]): Read {
  return (view) => {
    let first = Number.POSITIVE_INFINITY;
    for (const type of reached) {
      const time = view.firsts.get(type);
      if (time !== undefined && time < first) first = time;
    }
    if (first === Number.POSITIVE_INFINITY) return null;
    return {
      cell: cellOf(kpi, view, zoneDay(view.zone, first)),
      num: isTracked(view) ? 1 : 0,
      den: 1,
      quiet: view.quiet,
    };
  };
}

/**
 * A deadline is the last instant that keeps a promise, so it belongs to the day that it closes: 23:59:59.999 and the
 * midnight after it both close the promised day, and an order promised for the 5th never counts on the 6th.
 */
const deadlineDay = (view: KpiView, due: number): number => zoneDay(view.zone, due - 1);

/** Named parcels decide where there are any; tracking that names no parcel speaks for an order that has none. */
function isTracked({ parcels }: KpiView): boolean {
  let named = false;
  for (const [shipment, parcel] of parcels) {
    if (shipment === '') continue;
    if (!parcel.number || !parcel.url) return false;
    named = true;
  }
  if (named) return true;
  const unnamed = parcels.get('');
  return unnamed?.number === true && unnamed.url;
}

const cellOf = (kpi: string, view: KpiView, bucket: number): Cell => ({
  kpi,
  partner: view.partner,
  market: view.market,
  carrier: view.carrier,
  channel: view.channel,
  bucket,
});

/**
 * The difference between what a subject contributed before a record and after it. A contribution that moves (a new
 * carrier, a promise changed to another day, an exclusion) leaves its old cell and enters the new one. At most one delta
 * a cell, none without a change.
 */
export function contributionDelta(
  before: readonly Contribution[],
  after: readonly Contribution[],
  cause: DeltaCause,
): readonly Delta[] {
  if (before.length === 0 && after.length === 0) return NO_DELTAS;
  const deltas: Delta[] = [];
  for (const old of before) {
    const now = standingAt(after, old.cell);
    const num = (now === undefined ? 0 : now.num) - old.num;
    const den = (now === undefined ? 0 : now.den) - old.den;
    if (num !== 0 || den !== 0) deltas.push(deltaOf(old.cell, cause, num, den, (now ?? old).quiet));
  }
  for (const now of after) {
    if (standingAt(before, now.cell) !== undefined) continue;
    deltas.push(deltaOf(now.cell, cause, now.num, now.den, now.quiet));
  }
  return deltas;
}

function standingAt(contributions: readonly Contribution[], cell: Cell): Contribution | undefined {
  for (const contribution of contributions) if (sameCell(contribution.cell, cell)) return contribution;
  return undefined;
}

/** Written out: spreading three objects costs more than judging the event did. */
const deltaOf = (cell: Cell, cause: DeltaCause, num: number, den: number, quiet: boolean): Delta => ({
  kpi: cell.kpi,
  partner: cell.partner,
  market: cell.market,
  carrier: cell.carrier,
  channel: cell.channel,
  bucket: cell.bucket,
  offset: cause.offset,
  subject: cause.subject,
  num,
  den,
  // History that runs out at a tick is history still.
  quiet: cause.quiet || quiet,
});

const sameCell = (a: Cell, b: Cell): boolean =>
  a.kpi === b.kpi &&
  a.bucket === b.bucket &&
  a.partner === b.partner &&
  a.market === b.market &&
  a.carrier === b.carrier &&
  a.channel === b.channel;
