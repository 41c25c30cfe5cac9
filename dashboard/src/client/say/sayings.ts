import type { Matcher, Saying } from '../../contract/people-api.ts';

/** What people say, as `POST /api/say` takes it. Pure: instants are arguments, ms UTC. */

/** @param until null: as long as the server lets it hold. */
export const acknowledging = (incident: string, who: string, comment: string, until: number | null = null): Saying => ({
  type: 'signal.acknowledged',
  subject: `incident/${incident}`,
  data: { who, ...(comment && { reason: comment }), ...(until !== null && { until: iso(until) }) },
});

/** @param to empty: it is taken from whoever had it. */
export const assigning = (incident: string, who: string, to: string, comment: string): Saying => ({
  type: 'signal.assigned',
  subject: `incident/${incident}`,
  data: { who, ...(to && { to }), ...(comment && { reason: comment }) },
});

export interface SilenceWords {
  readonly matcher: Matcher;
  readonly who: string;
  readonly reason: string;
  readonly until: number;
}

/** @param id its own, in the characters of a subject. */
export const silencing = (id: string, { matcher, who, reason, until }: SilenceWords): Saying => ({
  type: 'silence.set',
  subject: `silence/${id}`,
  data: { who, reason, until: iso(until), matcher },
});

/** @param silence its subject, `silence/9`. */
export const unsilencing = (silence: string, who: string): Saying => ({
  type: 'silence.ended',
  subject: silence,
  data: { who },
});

/** @param nextCall null: none is planned. */
export const noting = (partner: string, who: string, note: string, nextCall: number | null): Saying => ({
  type: 'partner.noted',
  subject: `partner/${partner}`,
  data: { who, ...(note && { note }), ...(nextCall !== null && { nextCall: iso(nextCall) }) },
});

export interface ExclusionWords {
  readonly kpi: string;
  /** Who approved it. */
  readonly who: string;
  readonly reason: string;
  readonly evidence: string;
}

/** @param subject the order, `order/8812`. */
export const excluding = (subject: string, { kpi, who, reason, evidence }: ExclusionWords): Saying => ({
  type: 'kpi.excluded',
  subject,
  data: { who, reason, kpi, ...(evidence && { evidence }) },
});

const iso = (instant: number): string => new Date(instant).toISOString();
