import * as z from 'zod';
import { instantOrDay } from './instant.ts';
import { ONE_LINE } from './printable.ts';

/** The fields of `data` that any event may carry, and the pieces that several types share. Unknown fields are kept. */

/** Names end up as keys of tables and KPIs: one line, no more than a screen can show. */
export const name = z
  .string()
  .min(1, 'is empty: leave the field out if there is nothing to tell')
  .max(128, 'is longer than 128 characters: write a shorter name or id')
  .regex(ONE_LINE, 'contains control characters or broken Unicode: write one line of text');

export const text = z.string().max(4_000, 'is longer than 4000 characters: shorten it');

export const actor = z.looseObject({
  kind: z.enum(['customer', 'agent', 'bot', 'partner', 'carrier', 'vendor', 'platform', 'call-centre']),
  id: name.optional(),
});

/** Who did it, where a kind is enough: `by: "partner"`. */
export const by = z.union([actor.shape.kind, actor]);

export const common = {
  partner: name
    .optional()
    .meta({ description: 'Who answers for the subject: merchant, seller, carrier, 3PL, vendor.' }),
  market: name.optional(),
  salesChannel: name.optional(),
  test: z.boolean().optional().meta({ description: 'A test order: counted nowhere.' }),
  actor: actor.optional(),
  timeQuality: z.enum(['exact', 'date', 'inferred']).optional(),
};

/** Data of a type that only needs what any event may carry. */
export const data = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject({ ...common, ...shape });

/** Becomes part of a subject (`order/8812~p17`), and so keeps to its form. */
export const seller = name.regex(
  /^[^\s~](?:[^~]*[^\s~])?$/,
  'contains "~" or begins or ends with a space: write an id without',
);

export const line = z.looseObject({
  id: name.optional(),
  sku: name.optional(),
  quantity: z.number().optional(),
  seller: seller
    .optional()
    .meta({ description: 'Whose line it is. Lines of several sellers split the order (docs/api).' }),
});
export const lines = z.array(line);
/** Every seller of the order, told where `lines` shows only some of them. */
export const sellers = z.array(seller);

export const promise = z.looseObject({
  shipBy: instantOrDay.optional(),
  deliverBy: instantOrDay.optional(),
  precision: name.optional().meta({ description: '"day" or "instant".' }),
  zone: name.optional().meta({ description: 'The IANA zone in which a day ends, for instance Europe/Prague.' }),
});
