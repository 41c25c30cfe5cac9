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
  'kpi.excluded': data({ ...said, kpi: name.optional() }),
  'partner.noted': data({ ...said, note: text.optional() }),
  'category.aliased': data({ ...said, from: name.optional(), to: name.optional() }),
  'import.finished': data({ importid: name.meta({ description: 'The import whose held events are let go.' }) }),
};
