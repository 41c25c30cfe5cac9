import * as z from 'zod';
import { data, name, text } from './data.ts';
import { instant } from './instant.ts';

/** What people say, and what importers say: events as any other, through ingest, into the log. */

const said = {
  who: name.optional(),
  reason: text.optional(),
  until: instant.optional(),
  evidence: text.optional(),
  matcher: z.looseObject({}).optional(),
};

export const PEOPLE_EVENTS = {
  'customer.notified': data({ about: text.optional(), channel: name.optional() }),
  'signal.acknowledged': data(said),
  'signal.assigned': data({ ...said, to: name.optional() }),
  'silence.set': data(said),
  'silence.ended': data(said),
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
  'partner.noted': data({ ...said, note: text.optional() }),
  'category.aliased': data({ ...said, from: name.optional(), to: name.optional() }),
  'import.finished': data({ importid: name.meta({ description: 'The import whose held events are let go.' }) }),
};
