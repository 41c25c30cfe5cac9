import type {
  CompiledKpi,
  CompiledPromise,
  Condition,
  Happening,
  KpiCohort,
  KpiCount,
  KpiExclusion,
  KpiLimits,
  KpiPopulation,
} from '../compiled.ts';
import { conditionInWords } from './in-words.ts';
import { limitInWords } from './limit-in-words.ts';

/** The parts of a KPI in words, for sentences about it and about what changed in it. */

/** What a promise is called; its id where it is not known. */
export type TitleOf = (promise: string) => string;
export const titlesOf =
  (promises: readonly Pick<CompiledPromise, 'id' | 'title'>[]): TitleOf =>
  (promise) =>
    promises.find(({ id }) => id === promise)?.title ?? promise;

/** `orders that were opened`, `tickets on which "First answer" has a verdict and whose data fit: segment is gold`. */
export function populationInWords(
  { subject, population }: Pick<CompiledKpi, 'subject' | 'population'>,
  titleOf: TitleOf,
): string {
  const fit = population.when === undefined ? '' : `, where ${conditionInWords(population.when)}`;
  return `${subject}s ${whoseInWords(population, titleOf)}${fit}`;
}

const whoseInWords = (population: KpiPopulation, titleOf: TitleOf): string =>
  population.kind === 'promise'
    ? `on which "${titleOf(population.promise)}" has a verdict`
    : `that ${happeningInWords(population.reached)}`;

/** Behind "those": `that were cancelled by the partner`, `that kept it`. */
export function countInWords(counts: KpiCount): string {
  switch (counts.kind) {
    case 'kept':
      return 'that kept it';
    case 'broken':
      return 'that broke it';
    case 'tracked':
      return 'whose parcels all have a number and a link';
    case 'happened':
      return `that ${happeningInWords(counts.happened)}`;
    case 'fits':
      return `where ${conditionInWords(counts.condition)}`;
    case 'wrong-status': {
      const against = Object.entries(counts.contrary).map(([status, types]) =>
        types.length === 0 ? status : `${status} against ${types.join(' or ')}`,
      );
      return `whose final status was wrong (${against.join('; ')})`;
    }
  }
}

/** Behind "that": `were cancelled by the partner`, `had shipment.lost or shipment.returned`. */
export function happeningInWords({ on, where }: Happening): string {
  const deeds = on.map((type) => DEEDS[type]);
  const what = deeds.every((deed) => deed !== undefined) ? `were ${deeds.join(' or ')}` : `had ${on.join(' or ')}`;
  if (where === undefined) return what;
  const who = actorsIn(where);
  return who === undefined ? `${what} with ${conditionInWords(where)}` : `${what} by the ${who.join(' or ')}`;
}

/** What was done to a subject, by the event that tells it. */
const DEEDS: Readonly<Record<string, string>> = {
  'order.created': 'created',
  'order.opened': 'opened',
  'order.accepted': 'accepted',
  'order.refused': 'refused',
  'order.shipped': 'shipped',
  'order.delivered': 'delivered',
  'order.returned': 'returned',
  'order.cancelled': 'cancelled',
  'ticket.created': 'created',
  'ticket.resolved': 'resolved',
  'ticket.reopened': 'reopened',
  'ticket.closed': 'closed',
};

/** Who did it, where that is all that a condition asks: in either of the two forms in which sources tell it. */
function actorsIn(where: Condition): readonly string[] | undefined {
  const kinds = new Set<string>();
  for (const leaf of 'any' in where ? where.any : [where]) {
    if (!('field' in leaf) || (leaf.field !== 'by' && leaf.field !== 'by.kind') || 'exists' in leaf) return undefined;
    for (const kind of 'is' in leaf ? [leaf.is] : leaf.in) kinds.add(String(kind).replaceAll('-', ' '));
  }
  return kinds.size === 0 ? undefined : [...kinds];
}

/** `by the day of the deadline`. */
export function cohortInWords(cohort: KpiCohort): string {
  switch (cohort.kind) {
    case 'due':
      return 'by the day of the deadline';
    case 'start':
      return 'by the day on which the clock started';
    case 'first':
      return `by the day of the first ${cohort.on.join(' or ')}`;
    case 'field':
      return `by the day that ${cohort.field} says`;
  }
}

/** `strike (carrier is ppl, from 2026-03-01 to 2026-03-04)`. */
export function exclusionInWords({ name, when, happened, from, until }: KpiExclusion): string {
  const why = [
    ...(when === undefined ? [] : [conditionInWords(when)]),
    ...(happened === undefined ? [] : [happeningInWords(happened)]),
    ...(from === undefined && until === undefined ? [] : [daysInWords(from, until)]),
  ];
  return `${name} (${why.join(', ')})`;
}

const DAY_MS = 86_400_000;
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

function daysInWords(from: number | undefined, until: number | undefined): string {
  if (until === undefined) return `from ${dateOf(from!)} on`;
  return from === undefined ? `until ${dateOf(until)}` : `from ${dateOf(from)} to ${dateOf(until)}`;
}

/** `cz from 2026-03-01 on`; `all markets` for the row that holds where no other does. */
export function rowInWords({ market, from }: Pick<KpiLimits, 'market' | 'from'>): string {
  const whose = market ?? 'all markets';
  return from === undefined ? whose : `${whose} from ${dateOf(from)} on`;
}

/** `good at most 1 %, watched at most 3 %, else closed`. */
export function tiersInWords({ tiers = [] }: Pick<KpiLimits, 'tiers'>, good: CompiledKpi['good']): string {
  return tiers
    .map(({ name, limit }) => (limit === undefined ? `else ${name}` : `${name} ${limitInWords(limit, good)}`))
    .join(', ');
}
