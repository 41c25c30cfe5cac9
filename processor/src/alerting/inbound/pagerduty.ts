import { z } from 'zod';
import { hexHmac, sameText } from './signature.ts';

/**
 * Whether a body comes from PagerDuty. While a secret is changed over there are several signatures, of which one must fit. Pure.
 * @param signatures the header `x-pagerduty-signature`: `v1=…,v1=…`.
 */
export function verifyPagerDuty(body: string, signatures: string | undefined, secret: string): boolean {
  const expected = `v1=${hexHmac(secret, body)}`;
  const given = (signatures ?? '').split(',').slice(0, 10);
  return given.some((signature) => sameText(signature.trim(), expected));
}

const acknowledged = z.object({
  event: z.object({
    id: z.string().min(1).max(200),
    event_type: z.literal('incident.acknowledged'),
    occurred_at: z.iso.datetime({ offset: true }),
    // What Belfry itself acknowledged there comes back from an integration: that is nobody's word.
    agent: z.object({ type: z.literal('user_reference'), id: z.string().optional(), summary: z.string().nullish() }),
    // A group of ours; an alert of somebody else's integration is none of our business.
    data: z.object({ incident_key: z.string().regex(/^grp_[0-9a-f]{24}$/) }),
  }),
});

export interface PagerDutyAcknowledgement {
  readonly id: string;
  readonly who: string;
  /** ms UTC. */
  readonly at: number;
  /** The dedup key that Belfry triggered with: the group. */
  readonly group: string;
}

/**
 * What was said with a body whose signature was verified (webhooks v3); null: no acknowledgement by a person. A resolve by hand
 * is none: an incident is over when its clocks are.
 */
export function readPagerDuty(body: string): PagerDutyAcknowledgement | null {
  let payload: unknown;
  try {
    payload = JSON.parse(body);
  } catch {
    return null;
  }
  const { data } = acknowledged.safeParse(payload);
  if (!data) return null;
  const { id, occurred_at, agent, data: incident } = data.event;
  return {
    id,
    who: agent.summary || agent.id || 'PagerDuty',
    at: Date.parse(occurred_at),
    group: incident.incident_key,
  };
}
