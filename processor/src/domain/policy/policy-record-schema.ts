import * as z from 'zod';
import type { PolicyRecord } from './compiled.ts';
import { conditionRecord as condition } from './condition-record-schema.ts';
import { kpiRecord } from './kpi-record-schema.ts';

/**
 * What a policy record in the log must be, so that no clock can stumble over it later. The publisher writes nothing else,
 * but the log outlives its versions and others may write to it.
 */

const trigger = z.object({
  on: z.array(z.string()),
  where: condition.optional(),
  state: condition.optional(),
});

/** At least one pair, so that every instant has an offset. */
const offsets = z
  .array(z.number())
  .min(2)
  .refine((pairs) => pairs.length % 2 === 0);

/** What is written as a date in messages must be one: years of four digits. */
const instant = z.number().min(-62_135_596_800_000).max(253_402_300_799_999);

/** An index is made of each day, so that there is an end to them. */
const CENTURY_MS = 36_525 * 86_400_000;
const DAYS_10 = 10 * 1440;

const calendar = z
  .object({
    name: z.string(),
    zone: z.string(),
    offsets,
    spans: z.array(z.int()).refine(isAscending),
    dayMinutes: z.int().nonnegative(),
    from: instant.int(),
    until: instant.int(),
  })
  .refine(({ from, until }) => until >= from && until - from <= CENTURY_MS)
  .refine(({ from, until, spans }) => {
    // Local days may reach over both ends.
    const [first, last] = [from / 60_000 - DAYS_10, until / 60_000 + DAYS_10];
    return spans.every((minute) => minute >= first && minute <= last);
  });

const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('working'), calendar: z.string(), ms: z.int().nonnegative() }),
  z.object({ kind: z.literal('elapsed'), ms: z.int().nonnegative() }),
  z.object({
    kind: z.literal('business-days'),
    calendar: z.string(),
    days: z.int().nonnegative(),
    reading: z.enum(['same-time', 'hours', 'end-of-day']),
  }),
  z.object({ kind: z.literal('until'), field: z.string() }),
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('not-set') }),
]);

const row = z.object({
  name: z.string(),
  when: condition.optional(),
  starts: z.object({ calendar: z.string(), within: z.boolean() }).optional(),
  target,
  team: z.string(),
});

/** A union takes the first that fits and ignores other keys, so that each is closed. */
const moment = z.union([
  z.strictObject({ percent: z.number().positive() }),
  z.strictObject({ before: z.int().nonnegative() }),
  z.strictObject({ after: z.int().nonnegative(), calendar: z.string().optional() }),
  z.strictObject({ start: z.int().nonnegative(), calendar: z.string().optional() }),
]);

const step = z.object({
  name: z.string(),
  at: moment,
  level: z.string(),
  tell: z.array(z.string()).optional(),
});

const pause = z.union([
  z.object({ name: z.string(), holder: z.string(), while: condition }),
  z.object({ name: z.string(), holder: z.string(), from: trigger, until: trigger }),
]);

const promise = z.object({
  id: z.string(),
  title: z.string(),
  subject: z.enum(['order', 'ticket']),
  appliesTo: condition.optional(),
  start: trigger,
  stop: trigger,
  cancel: trigger,
  restart: trigger.optional(),
  cycles: z.enum(['once', 'every-start']).optional(),
  reopen: z.object({ on: trigger, then: z.enum(['continue', 'new-cycle']) }).optional(),
  pauses: z.array(pause).optional(),
  movedBy: z.array(z.string()).optional(),
  unstarted: z.string().optional(),
  cause: z.enum(['partner', 'carrier', 'team', 'channel', 'market', 'subject']).optional(),
  stages: z.array(z.object({ name: z.string(), from: trigger })).optional(),
  rows: z.array(row),
  ladder: z.array(step),
});

const derived = z.object({
  field: z.string(),
  from: z.tuple([z.string(), z.string()]),
  table: z.record(z.string(), z.record(z.string(), z.string())),
});

const partner = z.object({ id: z.string(), name: z.string(), market: z.string(), zone: z.string() });

const source = z.object({
  source: z.string(),
  least: z.int().positive().nullable(),
  factor: z.number().positive(),
});

const compiled = z
  .object({
    pack: z.string(),
    effective: instant,
    applies: z.enum(['new', 'open']),
    calendars: z.record(z.string(), calendar),
    zones: z.record(z.string(), z.object({ name: z.string(), offsets, until: instant.int().optional() })),
    partners: z.array(partner),
    sources: z.array(source).optional(),
    derived: z.array(derived).optional(),
    aliases: z.record(z.string(), z.record(z.string(), z.string())).optional(),
    promises: z.array(promise),
    kpis: z.array(kpiRecord),
    fields: z.array(z.string()),
  })
  .refine(({ promises, calendars }) => {
    const names = new Set(Object.values(calendars).map(({ name }) => name));
    return promises.flatMap(calendarsOf).every((name) => names.has(name));
  }, 'a promise names a calendar that the pack does not have')
  .refine(({ kpis, zones }) => {
    const names = new Set(Object.values(zones).map(({ name }) => name));
    return kpis.every((kpi) => !('zone' in kpi) || kpi.zone === undefined || names.has(kpi.zone));
  }, 'a KPI names a zone that the pack does not have');

/** Every calendar that a clock of the promise may be counted on. */
function calendarsOf({ rows, ladder }: z.infer<typeof promise>): string[] {
  const places: object[] = [
    ...rows.flatMap(({ target, starts }) => (starts === undefined ? [target] : [target, starts])),
    ...ladder.map(({ at }) => at),
  ];
  return places.flatMap((place) => ('calendar' in place && typeof place.calendar === 'string' ? [place.calendar] : []));
}

export const policyRecordSchema = z.object({
  hash: z.string(),
  number: z.int().nonnegative().nullable(),
  source: z.string(),
  compiled,
}) satisfies z.ZodType<Pick<PolicyRecord, 'hash' | 'number' | 'source'>>;

function isAscending(spans: readonly number[]): boolean {
  return spans.length % 2 === 0 && spans.every((at, n) => n === 0 || at >= spans[n - 1]!);
}
