import { z } from 'zod';
import type { ClockSignal, KpiSignal, Signal } from './signal.ts';

/**
 * The shape of a signal for those outside: hooks receive it as the `data` of their posts. The types of signal.ts are the
 * contract; this file says the same to programs that are not written in TypeScript, and does not compile when it differs.
 */

const instant = z.int().describe('ms UTC');

const clockSignal = z.object({
  id: z.string().describe('the same for every owner and every replay; also the webhook-id'),
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
  lane: z.int(),
  offset: z.int(),
  k: z.int(),
});

const kpiSignal = z.object({
  id: z.string().describe('the same for every owner and every replay; also the webhook-id'),
  kind: z.enum(['kpi-warn', 'kpi-block', 'recovered']),
  kpi: z.string().describe('<pack>/<kpi>'),
  title: z.string(),
  partner: z.string(),
  window: z.string().describe('for instance 7d'),
  day: z.int().describe("the last day of the window: days since 1970-01-01 in the partner's zone"),
  revision: z.int(),
  num: z.int(),
  den: z.int(),
  limit: z.number().describe('a rate from 0 to 1'),
  horizon: instant,
  quiet: z.boolean(),
  lane: z.int(),
  offset: z.int(),
  k: z.int(),
});

export const signalSchema = z.union([clockSignal, kpiSignal]);

/** The body of a hook's post, after the payload that Standard Webhooks recommends. */
export const hookBodySchema = z.object({
  type: z.string().describe('signal.<kind>'),
  timestamp: z.iso.datetime().describe('the instant that the signal is about'),
  data: signalSchema,
});

/** The JSON Schema (draft 2020-12) of a hook's body. */
export const hookBodyJsonSchema = (): Record<string, unknown> => ({
  title: 'What Belfry posts to a hook',
  ...z.toJSONSchema(hookBodySchema),
});

/** `true` only if each type takes every value of the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const agrees: [
  Same<z.infer<typeof clockSignal>, ClockSignal>,
  Same<z.infer<typeof kpiSignal>, KpiSignal>,
  Same<z.infer<typeof signalSchema>, Signal>,
] = [true, true, true];
void agrees;
