import { z } from '@hono/zod-openapi';
import type { ReviewAnswer, ReviewLevel, ReviewRow } from '../../contract/review-api.ts';

/** What a review takes and answers, as the OpenAPI document has it; the types are the contract's. */

// A form sends fields that nobody has filled in, too.
const filter = (of: string, example: string) =>
  z
    .string()
    .optional()
    .transform((text) => (text === undefined || text === '' ? null : text))
    .openapi({ description: `Only clocks of this ${of}.`, example, type: 'string' });

const BY = z.enum(['team', 'partner', 'promise', 'level']);
const KIND = z.enum(['contractual', 'internal']);
const day = (description: string, example: string) => z.string().optional().openapi({ description, example });

export const reviewQuery = z.strictObject({
  from: day('Required. A local day of `tz`, or an instant with its zone.', '2026-11-01'),
  to: day('Required. The period ends before it.', '2026-12-01'),
  tz: z
    .string()
    .optional()
    .transform((text) => text || 'UTC')
    .openapi({ description: 'The zone of days, an IANA name. Default UTC.', example: 'Europe/Prague', type: 'string' }),
  by: z
    .enum([...BY.options, ''])
    .optional()
    .transform((by) => by || 'team')
    .openapi({ description: 'Default team.', type: 'string', enum: BY.options }),
  partner: filter('partner', 'p01'),
  team: filter('team', 'L2'),
  promise: filter('promise', 'oto/ticket-resolution'),
  kind: z
    .enum([...KIND.options, ''])
    .optional()
    .transform((kind) => kind || null)
    .openapi({ description: 'Only promises of this kind.', type: 'string', enum: KIND.options }),
});

const count = z.int().min(0);
const percent = z.number().nullable();
const ms = z.int().nullable();

const level = z
  .object({
    level: z.string().openapi({ description: 'Empty: before anybody is escalated to.' }),
    ...{ reached: count, stood: count, ms: count, averageMs: count },
    ...{ met: count, breached: count, cancelled: count, noDeadline: count, open: count },
  })
  .openapi('ReviewLevel') satisfies z.ZodType<ReviewLevel>;

const row = z
  .object({
    group: z.string().nullable().openapi({ description: 'null: the total.' }),
    name: z.string().nullable(),
    ...{ opened: count, met: count, breached: count, cancelled: count, noDeadline: count, open: count },
    ...{ compliancePercent: percent, resolved: count, medianMs: ms, p90Ms: ms },
    ...{ ratings: count, satisfactionPercent: percent },
    levels: z.array(level).readonly(),
  })
  .openapi('ReviewRow') satisfies z.ZodType<ReviewRow>;

const nameOrNull = z.string().nullable();

export const reviewAnswer = z
  .object({
    ...{ from: z.int(), to: z.int(), tz: z.string(), by: BY, asOf: z.int() },
    filters: z.object({ partner: nameOrNull, team: nameOrNull, promise: nameOrNull, kind: KIND.nullable() }),
    total: row,
    groups: z.array(row).readonly(),
  })
  .openapi('ReviewAnswer') satisfies z.ZodType<ReviewAnswer>;

export const refusalSchema = z
  .object({ refused: z.string(), reason: z.string(), remedy: z.string() })
  .openapi('Refusal');
