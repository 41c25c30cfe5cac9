import * as z from 'zod';
import { calendar } from '../../../domain/policy/schema/calendar-entry.ts';
import { closed, named, text } from '../../../domain/policy/schema/closed.ts';
import { hook } from './hook-entry.ts';
import { hookNames, route } from './route-entry.ts';

/** The shape of a hooks file in YAML: who can be told, who is told what, and the sign of life. */
export const heartbeat = closed('the heartbeat', {
  every: text('a time such as `1 minute`'),
  to: hookNames,
});

export const hooksSchema = closed('a hooks file', {
  hooks: named('a hook', hook).optional(),
  calendars: named('a calendar', calendar).optional().meta({ description: 'As in policy packs.' }),
  routes: z
    .array(route, 'a list of routes')
    .min(1, 'at least the route that takes everything: `- { name: everything else, to: [...] }`')
    .meta({ description: 'Asked in their order. The last one takes everything.' }),
  heartbeat: heartbeat
    .optional()
    .meta({ description: 'A post at each interval while all of Belfry works: whoever misses it knows.' }),
});

export type HeartbeatEntry = z.infer<typeof heartbeat>;

/**
 * That shape as a JSON Schema (2020-12), by which editors complete and check a hooks file while it is written. What has a
 * grammar of its own is text to it; `parseHooksFile` says the rest.
 */
export function hooksJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(hooksSchema, { io: 'input', unrepresentable: 'any' });
  return {
    $schema,
    title: 'Belfry hooks file',
    description: 'Who is told what, and how (docs/hooks.md).',
    ...schema,
  };
}
