import * as z from 'zod';
import type { CauseField } from '../../../contract/index.ts';
import { ACTOR_KINDS } from '../known-fields.ts';
import { nearest } from '../nearest.ts';
import { closed, name, text } from './closed.ts';
import { condition, trigger, triggerKeys } from './trigger-entry.ts';

/** What a signal has that can say why breaches belong together. */
const CAUSES = ['partner', 'carrier', 'team', 'channel', 'market', 'subject'] as const satisfies readonly CauseField[];

/** The shape of a promise in YAML. Texts with a grammar of their own (targets, moments) are read in `read/`. */

const actorKind = z.enum(ACTOR_KINDS, {
  error: ({ input }) => {
    const meant = typeof input === 'string' ? nearest(input, ACTOR_KINDS) : undefined;
    return meant === undefined ? `one of ${ACTOR_KINDS.join(', ')}` : `\`${meant}\``;
  },
});

const cause = z.enum(CAUSES, {
  error: ({ input }) => {
    const meant = typeof input === 'string' ? nearest(input, CAUSES) : undefined;
    return meant === undefined ? `one of ${CAUSES.join(', ')}` : `\`${meant}\``;
  },
});

const provenance = text('where this comes from').meta({
  description: 'The document and the place in it. Clocks show it to whoever doubts them.',
});

const targetRow = closed('a target', {
  name: text('a name for this row, such as `finance/invoicing`'),
  when: condition.optional().meta({ description: 'Without it the row fits every subject.' }),
  starts: text('`during <calendar>` or `outside <calendar>`')
    .optional()
    .meta({ description: 'Prime time and the rest: `during office`, `outside office`.' }),
  target: text('a target such as `6 hours`, `1 business day`, `until promise.deliverBy`, `TBD` or `"-"`').meta({
    examples: ['6 hours', '4 hours on office', '1 business day', 'until promise.deliverBy', 'TBD', '-'],
  }),
  team: text('the team that answers for it').optional(),
  action: text('what is to be done').optional(),
  urgent: z.boolean('`true` or `false`').optional(),
  penalty: text('what a breach costs').optional().meta({ description: 'In the words of the contract.' }),
  consequence: text('what follows when the promise is kept or ends').optional(),
  provenance: provenance.optional(),
});

const step = closed('a step', {
  name: text('a name of a step such as `at-risk`'),
  at: text('a moment such as `75 %`, `30 minutes before`, `1 hour after`, `at start` or `8 hours after start`').meta({
    examples: ['75 %', '30 minutes before', '1 hour after', 'at start', '8 hours after start round the clock'],
  }),
  level: text('the level that is told'),
  role: text('who that is'),
  responsibility: text('what they are to do'),
  tell: z
    .union([text('who is told'), z.array(text('who is told')).min(1, 'at least one')], 'a name, or a list of them')
    .optional()
    .meta({ description: '`assignee` (else the team), `team`, `vendor`, `partner`, or the name of a hook.' }),
});

const pause = closed('a pause', {
  name: name('a pause'),
  holder: text('who holds the subject meanwhile, such as `customer`'),
  while: condition.optional().meta({ description: "As long as this fits the subject's data." }),
  from: trigger.optional(),
  until: trigger.optional(),
});

export const promise = closed('a promise', {
  title: text('a title in a few words'),
  subject: z.enum(['order', 'ticket'], '`order` or `ticket`'),
  kind: z.enum(['contractual', 'internal'], '`contractual` or `internal`'),
  'applies-to': condition.optional().meta({ description: 'Test subjects are promised nothing in any case.' }),
  start: trigger,
  stop: trigger,
  cancel: trigger.optional(),
  restart: trigger.optional().meta({ description: 'Cancels the running cycle and begins the next one at once.' }),
  cycles: z
    .enum(['once', 'every start'], '`once` or `every start`')
    .optional()
    .meta({ description: '`every start`: each start opens a cycle if none runs. `once` if missing.' }),
  reopen: closed('what reopens it', {
    ...triggerKeys,
    then: z.enum(['continue', 'new cycle'], '`continue` or `new cycle`'),
  }).optional(),
  pause: z.array(pause, 'a list of pauses').max(31, 'at most 31 pauses').optional(),
  'moved-by': z
    .array(actorKind, 'a list of those whose changes of a promised date count, such as `[customer, platform]`')
    .min(1, 'at least one')
    .optional()
    .meta({ description: 'If missing: everybody but partner, carrier and vendor.' }),
  unstarted: text('a word for it such as `no evidence`')
    .optional()
    .meta({ description: 'What a clock is called whose promise ended without ever having begun.' }),
  cause: cause.optional().meta({
    description:
      'What breaches have in common that are one incident: `carrier` if one carrier may break many. `partner` if missing.',
  }),
  stages: z
    .array(closed('a stage', { name: name('a stage'), from: trigger }), 'a list of stages')
    .optional()
    .meta({ description: 'What time is attributed to: inbound, storage, last mile.' }),
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
  provenance,
});

export type PromiseEntry = z.infer<typeof promise>;
export type TargetEntry = z.infer<typeof targetRow>;
export type StepEntry = z.infer<typeof step>;
export type PauseEntry = z.infer<typeof pause>;
