import * as z from 'zod';
import { MATCH_FIELDS, type MatchField } from '../../../contract/index.ts';
import { nearest } from '../../../domain/policy/nearest.ts';
import { closed, text } from '../../../domain/policy/schema/closed.ts';

/** The shape of a route in YAML. Durations and thresholds are read by `read/read-route.ts`. */

/** One of these words; of another the nearest is named. */
function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: ({ input }) => meant(input, words) });
}

/** One of these words, or a list of them. */
function someOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const one = oneOf(words);
  return z.union([one, z.array(one).min(1)], { error: ({ input }) => meant(input, words) });
}

function meant(input: unknown, words: readonly string[]): string {
  const wrong = [input].flat().find((each) => typeof each === 'string' && !words.includes(each));
  const near = typeof wrong === 'string' ? nearest(wrong, words) : undefined;
  return near === undefined ? `one of ${words.join(', ')}, or a list of them` : `\`${near}\``;
}

const value = text('a value such as `aramex`, in quotes if it is a number');
const values = z.union(
  [value, z.array(value).min(1)],
  'a value such as `aramex`, in quotes if it is a number, or a list of them',
);

/** What a signal can be. Ends are among them for the reader to explain: they ask no route. */
const KINDS = [
  'at-risk',
  'breached',
  'escalated',
  'met',
  'met-late',
  'cancelled',
  'cancelled-late',
  'retracted',
  'kpi-warn',
  'kpi-block',
  'kpi-burn',
  'recovered',
  'policy-changed',
  'calendar-ends',
  'import-unfinished',
  'source-silent',
  'source-heard',
] as const;

const fields = Object.fromEntries(MATCH_FIELDS.map((field) => [field, values.optional()])) as Record<
  MatchField,
  z.ZodOptional<typeof values>
>;

const groupField = oneOf(['promise', 'kpi', 'partner', 'carrier', 'team', 'channel', 'market']);

export const hookNames = z.union(
  [text('a name of a hook'), z.array(text('a name of a hook')).min(1)],
  'a name of a hook, a list of them, or `nobody`',
);
const duration = (example: string) => text(`a time such as \`${example}\``).meta({ examples: [example] });

export const route = closed('a route', {
  name: text('a name in a few words, such as `at night`').meta({ description: 'Deliveries and the tester show it.' }),
  when: closed('what a signal must be', {
    ...fields,
    kind: someOf(KINDS).optional(),
  })
    .optional()
    .meta({ description: 'All fields must fit, each by one of its values.' }),
  severity: someOf(['critical', 'warning', 'info']).optional(),
  during: text('a calendar of this file')
    .optional()
    .meta({ description: 'Only within its hours, as of the instant that it is told.' }),
  outside: text('a calendar of this file').optional().meta({ description: 'Only outside its hours.' }),
  threshold: text('a threshold such as `5 breaches in 10 minutes`')
    .optional()
    .meta({ description: 'Only once so many of one group have come. The next routes are asked all the same.' }),
  to: hookNames.meta({ description: 'Hooks, or `nobody`.' }),
  continue: z
    .boolean('`true` or `false`')
    .optional()
    .meta({ description: 'Whether the routes behind it are asked as well. `false` if missing.' }),
  'group by': z
    .union(
      [oneOf(['incident', 'clock']), groupField, z.array(groupField).min(1)],
      '`incident`, `clock`, or fields such as `[promise, carrier]`',
    )
    .optional()
    .meta({ description: 'What is told together. `incident` if missing.' }),
  wait: duration('30 seconds').optional().meta({ description: 'Before the first post of a group. 10 s if missing.' }),
  every: duration('5 minutes').optional().meta({ description: 'Between its posts. 1 min if missing.' }),
  repeat: duration('4 hours').optional().meta({
    description: 'After so long an open, unacknowledged group is told again, or `never`. 4 h if missing.',
  }),
});

export type RouteEntry = z.infer<typeof route>;
