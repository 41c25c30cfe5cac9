import * as z from 'zod';
import { closed, text } from './closed.ts';
import { condition, eventTypes } from './trigger-entry.ts';

/** The shape of a KPI in YAML. Texts with a grammar of their own (windows, limits, dates) are read in `read/`. */

const date = text('a date such as `2026-03-01`');
const window = text('a window such as `7 days`, `this month` or `14 days ending 7 days ago`').meta({
  examples: ['7 days', '14 days ending 7 days ago', '30 days ending yesterday', 'this week', 'previous month'],
});
const limit = text('a limit such as `at least 90 %`, `at most 1.5 %` or `at most 3 % or 5`').meta({
  examples: ['at least 90 %', 'at most 1.5 %', 'at most 3 % or 5', 'at most 3 % and 5'],
});
const consequence = text('what follows, in the words of the contract');

/** Something that happened: the types, and what their own data must say. */
const happening = {
  happened: eventTypes,
  where: condition.optional().meta({ description: "Looked up in the event's own data." }),
};

const population = z
  .union(
    [
      eventTypes,
      closed('whom it looks at', { promise: text('a promise of this pack') }),
      closed('whom it looks at', happening),
    ],
    'an event type such as `order.opened`, a list of them, `{ happened: ..., where: ... }`, or `{ promise: <a promise of this pack> }`',
  )
  .meta({ description: 'The denominator: to whom this has happened, or on whom the promise has a verdict.' });

const counts = z
  .union(
    [
      z.enum(['kept', 'broken', 'tracked']),
      closed('what is counted', happening),
      closed('what is counted', { fits: condition }),
      closed('what is counted', {
        'wrong-status': z.record(
          z.string(),
          eventTypes,
          'a mapping from final statuses to contrary evidence, such as `{ delivered: [shipment.lost] }`',
        ),
      }),
      // From before `of`: a promise and what is tracked each said in one key whom it looks at and what counts.
      closed('what is counted', { promise: text('a promise of this pack') }),
      closed('what is counted', { 'tracked-of': eventTypes }),
    ],
    '`kept`, `broken`, `tracked`, `{ happened: order.cancelled, where: ... }`, `{ fits: ... }` or `{ wrong-status: ... }`',
  )
  .meta({ description: 'The numerator. `{ promise: x }` and `{ tracked-of: [...] }` state `of` as well.' });

const cohort = z
  .union(
    [eventTypes, closed('a date', { field: text('a field such as `promise.deliverBy`') })],
    '`deadline`, `start`, an event type such as `order.shipped`, a list of them, or `{ field: promise.deliverBy }`',
  )
  .meta({ description: 'By which of its dates a subject belongs to a day. The deadline, or the first event of `of`.' });

const reason = closed('why somebody leaves', {
  name: text('a name such as `strike`').regex(/^\S(?:.{0,58}\S)?$/, 'a name on one line, 60 characters at most'),
  when: condition.optional().meta({ description: "Looked up in the subject's data." }),
  happened: eventTypes.optional(),
  where: condition.optional().meta({ description: 'Looked up in the data of the event under `happened`.' }),
  from: date.optional().meta({ description: 'The first day of the cohort on which it holds.' }),
  until: date.optional().meta({ description: 'The last one.' }),
});
const reasons = z.array(reason, 'a list of reasons').max(50, 'at most 50 reasons');

const tier = closed('a tier', {
  name: text('a name such as `good`'),
  limit: limit.optional().meta({ description: 'The last tier has none.' }),
  consequence: consequence.optional(),
});

const limits = {
  block: limit.optional().meta({ description: 'If missing, the loosest limit of the tiers.' }),
  warn: limit.optional().meta({ description: '`block` if missing; without both, the strictest limit of the tiers.' }),
  recovers: limit.optional().meta({ description: 'What takes back what was told. `warn` if missing.' }),
  tiers: z.array(tier, 'a list of tiers, the best first').max(20, 'at most 20 tiers').optional(),
};

const limitsRow = closed('limits', {
  market: text('a market such as `cz`').optional(),
  from: date.optional().meta({ description: 'The first day on which a window may end that is held against them.' }),
  ...limits,
});

const factor = z.number('a number such as 6').positive('a number above 0').max(1_000_000, 'a number up to 1000000');

export const kpi = closed('a KPI', {
  title: text('a title in a few words'),
  short: text('a word such as `on-time`')
    .max(12, 'a word of 12 letters at most')
    .optional()
    .meta({ description: 'What it is called where there is room for a word.' }),
  subject: z
    .enum(['order', 'ticket'], '`order` or `ticket`')
    .optional()
    .meta({ description: "The promise's, or `order`, if missing." }),
  of: population.optional(),
  when: condition.optional().meta({ description: "And whose data fit. Looked up in the subject's data." }),
  counts,
  cohort: cohort.optional(),
  zone: text('an IANA time zone such as `Europe/Prague`')
    .optional()
    .meta({ description: "Whose days. The partner's if missing." }),
  window: window.optional(),
  windows: z.array(window, 'a list of windows').min(1, 'at least one window').max(12, 'at most 12 windows').optional(),
  rings: z
    .array(window, 'a list of windows')
    .optional()
    .meta({ description: 'The windows that give signals. The first if missing.' }),
  judged: window.optional().meta({ description: 'The window that the partner is judged by. The first if missing.' }),
  settles: text('a number of days such as `7 days`').optional().meta({
    description: 'So many days after its last day a window is final.',
  }),
  'minimum-volume': z
    .int('a whole number')
    .min(1, 'at least 1')
    .optional()
    .meta({ description: 'Fewer than these in the window is n/a. 1 if missing.' }),
  ...limits,
  limits: z
    .array(limitsRow, 'a list of limits')
    .min(1, 'at least one row')
    .max(200, 'at most 200 rows')
    .optional()
    .meta({ description: 'Limits by market and from a day on, instead of `block`, `warn`, `recovers`, `tiers`.' }),
  excludes: z
    .union([reasons, condition], 'a condition, or a list of reasons such as `- { name: strike, when: ... }`')
    .optional()
    .meta({ description: 'Who leaves the population.' }),
  excuses: reasons.optional().meta({ description: 'Who leaves it only if they count against the partner.' }),
  burn: closed('how fast the budget may burn', {
    fast: factor.optional().meta({ description: 'Over the last hour and the last 6 hours.' }),
    slow: factor.optional().meta({ description: 'Over the last day and the last 3 days.' }),
  }).optional(),
  consequence: consequence.optional(),
  provenance: text('the document that the limits come from'),
});

export type KpiEntry = z.infer<typeof kpi>;
export type ReasonEntry = z.infer<typeof reason>;
export type LimitsEntry = z.infer<typeof limitsRow>;
