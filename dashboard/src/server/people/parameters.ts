import { SAID_TYPES } from '@belfry/processor/contract';
import { z } from '@hono/zod-openapi';
import { RefusedQuestion } from '../drilldown/refused-question.ts';
import { matcher } from './schemas.ts';

/** The parameters of the people's API: what each means is said once, here. All are optional where a route says nothing else. */

const text = (description: string, example: string) => z.string().min(1).optional().openapi({ description, example });

const page = {
  before: text('For the next page: the instant of the last one, ms UTC.', '1795687200000'),
  limit: text('Rows a page, 500 at most. Default: 100.', '100'),
};

/** A mistyped name would otherwise be a question about everything. */
const only = z.strictObject;

export const incidentsQuery = only({
  state: z
    .enum(['open', 'resolved', 'all'])
    .optional()
    .openapi({ description: 'Default: open, which is all that is not resolved.' }),
  partner: text('Only incidents that have items of this partner.', 'p12'),
  subject: text('Only incidents that have items of this subject.', 'order/8812'),
  ...page,
});

export const auditQuery = only({
  subject: text('Only what was said about it.', 'partner/p12'),
  type: z.enum(SAID_TYPES).optional().openapi({ description: 'Only this.' }),
  who: text('Only what this person said.', 'Lena'),
  ...page,
});

export const noParameters = only({});
export const idParam = z.object({ id: z.string() });
export const previewBody = only({ matcher });
export const sayHeaders = z.object({
  'idempotency-key': z.string().optional().openapi({
    description: "The event's id: sent again, it counts once. Default: a new one each time.",
    example: '0b0f5c52-7c0e-4d5e-9a53-0c1f3c3f7a11',
  }),
});

/** An instant, ms UTC. @throws RefusedQuestion */
export function beforeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new RefusedQuestion(400, 'before', `${text} is no instant.`, 'Write it in ms UTC: before=1795687200000.');
}
