import { z } from '@hono/zod-openapi';

/** The parameters of the KPI API: what each means is said once, here. All are optional where a route says nothing else. */

const text = (description: string, example: string) => z.string().min(1).optional().openapi({ description, example });

const cut = {
  market: text('Only this market, held against its limits.', 'sa'),
  carrier: text('Only this carrier.', 'aramex'),
  channel: text('Only this sales channel.', 'web'),
};

const moment = {
  asOf: text(
    'A day, the same for every partner, or an instant, whose day depends on the zone. Default: now.',
    '2026-10-06',
  ),
  known: text(
    'An instant: counts only what had been told until then. Default: what is known now.',
    '2026-10-06T12:00:00Z',
  ),
};

const days = {
  from: text('The first cohort day; needs "to".', '2026-10-01'),
  to: text('The last cohort day; needs "from".', '2026-10-06'),
};

const partner = text('A partner by its id. Default: all together.', 'noor');
const kpi = z
  .string()
  .min(1)
  .openapi({ description: 'Its id, or its name where no two packs share it.', example: 'on-time-delivery' });
const window = text('A window of the KPI by its name, or a number of days. Default: the first of the KPI.', '7d');

/** A mistyped name would otherwise be a question about everything. */
const only = z.strictObject;

export const callQuery = only({ ...cut, ...moment });
export const partnerQuery = only({ ...cut, ...moment, ...days });
const oneNumber = { kpi, partner, ...cut, ...moment, window, ...days };
export const numberQuery = only(oneNumber);
export const historyQuery = only({ kpi, partner, ...cut, ...moment, ...days });

export const standingsQuery = only({
  ...oneNumber,
  kpi: kpi.optional(),
  by: z
    .enum(['partner', 'market', 'carrier', 'channel'])
    .optional()
    .openapi({ description: 'Also each of these. Default: each partner, where none is named.' }),
});

const set = {
  set: z.enum(['all', 'kept', 'failing']).optional().openapi({
    description: 'Default: all. What fails is the rest of a KPI whose numerator went well, else the numerator.',
  }),
  num: z.enum(['0', '1']).optional().openapi({ description: 'Only those in the numerator (1), or the rest (0).' }),
};

export const csvQuery = only({ ...oneNumber, ...set });
export const ordersQuery = only({
  ...oneNumber,
  ...set,
  after: text('The "next" of the page before.', '2026-10-06~order/8812'),
  limit: text('Rows a page, 500 at most. Default: 100.', '100'),
});

export const changesQuery = only({
  kpi,
  partner,
  ...cut,
  ...moment,
  window,
  ...days,
  since: z
    .string()
    .min(1)
    .openapi({ description: 'A day, from its first instant, or an instant.', example: '2026-10-01' }),
});
