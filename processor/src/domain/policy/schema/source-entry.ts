import * as z from 'zod';
import { closed, text } from './closed.ts';

const silence = z
  .union(
    [
      z.literal('never'),
      closed('when a source is silent', {
        least: text('a duration such as `10 minutes`')
          .optional()
          .meta({ examples: ['10 minutes', '20 s'] }),
        factor: z.number('a number such as `3`').positive('a number such as `3`').optional(),
      }),
    ],
    '`never`, or a mapping such as `{ least: 10 minutes, factor: 3 }`',
  )
  .meta({
    description:
      'A source that was not heard for `factor` times its usual gap (3), and `least` at least (10 minutes), is named as silent. `never`: it is not.',
  });

/** What is to be known of those who tell of orders and tickets. */
export const source = closed('a source', { silence });

/** The `source` of events, or a pattern with `*`. */
export const sources = z.record(z.string().min(1), source, 'a mapping from sources, or patterns such as `shop-*`');
