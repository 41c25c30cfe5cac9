import * as z from 'zod';
import { packSchema } from './pack-schema.ts';

/**
 * The shape of a pack as a JSON Schema (2020-12), by which editors complete and check it while it is written. What has a
 * grammar of its own is text to it; `parsePack` says the rest.
 */
export function packJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(packSchema, { io: 'input', unrepresentable: 'any' });
  return {
    $schema,
    title: 'Belfry policy pack',
    description: 'Promises, the calendars they are counted on, KPIs and partners (processor/policies/README.md).',
    ...schema,
  };
}
