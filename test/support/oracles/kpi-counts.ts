import { DateTime } from 'luxon';
import { holdsFor, type PlainCheck, type PlainData, type PlainFact, standingOf } from './kpi-standing.ts';
import { isWronglyTold } from './kpi-wrong-status.ts';

/**
 * What one subject counts in one KPI, the slow way: every event that is known of it is looked at anew. Written from the
 * chapter "Who is counted" of docs/kpis.md. Imports nothing from the processor; the clocks are given to it, for instance by
 * the oracle of docs/clocks.md.
 */

export interface PlainHappening {
  readonly on: readonly string[];
  readonly where?: PlainCheck;
}

export interface PlainKpi {
  /** `<pack>/<name>`. */
  readonly id: string;
  readonly population: (
    | { readonly kind: 'promise'; readonly promise: string }
    | { readonly kind: 'reached'; readonly reached: PlainHappening }
  ) & { readonly when?: PlainCheck };
  readonly counts:
    | { readonly kind: 'kept' | 'broken' | 'tracked' }
    | { readonly kind: 'happened'; readonly happened: PlainHappening }
    | { readonly kind: 'fits'; readonly condition: PlainCheck }
    | { readonly kind: 'wrong-status'; readonly contrary: Readonly<Record<string, readonly string[]>> };
  /** Whether the numerator holds what went well, or what went wrong. */
  readonly good: 'high' | 'low';
  readonly cohort:
    | { readonly kind: 'due' | 'start' }
    | { readonly kind: 'first'; readonly on: readonly string[] }
    | { readonly kind: 'field'; readonly field: string };
  readonly zone?: string;
  readonly excludes: readonly PlainExclusion[];
}

export interface PlainExclusion {
  readonly name: string;
  readonly when?: PlainCheck;
  readonly happened?: PlainHappening;
  /** Local days since 1970-01-01, both included. */
  readonly from?: number;
  readonly until?: number;
  readonly excuse: boolean;
}

/** A promise on the subject, as far as a KPI asks: without those clocks that evidence took away. Instants are ms UTC. */
export interface PlainClock {
  readonly promise: string;
  readonly cycle: number;
  readonly state: string;
  readonly start: number | null;
  readonly due: number | null;
}

/** The partners that the policies know, with names of zones as luxon knows them. */
export type PlainPartners = Readonly<Record<string, { readonly zone: string; readonly market: string }>>;

/** Where a subject stands and what it counts there; `reason` if it has left the population and counts nothing. */
export interface PlainCount {
  readonly kpi: string;
  readonly partner: string;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
  /** Whole days since 1970-01-01 on the KPI's calendar. */
  readonly day: number;
  readonly num: 0 | 1;
  readonly den: 0 | 1;
  readonly reason: string | undefined;
}

/** @param facts without duplicates, in the order of (time, offset). Undefined: it counts nothing, and never did. */
export function countOf(
  kpi: PlainKpi,
  facts: readonly PlainFact[],
  clocks: readonly PlainClock[],
  partners: PlainPartners,
): PlainCount | undefined {
  const data = standingOf(facts);
  if (data.test === true) return undefined;
  const { population } = kpi;
  const clock = population.kind === 'promise' ? lastCycle(clocks, population.promise) : undefined;
  if (population.kind === 'promise') {
    const hasVerdict = clock !== undefined && clock.due !== null && ['met', 'breached'].includes(clock.state);
    if (!hasVerdict) return undefined;
  } else if (firstOf(facts, population.reached) === undefined) return undefined;
  if (population.when !== undefined && !holdsFor(population.when, data)) return undefined;

  const partner = textOr(data.partner, 'unknown');
  const zone = kpi.zone ?? partners[partner]?.zone ?? 'UTC';
  const day = cohortDay(kpi, facts, clock, data, zone);
  if (day === undefined) return undefined;
  const isCounted = counts(kpi, facts, clock, data);
  const fails = kpi.good === 'high' ? !isCounted : isCounted;
  const reason = reasonFor(kpi, facts, data, day, fails);
  return {
    kpi: kpi.id,
    partner,
    market: textOr(data.market, partners[partner]?.market ?? 'default'),
    carrier: textOr(data.carrier, ''),
    channel: textOr(data.salesChannel, ''),
    day,
    num: reason === undefined && isCounted ? 1 : 0,
    den: reason === undefined ? 1 : 0,
    reason,
  };
}

const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;

const lastCycle = (clocks: readonly PlainClock[], promise: string): PlainClock | undefined =>
  clocks.filter((clock) => clock.promise === promise).sort((a, b) => b.cycle - a.cycle)[0];

const firstOf = (facts: readonly PlainFact[], { on, where }: PlainHappening): PlainFact | undefined =>
  facts.find(({ type, data }) => on.includes(type) && (where === undefined || holdsFor(where, data)));

function counts(
  { counts: what }: PlainKpi,
  facts: readonly PlainFact[],
  clock: PlainClock | undefined,
  data: PlainData,
): boolean {
  switch (what.kind) {
    case 'kept':
      return clock?.state === 'met';
    case 'broken':
      return clock?.state === 'breached';
    case 'tracked':
      return isTracked(facts);
    case 'happened':
      return firstOf(facts, what.happened) !== undefined;
    case 'fits':
      return holdsFor(what.condition, data);
    case 'wrong-status':
      return isWronglyTold(facts, what.contrary);
  }
}

/** Of every parcel that has a name a number and a link were told; without any such parcel, of the one that has none. */
function isTracked(facts: readonly PlainFact[]): boolean {
  const aboutParcels = facts.filter(
    ({ type }) => type.startsWith('shipment.') || type === 'order.shipped' || type === 'order.shipping',
  );
  const named = new Set(
    aboutParcels.map(({ data }) => data.shipment).filter((name) => typeof name === 'string' && name),
  );
  const isTold = (parcel: unknown, what: string): boolean =>
    aboutParcels.some(
      ({ type, data }) =>
        type === 'shipment.tracking-set' && (data.shipment || undefined) === parcel && textOr(data[what], '') !== '',
    );
  const parcels: readonly unknown[] = named.size > 0 ? [...named] : [undefined];
  return parcels.every((parcel) => isTold(parcel, 'number') && isTold(parcel, 'url'));
}

function cohortDay(
  { cohort }: PlainKpi,
  facts: readonly PlainFact[],
  clock: PlainClock | undefined,
  data: PlainData,
  zone: string,
): number | undefined {
  switch (cohort.kind) {
    case 'due':
      return typeof clock?.due === 'number' ? closedDay(clock.due, zone) : undefined;
    case 'start':
      return typeof clock?.start === 'number' ? dayAt(clock.start, zone) : undefined;
    case 'first': {
      const first = firstOf(facts, cohort);
      return first === undefined ? undefined : dayAt(first.time, zone);
    }
    case 'field': {
      const promised = cohort.field
        .split('.')
        .reduce<unknown>((value, name) => (value as PlainData | null)?.[name], data);
      if (typeof promised !== 'string') return undefined;
      const date = DateTime.fromFormat(promised, 'yyyy-MM-dd', { zone: 'utc' });
      if (date.isValid) return date.toMillis() / DAY;
      const instant = /T.*(Z|[+-]\d\d:\d\d)$/.test(promised) ? DateTime.fromISO(promised) : undefined;
      return instant?.isValid ? closedDay(instant.toMillis(), zone) : undefined;
    }
  }
}

const DAY = 86_400_000;

/** The date that a calendar on the wall of that zone shows, as a number of days. */
function dayAt(instant: number, zone: string): number {
  const { year, month, day } = DateTime.fromMillis(instant, { zone });
  return Date.UTC(year, month - 1, day) / DAY;
}

/** A deadline belongs to the day that it closes: midnight is the end of the day before it. */
const closedDay = (deadline: number, zone: string): number => dayAt(deadline - 1, zone);

function reasonFor(
  kpi: PlainKpi,
  facts: readonly PlainFact[],
  data: PlainData,
  day: number,
  fails: boolean,
): string | undefined {
  const words = facts.filter(({ type, data: word }) => type === 'kpi.excluded' && isAbout(word.kpi, kpi.id));
  const lastWord = words.at(-1);
  if (lastWord !== undefined && lastWord.data.withdrawn !== true) return 'by a person';
  return kpi.excludes.find(
    ({ when, happened, from, until, excuse }) =>
      (!excuse || fails) &&
      (from === undefined || day >= from) &&
      (until === undefined || day <= until) &&
      (when === undefined || holdsFor(when, data)) &&
      (happened === undefined || firstOf(facts, happened) !== undefined),
  )?.name;
}

/** A word that names no KPI is about all; one is named with its pack or without it. */
const isAbout = (told: unknown, id: string): boolean =>
  told === undefined || told === null || told === id || told === id.split('/')[1];
