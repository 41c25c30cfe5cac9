import { z } from 'zod';
import type { Explanation } from './explanation.ts';

/** The shape of an explanation for programs that are not written in TypeScript; it does not compile when it differs. */

const instant = z.int().describe('ms UTC');
const duration = z.int().min(0).describe('ms');

const share = z.object({ name: z.string(), whole: duration, counted: duration });

const span = z.object({
  from: instant,
  to: instant,
  kind: z.enum(['counted', 'paused', 'off-hours', 'stopped']),
  counted: duration,
  holder: z.string(),
  stage: z.string(),
  rule: z.string(),
});

const clock = z.object({
  promise: z.string().describe('<pack>/<promise>, for instance oto/ticket-resolution'),
  title: z.string(),
  kind: z.enum(['contractual', 'internal']),
  provenance: z.string(),
  cycle: z.int(),
  state: z.enum(['pending', 'running', 'paused', 'met', 'breached', 'cancelled']),
  open: z.boolean().describe('still without an end: a breached clock may be open'),
  start: instant,
  due: instant.nullable().describe('null where there is none, and while it is paused; ms UTC'),
  stop: instant.nullable(),
  endedBy: z.string(),
  target: z.object({
    kind: z.string().describe("deadline; none or not-set; the promise's word for what never began"),
    words: z.string(),
    calendar: z.string().nullable(),
  }),
  row: z.object({
    name: z.string(),
    sentence: z.string(),
    why: z.string(),
    provenance: z.string(),
    team: z.string(),
    action: z.string(),
    urgent: z.boolean(),
    penalty: z.string(),
    consequence: z.string(),
  }),
  policy: z.object({ number: z.int(), pack: z.string(), title: z.string(), effective: instant }),
  team: z.string(),
  revision: z.int(),
  quiet: z.boolean(),
  ledger: z.array(span).readonly(),
  sums: z.object({
    whole: duration,
    counted: duration,
    paused: duration,
    offHours: duration,
    stopped: duration,
    byHolder: z.array(share).readonly(),
    byStage: z.array(share).readonly(),
  }),
  elapsed: duration.describe('counted time so far, ms'),
  remaining: duration.nullable().describe('counted time that is left, ms; null without a deadline'),
  overdue: duration.describe('how far behind the deadline, by the clock on the wall, ms'),
  steps: z
    .array(
      z.object({
        name: z.string(),
        at: instant.nullable(),
        deferred: z.boolean(),
        level: z.string(),
        role: z.string(),
        responsibility: z.string(),
        said: z.string().nullable().describe('the id of the signal that said it'),
      }),
    )
    .readonly(),
  said: z
    .array(
      z.object({
        id: z.string(),
        kind: z.string(),
        step: z.string(),
        revision: z.int(),
        at: instant,
        told: instant.describe('when it was said, ms UTC'),
        horizon: instant,
        offset: z.int(),
        reason: z.string(),
        quiet: z.boolean(),
        level: z.string(),
        tell: z.array(z.string()).readonly(),
        takenBackBy: z.string().nullable(),
      }),
    )
    .readonly(),
});

const evidence = z.object({
  kind: z.enum(['event', 'policy', 'release']),
  offset: z.int(),
  told: instant.describe('when the log took it, ms UTC'),
  happened: instant.nullable(),
  id: z.string(),
  source: z.string(),
  name: z.string(),
  data: z.record(z.string(), z.unknown()).readonly(),
  importid: z.string().nullable(),
  fate: z.enum(['judged', 'held', 'repeated', 'quarantined']),
  reason: z.string(),
  isOutOfOrder: z.boolean(),
  effects: z
    .array(
      z.object({
        promise: z.string(),
        cycle: z.int(),
        did: z.enum([
          'started',
          'stopped',
          'cancelled',
          'reopened',
          'paused',
          'went-on',
          'unpaused',
          'start',
          'deadline',
          'row',
          'policy',
          'gone',
        ]),
        from: z.int().nullable(),
        to: z.int().nullable(),
        rule: z.string(),
      }),
    )
    .readonly(),
  said: z.array(z.string()).readonly(),
});

export const explanationSchema = z.object({
  subject: z.string().describe('for instance order/8812'),
  kind: z.enum(['order', 'ticket']),
  asOf: instant,
  isPast: z.boolean().describe('an earlier instant was asked for: what was believed then'),
  position: z.object({ lane: z.int(), offset: z.int(), nextOffset: z.int(), horizon: instant }),
  partner: z.string(),
  partnerName: z.string(),
  zone: z.string().describe('an IANA name'),
  market: z.string(),
  carrier: z.string(),
  channel: z.string(),
  assignee: z.string().describe('who has it, as told last'),
  clocks: z.array(clock).readonly(),
  evidence: z.array(evidence).readonly(),
  counts: z
    .array(
      z.object({
        kpi: z.string(),
        title: z.string(),
        good: z.enum(['high', 'low']),
        day: z.string().describe('the cohort day, a date'),
        num: z.union([z.literal(0), z.literal(1)]),
        den: z.union([z.literal(0), z.literal(1)]),
        excluded: z.string().nullable().describe('why it has left the population'),
        quiet: z.boolean(),
      }),
    )
    .readonly(),
});

/** `true` only if each type takes every value of the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const agrees: Same<z.infer<typeof explanationSchema>, Explanation> = true;
void agrees;
