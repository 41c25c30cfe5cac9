import { EVENT_TYPES } from '@belfry/ingest/contract';
import * as z from 'zod';
import { KNOWN_FIELDS } from '../known-fields.ts';
import { closed } from './closed.ts';

/** The shape of conditions and of what they are asked about. `read/read-condition.ts` and `read/read-trigger.ts` go on. */

/** What an editor offers. Sources may tell more, so that a condition takes any field. */
const offered = (description: string): Record<string, object> => ({
  ...Object.fromEntries([...KNOWN_FIELDS].sort().map((field) => [field, {}])),
  all: { type: 'array', description: 'Conditions that must all fit.' },
  any: { type: 'array', description: 'Conditions, one of which must fit.' },
  not: { type: 'object', description: 'A condition that must not fit.' },
  exists: { description: 'A field, or a list of them, that must be told.' },
  missing: { description: `A field, or a list of them, that must not be told. ${description}` },
});

export const condition = z
  .record(z.string(), z.unknown(), 'a mapping from fields to values, such as `{ category: finance }`')
  .meta({
    id: 'condition',
    description: 'Fields with a value or a list of values, all of which must fit; or all, any, not, exists, missing.',
    properties: offered('Null is not told.'),
  });

/** Any text is taken here, so that `readTrigger` can name the type that was meant; editors offer those that there are. */
const eventType = z.string('an event type such as `order.opened`').meta({ examples: [...EVENT_TYPES] });

export const eventTypes = z
  .union([eventType, z.array(eventType)], 'an event type such as `order.opened`, or a list of them')
  .meta({ id: 'event-types' });

/** What a trigger can say in a mapping. */
export const triggerKeys = {
  on: eventTypes.optional().meta({ description: 'Any of these types. Without it any event of the subject counts.' }),
  where: condition.optional().meta({ description: "Looked up in the event's own data." }),
  state: condition
    .optional()
    .meta({ description: "Looked up in the subject's data: it did not hold before the event and holds after it." }),
};

export const trigger = z
  .union(
    [eventTypes, closed('when something happens', triggerKeys)],
    'an event type such as `order.opened`, a list of them, or a mapping with `on`, `where`, `state`',
  )
  .meta({ id: 'trigger' });

export type TriggerEntry = z.infer<typeof trigger>;
