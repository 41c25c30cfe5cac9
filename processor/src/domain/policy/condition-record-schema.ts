import * as z from 'zod';
import type { Condition } from './compiled.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** What a condition in a policy record must be. */
export const conditionRecord: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.object({ all: z.array(conditionRecord) }),
    z.object({ any: z.array(conditionRecord) }),
    z.object({ not: conditionRecord }),
    z.object({ field: z.string(), is: scalar }),
    z.object({ field: z.string(), in: z.array(scalar) }),
    z.object({ field: z.string(), exists: z.boolean() }),
  ]),
);
