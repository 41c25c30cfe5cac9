import { z } from 'zod';
import type { Notification } from './notification.ts';
import { signalSchema } from './signal-schema.ts';

/**
 * The shape of what a webhook receives, for those outside. The types of notification.ts are the contract; this file says the
 * same to programs that are not written in TypeScript, and does not compile when it differs.
 */

const instant = z.int().describe('ms UTC');
const acknowledgement = z.object({
  who: z.string(),
  at: instant,
  until: instant.describe('it holds until then, ms UTC'),
  comment: z.string(),
});

const item = z.object({
  key: z.string().describe('for instance order/8812|mall/pickup|0'),
  state: z.enum(['at-risk', 'breached', 'escalated', 'resolved', 'retracted']),
  open: z.boolean(),
  signal: signalSchema.describe('the last signal about it'),
  customerTold: z.object({ at: instant, channel: z.string() }).nullable(),
});

const notification = z.object({
  id: z.string().describe('the same at each attempt; also the webhook-id'),
  group: z.string().describe('what belongs together at this hook: the dedup key'),
  n: z.int().describe('counts the notifications of the group, from 0'),
  action: z.enum(['trigger', 'update', 'acknowledge', 'resolve', 'announce', 'heartbeat', 'test']),
  reason: z.enum([
    'first',
    'changed',
    'repeat',
    'acknowledged',
    'acknowledgement-expired',
    'resolved',
    'customer-told',
    'heartbeat',
    'test',
  ]),
  route: z
    .string()
    .describe("the route's name, or ladder; empty for tests, heartbeats and what the hook's limit gathered"),
  at: instant.describe('when it was decided, ms UTC'),
  kind: z.enum(['clock', 'kpi', 'notice']),
  severity: z.enum(['critical', 'warning', 'info']),
  title: z.string().describe('empty where the items differ'),
  promise: z.string().describe('what all items have in common, here and in the next fields; empty where they differ'),
  subject: z.string(),
  partner: z.string(),
  carrier: z.string(),
  team: z.string(),
  level: z.string(),
  role: z.string(),
  incidents: z.array(z.string()).readonly().describe('the incidents that its items belong to, at most 20'),
  open: z.int().describe('items of the group that are open'),
  total: z.int().describe('items that the group ever had'),
  since: instant.describe('the earliest deadline that was missed, ms UTC'),
  items: z
    .array(item)
    .readonly()
    .describe(
      'what has changed since the post before, the worst first, at most 50; one that ended and began anew is there twice',
    ),
  more: z.int().describe('how many more items there are'),
  signals: z.int().describe('for how many signals it stands; over all posts they add up to what was routed here'),
  acknowledged: acknowledgement.nullable(),
  again: z.object({ who: z.string(), at: instant }).optional().describe('somebody asked for this post again'),
  insteadOf: z.string().optional().describe('the hook that did not take it'),
});

/** The body of a webhook's post, after the payload that Standard Webhooks recommends. */
export const notificationBodySchema = z.object({
  type: z.enum([
    'incident.triggered',
    'incident.updated',
    'incident.acknowledged',
    'incident.resolved',
    'announcement',
    'heartbeat',
    'test',
  ]),
  timestamp: z.iso.datetime().describe('data.at'),
  data: notification,
});

export interface NotificationBody {
  readonly type: z.infer<typeof notificationBodySchema>['type'];
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly data: Omit<Notification, 'hook'>;
}

/** The JSON Schema (draft 2020-12) of a webhook's body: `notification.schema.json`. */
export const notificationJsonSchema = (): Record<string, unknown> => ({
  title: 'What Belfry posts to a webhook',
  ...z.toJSONSchema(notificationBodySchema),
});

/** `true` only if each type takes every value of the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** zod's optional fields may also be there as undefined, which JSON cannot say. */
type Exactly<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const agrees: Same<Exactly<Required<z.infer<typeof notification>>>, Exactly<Required<NotificationBody['data']>>> = true;
void agrees;
