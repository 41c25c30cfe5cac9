import { z } from 'zod';
import type { ClockSignal, KpiSignal, Notice, Signal } from './signal.ts';

/**
 * The shape of a signal for those outside: hooks receive it in the items of their posts. The types of signal.ts are the
 * contract; this file says the same to programs that are not written in TypeScript, and does not compile when it differs.
 */

const instant = z.int().describe('ms UTC');

const clockSignal = z.object({
  id: z.string().describe('the same for every owner and every replay'),
  kind: z.enum(['at-risk', 'breached', 'escalated', 'met', 'cancelled', 'met-late', 'cancelled-late', 'retracted']),
  subject: z.string().describe('for instance order/8812'),
  promise: z.string().describe('<pack>/<promise>, for instance mall/ship-confirmation'),
  title: z.string(),
  cycle: z.int(),
  step: z
    .string()
    .describe("the ladder's step, or deadline, stop (stop~1 of one that went on), retract, retract:<step>"),
  revision: z.int().describe('grows by one each time a told breach is taken back'),
  partner: z.string(),
  market: z.string(),
  carrier: z.string(),
  channel: z.string(),
  team: z.string(),
  level: z.string().describe("a ladder step's level, else empty"),
  role: z.string().describe('who that level is, else empty'),
  responsibility: z.string().describe('what they are to do, else empty'),
  tell: z
    .array(z.string())
    .readonly()
    .describe('who is told of the step: assignee/noor, team/L2, partner/p01, hook/director'),
  start: instant,
  due: instant.describe('the deadline, ms UTC'),
  stop: instant.nullable().describe('when the clock stopped, if it has, ms UTC'),
  at: instant.describe("the instant that the signal is about: the step's time, the deadline, the stop; ms UTC"),
  horizon: instant.describe('how far time had come in the lane when it was told, ms UTC'),
  reason: z.string(),
  quiet: z.boolean().describe('history: stored and listed, never delivered'),
  policy: z.int().describe('the version of the policy that ruled'),
  row: z.string(),
  cause: z
    .enum(['partner', 'carrier', 'team', 'channel', 'market', 'subject'])
    .exactOptional()
    .describe('which of its fields tells why breaches belong together; partner if missing'),
  lane: z.int(),
  offset: z.int(),
  k: z.int(),
});

const kpiSignal = z.object({
  id: z.string().describe('the same for every owner and every replay'),
  kind: z.enum(['kpi-warn', 'kpi-block', 'kpi-burn', 'recovered']),
  kpi: z.string().describe('<pack>/<kpi>'),
  title: z.string(),
  partner: z.string(),
  market: z.string().describe('the market whose limits it was held against'),
  window: z.string().describe('for instance 7d; of a burn fast (1 h and 6 h) or slow (1 d and 3 d)'),
  from: z.int().describe("the first day of the window: days since 1970-01-01 in the KPI's zone, else the partner's"),
  day: z.int().describe('the last day of the window'),
  revision: z.int().describe('grows by one at each recovery'),
  num: z.int().describe('of a burn, what was newly counted in its longer window'),
  den: z.int(),
  good: z.enum(['high', 'low']).describe('high: num went well and the limit is the least; low: num went wrong'),
  limit: z
    .number()
    .describe('a rate from 0 to 1; of a recovery the limit that is kept again, of a burn the block limit'),
  failures: z
    .object({ most: z.int(), join: z.enum(['or', 'and']) })
    .nullable()
    .describe('so many may fail whatever the rate says (or), or even if the rate bore more (and)'),
  headroom: z.int().describe('how many more of den may fail before the block limit is broken; negative: short by'),
  burn: z
    .object({
      short: z.number().nullable().describe('over 1 h or 1 d; null where nothing was counted'),
      long: z.number().nullable().describe('over 6 h or 3 d'),
      factor: z.number().describe('what the policy bears'),
    })
    .nullable()
    .describe('how many times faster than the block limit bears; null of what is no burn'),
  horizon: instant,
  quiet: z.boolean(),
  lane: z.int(),
  offset: z.int(),
  k: z.int(),
});

const anyNotice = {
  id: z.string().describe('the same for every owner and every replay'),
  about: z.string().describe('for instance policy/mall, calendar/mall/riyadh, source/shop-riyadh'),
  title: z.string(),
  reason: z.string().describe('in words, with what to do about it'),
  at: instant.describe('the instant that the notice is about, ms UTC'),
  horizon: instant,
  quiet: z.boolean(),
  lane: z.int(),
  offset: z.int(),
  k: z.int(),
};

const texts = z.array(z.string()).readonly();

const notice = z.discriminatedUnion('kind', [
  z.object({
    ...anyNotice,
    kind: z.literal('policy-changed'),
    pack: z.string(),
    policy: z.int().describe('the number of the new version'),
    before: z.int().describe('the number of the version before it'),
    effective: instant.describe('clocks that start before it are not ruled by this version, ms UTC'),
    applies: z.enum(['new', 'open']).describe('open: what is open is judged again under it'),
    changes: texts.describe('what is different, a sentence each'),
    partners: texts.describe('whom the old or the new version binds, by id'),
    teams: texts,
  }),
  z.object({
    ...anyNotice,
    kind: z.literal('calendar-ends'),
    pack: z.string(),
    policy: z.int().describe('the version in force'),
    calendar: z.string().describe("the calendar's name, or the zone's"),
    ends: instant.describe('from then on nothing is known of it, ms UTC'),
  }),
  z.object({
    ...anyNotice,
    kind: z.literal('import-unfinished'),
    importid: z.string(),
    since: instant.describe('when the log took the first of it, ms UTC'),
  }),
  z.object({
    ...anyNotice,
    kind: z.literal('source-silent'),
    source: z.string().describe('as its events name it'),
    since: instant.describe('when it was last heard, ms UTC'),
    usual: z.int().nullable().describe('95 of 100 gaps were no longer, ms; null while too little is known of it'),
    threshold: z.int().describe('how long it had to be silent to be named, ms'),
    partners: texts.describe('the partners of whom nothing comes from elsewhere, by id, the first hundred'),
  }),
  z.object({
    ...anyNotice,
    kind: z.literal('source-heard'),
    source: z.string(),
    since: instant.describe('when it had last been heard before, ms UTC'),
  }),
]);

export const signalSchema = z.union([clockSignal, kpiSignal, notice]);

/** The JSON Schema (draft 2020-12) of a signal: `signal.schema.json`. What hooks are posted holds it (notification-schema.ts). */
export const signalJsonSchema = (): Record<string, unknown> => ({
  title: 'A signal of Belfry',
  ...z.toJSONSchema(signalSchema),
});

/** `true` only if each type takes every value of the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const agrees: [
  Same<z.infer<typeof clockSignal>, ClockSignal>,
  Same<z.infer<typeof kpiSignal>, KpiSignal>,
  Same<z.infer<typeof notice>, Notice>,
  Same<z.infer<typeof signalSchema>, Signal>,
] = [true, true, true, true];
void agrees;

/** The shape by the kind, for whoever says what is wrong with one. Undefined for what is no kind. */
export const schemaOfKind = (kind: unknown) =>
  [clockSignal, kpiSignal, ...notice.options].find(({ shape }) => shape.kind.safeParse(kind).success);

export const SIGNAL_KINDS: readonly Signal['kind'][] = [
  ...clockSignal.shape.kind.options,
  ...kpiSignal.shape.kind.options,
  ...notice.options.map(({ shape }) => shape.kind.value),
];
