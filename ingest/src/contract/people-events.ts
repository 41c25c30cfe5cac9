import * as z from 'zod';
import { data, name, text } from './data.ts';
import { instant } from './instant.ts';
import { MATCH_FIELDS } from './match-fields.ts';

/** What people say, and what importers say: events as any other, through ingest, into the log. */

const said = {
  who: name.optional(),
  reason: text.optional(),
  until: instant.optional(),
  evidence: text.optional(),
  matcher: z.looseObject({}).optional(),
};

/** Whoever settles a contract by these words later must see whose they are. */
const who = name.meta({ description: 'Who says it.' });
const why = (description: string) => text.min(1, 'is empty: write why').meta({ description });

const values = z.union([name, z.array(name).min(1, 'is empty: name a value, or leave the field out')]);
const matcher = z
  .record(z.enum(MATCH_FIELDS), values.optional())
  .refine((fields) => Object.values(fields).some((value) => value !== undefined), {
    error: 'names no field: a silence of everything is not taken; write for instance {"partner": "p12"}',
  })
  .meta({ description: 'What it hides: by field of a signal the value, or a list of values, that fits.' });

export const PEOPLE_EVENTS = {
  'customer.notified': data({ about: text.optional(), channel: name.optional() }),
  'signal.acknowledged': data({
    ...said,
    who: who.optional(),
    until: instant
      .optional()
      .meta({ description: 'While its clock runs on, it holds until then; without it 30 minutes.' }),
  }),
  'signal.assigned': data({
    ...said,
    who: who.optional(),
    to: name.optional().meta({ description: 'Whom it is given to; without it, taken from whoever had it.' }),
  }),
  'silence.set': data({
    ...said,
    who,
    reason: why('Why nobody is to be told, and why that is right.'),
    until: instant.meta({ description: 'When it ends by itself.' }),
    matcher,
  }),
  'silence.ended': data({ ...said, who }),
  // A number that a contract is settled by changes by it: it says who approved it and why.
  'kpi.excluded': data({
    ...said,
    who: name.meta({ description: 'Who approved it.' }),
    reason: text.min(1, 'is empty: write why the number must change').meta({
      description: 'Why it does not count against the partner, or why it counts again.',
    }),
    kpi: name.optional().meta({
      description: 'A KPI such as "mall/on-time-delivery", or its name alone; without it, all of them.',
    }),
    withdrawn: z.boolean().optional().meta({ description: 'true: an exclusion is taken back, it counts again.' }),
  }),
  'partner.noted': data({
    ...said,
    note: text.optional(),
    nextCall: instant.optional().meta({ description: 'When the partner is to be called next.' }),
  }),
  'category.aliased': data({ ...said, from: name.optional(), to: name.optional() }),
  'import.finished': data({ importid: name.meta({ description: 'The import whose held events are let go.' }) }),
};

/** What only people say: programs that tell what happened do not speak for them. */
export const PEOPLES_WORDS = [
  'signal.acknowledged',
  'signal.assigned',
  'silence.set',
  'silence.ended',
  'kpi.excluded',
  'partner.noted',
  'category.aliased',
] as const satisfies readonly (keyof typeof PEOPLE_EVENTS)[];

export const isPeoplesWord = (type: string): boolean => (PEOPLES_WORDS as readonly string[]).includes(type);
