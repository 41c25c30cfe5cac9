import * as z from 'zod';
import { actor, data, name, text } from './data.ts';
import { instant } from './instant.ts';

/** Events of tickets, from any help desk or incident log. */

const score = {
  score: z.number(),
  scale: z.number().positive().optional().meta({ description: 'The best score there is; 5 where it is left out.' }),
};
const waitingOn = z.enum(['customer', 'vendor', 'none']);
const held = { team: name.optional(), assignee: name.optional(), vendor: name.optional() };
const relates = z
  .array(z.string().max(256))
  .optional()
  .meta({ description: 'Subjects that it is about, for instance ["order/8812"].' });

const classification = {
  category: name.optional(),
  subcategory: name.optional(),
  channel: name.optional(),
  priority: name.optional(),
  impact: name.optional(),
  urgency: name.optional(),
  segment: name.optional(),
};

export const ticketSnapshot = data({
  asOf: instant.optional().meta({ description: 'When this was the state; the event time if missing.' }),
  ...classification,
  ...held,
  relates,
  status: name.optional().meta({ description: '"resolved", "closed", "deleted", or a working status of the desk.' }),
  statusSince: instant.optional(),
  waitingOn: waitingOn.optional(),
  createdAt: instant.optional(),
  assignedAt: instant.optional(),
  resolvedAt: instant.optional(),
  reopenedAt: instant.optional(),
  closedAt: instant.optional(),
  deletedAt: instant.optional(),
  messages: z
    .array(
      z.looseObject({
        id: name.optional(),
        at: instant,
        public: z.boolean().optional(),
        auto: z.boolean().optional(),
        actor: actor.optional(),
      }),
    )
    .optional(),
});

export const TICKET_EVENTS = {
  'ticket.created': data({ ...classification, ...held, relates }),
  'ticket.classified': data({ field: name, from: z.unknown().optional(), to: z.unknown() }),
  'ticket.assigned': data(held),
  'ticket.status-changed': data({ from: name.optional(), to: name, waitingOn: waitingOn.optional() }),
  'ticket.message': data({ public: z.boolean().optional(), auto: z.boolean().optional() }),
  'ticket.resolved': data({ reason: text.optional() }),
  'ticket.reopened': data({ reason: text.optional() }),
  'ticket.closed': data({ reason: text.optional() }),
  'ticket.merged': data({ into: name.meta({ description: 'The ticket that it was merged into.' }) }),
  'ticket.deleted': data({ reason: text.optional() }),
  'ticket.rated': data(score),
  'ticket.snapshot': ticketSnapshot,
};
