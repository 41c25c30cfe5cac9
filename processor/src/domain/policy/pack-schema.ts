import * as z from 'zod';
import { nearest } from './nearest.ts';

/**
 * The shape of a pack in YAML. It is closed: a key that is not named here is refused, since a rule that nobody reads is
 * worse than none. Texts with a grammar of their own (targets, hours, conditions) are read by the `read-*.ts` beside it.
 * The message of each rule says what to write instead.
 */

const text = (instead: string) => z.string(instead).trim().min(1, instead);
const name = (of: string) => text(`a name of ${of}: small letters, digits and dashes, such as \`ship-confirmation\``);

/** A mapping with these keys and no others. */
function closed<Shape extends z.ZodRawShape>(what: string, shape: Shape) {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `a mapping that states ${what}, with the keys ${keys.join(', ')}`;
      const meant = issue.keys.map((key) => nearest(key, keys)).find((key) => key !== undefined);
      return meant === undefined ? `one of ${keys.join(', ')}` : `\`${meant}\``;
    },
  });
}

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const named = <Value extends z.ZodType>(of: string, value: Value) =>
  z.record(z.string().regex(NAME, `a name of ${of} such as \`ship-confirmation\``), value, {
    error: (issue) =>
      issue.code === 'invalid_key' ? `a name of ${of} such as \`ship-confirmation\`` : `a mapping from names of ${of}`,
  });

const dated = (what: string) => z.record(z.string(), text(what), `a mapping from dates to ${what}`);

const calendar = closed('a calendar', {
  zone: text('an IANA time zone such as `Europe/Prague`').meta({ description: 'Whose wall clock the hours are on.' }),
  hours: z
    .record(z.string(), text('hours such as `09:00-18:00`'), 'a mapping from weekdays to hours')
    .meta({ description: '`monday to friday: 09:00-12:00, 13:00-18:00`. A weekday that is not named is free.' }),
  holidays: dated('the name of the holiday')
    .optional()
    .meta({ description: '`2026-04-03: Good Friday`, or `2026-03-19 to 2026-03-22: Eid`.' }),
  'every-year': dated('the name of the holiday').optional().meta({ description: '`12-25: Christmas Day`.' }),
  exceptions: dated('hours such as `09:00-13:00`')
    .optional()
    .meta({ description: 'Other hours on a date, whatever its weekday; they win over holidays.' }),
});

const partner = closed('a partner', {
  name: text('the name that people know'),
  market: text('the market that it sells in, such as `cz`'),
  zone: text('an IANA time zone such as `Europe/Prague`'),
  tier: text('its tier, such as `gold`'),
  'review-day': z
    .int('the day of the month of its review, from 1 to 28')
    .min(1, 'a day of the month from 1 to 28')
    .max(28, 'a day of the month from 1 to 28, since every month has it'),
});

const condition = z
  .record(z.string(), z.unknown(), 'a mapping from fields to values, such as `{ category: finance }`')
  .meta({
    description: 'Fields with a value or a list of values, all of which must fit; or all, any, not, exists, missing.',
  });

const eventTypes = z.union(
  [z.string(), z.array(z.string('an event type such as `order.opened`'))],
  'an event type such as `order.opened`, or a list of them',
);
const trigger = z.union(
  [eventTypes, closed('when something happens', { on: eventTypes, where: condition.optional() })],
  'an event type such as `order.opened`, a list of them, or `{ on: ..., where: ... }`',
);

const targetRow = closed('a target', {
  name: text('a name for this row, such as `finance/invoicing`'),
  when: condition.optional().meta({ description: 'Without it the row fits every subject.' }),
  target: text('a target such as `6 hours`, `1 business day`, `until promise.deliverBy`, `TBD` or `"-"`'),
  team: text('the team that answers for it').optional(),
  action: text('what is to be done').optional(),
  urgent: z.boolean('`true` or `false`').optional(),
  provenance: text('where this row comes from').optional(),
});

const step = closed('a step', {
  name: name('a step'),
  at: text('a share such as `75 %`, or a time such as `30 minutes before`'),
  level: text('the level that is told'),
  role: text('who that is'),
  responsibility: text('what they are to do'),
});

const promise = closed('a promise', {
  title: text('a title in a few words'),
  subject: z.enum(['order', 'ticket'], '`order` or `ticket`'),
  kind: z.enum(['contractual', 'internal'], '`contractual` or `internal`'),
  'applies-to': condition.optional(),
  start: trigger,
  stop: trigger,
  cancel: trigger.optional(),
  counting: closed('how time is counted', {
    hours: text('`round the clock`, or a calendar of this pack').optional(),
    days: text('a calendar of this pack').optional(),
    'a-day': z
      .enum(['same time', 'hours', 'end of day'], '`same time`, `hours` or `end of day`')
      .optional()
      .meta({ description: 'What "1 business day" means, since sources leave it open.' }),
  }).optional(),
  ladder: z.array(step, 'a list of steps').optional(),
  targets: z.array(targetRow, 'a list of targets').min(1, 'at least one target'),
  provenance: text('the document that the promise comes from'),
});

const percent = (instead: string) => z.string(instead).regex(/^\d+(\.\d+)?\s*%$/, instead);

const kpi = closed('a KPI', {
  title: text('a title in a few words'),
  counts: z.union(
    [
      closed('what is counted', { promise: text('a promise of this pack') }),
      closed('what is counted', {
        'tracked-of': z
          .array(z.string('an event type such as `order.shipped`'), 'a list of event types')
          .min(1, 'at least one event type'),
      }),
    ],
    '`{ promise: <a promise of this pack> }` or `{ tracked-of: [order.shipped, ...] }`',
  ),
  excludes: condition.optional(),
  window: text('a number of days such as `7 days`').regex(/^\d{1,3} days$/, 'a number of days such as `7 days`'),
  warn: percent('a share such as `92 %`').optional().meta({ description: 'If missing, there is no warning.' }),
  block: percent('a share such as `90 %`'),
  'minimum-volume': z
    .int('a whole number')
    .min(1, 'at least 1')
    .optional()
    .meta({ description: 'Fewer than these in the window is n/a. 1 if missing.' }),
  provenance: text('the document that the limits come from'),
});

export const packSchema = closed('a pack', {
  pack: name('the pack'),
  title: text('a title in a few words'),
  description: text('what it is for, in a sentence or two'),
  effective: text('a date such as `2026-01-01`, which begins at midnight UTC, or an instant with a zone'),
  applies: z.enum(['new', 'open'], '`new` or `open`').optional().meta({
    description:
      '`open` judges open subjects again under this version; `new`, the default, only those first read after it.',
  }),
  calendars: named('a calendar', calendar).optional(),
  partners: named('a partner', partner).optional(),
  promises: named('a promise', promise).optional(),
  kpis: named('a KPI', kpi).optional(),
});

export type PackSource = z.infer<typeof packSchema>;
export type CalendarEntry = z.infer<typeof calendar>;
export type PromiseEntry = z.infer<typeof promise>;
export type TargetEntry = z.infer<typeof targetRow>;
export type StepEntry = z.infer<typeof step>;
export type TriggerEntry = z.infer<typeof trigger>;
export type KpiEntry = z.infer<typeof kpi>;

export const PACK_NAME = NAME;
