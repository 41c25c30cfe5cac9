import * as z from 'zod';
import { conditionRecord as condition } from './condition-record-schema.ts';

/**
 * What a KPI in a policy record must be, so that neither fold can stumble over it: as it is compiled today, or as it was
 * before (`fromEarlierKpi`).
 */

const types = z.array(z.string()).min(1);
const happening = z.object({ on: types, where: condition.optional() });

/** Windows are summed day by day, so that there is an end to them. */
const MOST_DAYS = 4000;
const days = z.int().positive().max(MOST_DAYS);
const lag = z.int().nonnegative().max(MOST_DAYS);
/** Days since 1970 which a date of four digits can tell. */
const day = z.int().min(-719_162).max(2_932_896);

const population = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('promise'), promise: z.string(), when: condition.optional() }),
  z.object({ kind: z.literal('reached'), reached: happening, when: condition.optional() }),
]);

const counts = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('kept') }),
  z.object({ kind: z.literal('broken') }),
  z.object({ kind: z.literal('tracked') }),
  z.object({ kind: z.literal('happened'), happened: happening }),
  z.object({ kind: z.literal('fits'), condition }),
  z.object({ kind: z.literal('wrong-status'), contrary: z.record(z.string(), z.array(z.string())) }),
]);

const cohort = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('due') }),
  z.object({ kind: z.literal('start') }),
  z.object({ kind: z.literal('first'), on: types }),
  z.object({ kind: z.literal('field'), field: z.string() }),
]);

const exclusion = z.object({
  name: z.string().min(1),
  when: condition.optional(),
  happened: happening.optional(),
  from: day.optional(),
  until: day.optional(),
  excuse: z.boolean(),
});

const back = z.int().nonnegative().max(120);
const span = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('days'), days, lag }),
  z.object({ kind: z.literal('months'), months: z.int().positive().max(120), lag, inclusive: z.boolean() }),
  z.object({ kind: z.literal('week'), back, lag, first: z.enum(['monday', 'sunday']) }),
  z.object({ kind: z.literal('month'), back, lag }),
]);

const limit = z.object({
  rate: z.number().min(0).max(1),
  failures: z.object({ most: z.int().nonnegative(), join: z.enum(['or', 'and']) }).optional(),
});

const tiers = z
  .array(z.object({ name: z.string(), limit: limit.optional(), consequence: z.string().optional() }))
  .min(1)
  .refine((each) => each.every((tier, place) => (tier.limit === undefined) === (place === each.length - 1)), {
    error: 'every tier but the last has a limit',
  });

const limits = z.object({
  market: z.string().optional(),
  from: day.optional(),
  warn: limit,
  block: limit,
  recover: limit,
  tiers: tiers.optional(),
});

const factor = z.number().positive();

/** What the numerator holds in any case: what went well, or what went wrong. */
const GOOD: Readonly<Partial<Record<string, 'high' | 'low'>>> = {
  kept: 'high',
  tracked: 'high',
  broken: 'low',
  'wrong-status': 'low',
};

const current = z
  .object({
    id: z.string(),
    title: z.string(),
    subject: z.enum(['order', 'ticket']),
    population,
    counts,
    good: z.enum(['high', 'low']),
    cohort,
    zone: z.string().optional(),
    excludes: z.array(exclusion),
    windows: z.array(z.object({ name: z.string(), span })).min(1),
    rings: z.array(z.string()),
    judged: z.string(),
    settles: z.int().nonnegative().max(MOST_DAYS),
    minimumVolume: z.int().positive(),
    limits: z.array(limits).min(1),
    burn: z.object({ fast: factor.optional(), slow: factor.optional() }).optional(),
    short: z.string().optional(),
    consequence: z.string().optional(),
  })
  .refine(({ counts: { kind }, good }) => (GOOD[kind] ?? good) === good, 'what it counts goes the other way')
  .refine(
    ({ counts: { kind }, population: of }) => of.kind === 'promise' || (kind !== 'kept' && kind !== 'broken'),
    'only a promise is kept or broken',
  )
  .refine(
    ({ cohort: { kind }, population: of }) => of.kind === 'promise' || (kind !== 'due' && kind !== 'start'),
    'only a promise has a deadline and a start',
  )
  .refine(({ windows }) => new Set(windows.map(({ name }) => name)).size === windows.length, 'two windows of one name')
  .refine(({ windows, rings, judged }) => {
    const names = new Set(windows.map(({ name }) => name));
    return [...rings, judged].every((name) => names.has(name));
  }, 'it rings or judges by a window that it does not have');

/** A union takes the first that fits and ignores other keys: what has `windows` is never taken for an earlier one. */
const earlier = z.object({
  id: z.string(),
  title: z.string(),
  windows: z.undefined().optional(),
  counts: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('promise'), promise: z.string() }),
    z.object({ kind: z.literal('tracked'), reached: z.array(z.string()) }),
  ]),
  excludes: condition.optional(),
  window: z.object({ name: z.string(), days }),
  warn: z.number(),
  block: z.number(),
  minimumVolume: z.number(),
});

export const kpiRecord = z.union([current, earlier]);
