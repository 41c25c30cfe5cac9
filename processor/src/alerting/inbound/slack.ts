import { z } from 'zod';
import { ACKNOWLEDGE_ACTION } from '../receivers/slack.ts';
import { hexHmac, sameText } from './signature.ts';

/** How old, or how far ahead, a request of Slack may be: what was recorded once is of no use later. */
const MOST_AGE_MS = 5 * 60_000;

export interface SlackHeaders {
  /** `x-slack-signature`. */
  readonly signature: string | undefined;
  /** `x-slack-request-timestamp`, seconds. */
  readonly timestamp: string | undefined;
}

/** Whether a body comes from Slack, and now. Pure. */
export function verifySlack(body: string, headers: SlackHeaders, secret: string, now: number): boolean {
  const { signature, timestamp } = headers;
  if (signature === undefined || timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  const fresh = Math.abs(now - Number(timestamp) * 1000) <= MOST_AGE_MS;
  return sameText(signature, `v0=${hexHmac(secret, `v0:${timestamp}:${body}`)}`) && fresh;
}

const pressed = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string(), username: z.string().optional(), name: z.string().optional() }),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string().regex(/^\d{1,12}(\.\d{1,9})?$/),
        value: z.string().optional(),
      }),
    )
    .max(25),
});

/** A press of "Acknowledge". */
export interface SlackAcknowledgement {
  /** Who pressed, and when, to the microsecond: the same press, sent again, is the same. */
  readonly id: string;
  readonly who: string;
  /** ms UTC. */
  readonly at: number;
  readonly incidents: readonly string[];
}

/** What was said with a body whose signature was verified; null: nothing that Belfry asked for. Pure. */
export function readSlack(body: string): SlackAcknowledgement | null {
  const payload = new URLSearchParams(body).get('payload');
  if (payload === null) return null;
  const { data } = pressed.safeParse(parsed(payload));
  const action = data?.actions.find(({ action_id }) => action_id === ACKNOWLEDGE_ACTION);
  const incidents = (action?.value ?? '').split(' ').filter((id) => /^inc_[\w-]{1,100}$/.test(id));
  if (!data || !action || incidents.length === 0) return null;
  const { user } = data;
  return {
    id: `${user.id}/${action.action_ts}`,
    who: user.name ?? user.username ?? user.id,
    at: Math.floor(Number(action.action_ts) * 1000),
    incidents,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
