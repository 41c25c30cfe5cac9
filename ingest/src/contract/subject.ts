import * as z from 'zod';
import type { EventType } from './event.ts';
import { UNPRINTABLE } from './printable.ts';

/** Which kinds of subject an event of each type may be about. A shipment's events have their order as subject. */

export type SubjectKind = 'order' | 'ticket' | 'incident' | 'silence' | 'partner' | 'import';

const EXAMPLES: Record<SubjectKind, string> = {
  order: 'order/8812',
  ticket: 'ticket/T-9',
  incident: 'incident/4f1c',
  silence: 'silence/9',
  partner: 'partner/p17',
  import: 'import/2026-11-23',
};

const BY_TYPE: Partial<Record<EventType, readonly SubjectKind[]>> = {
  'customer.notified': ['order', 'ticket', 'incident'],
  'signal.acknowledged': ['incident', 'order', 'ticket', 'partner'],
  'signal.assigned': ['incident', 'order', 'ticket', 'partner'],
  'silence.set': ['silence'],
  'silence.ended': ['silence'],
  'kpi.excluded': ['order', 'ticket'],
  'partner.noted': ['partner'],
  'category.aliased': ['partner', 'ticket'],
  'import.finished': ['import'],
};

export function subjectKinds(type: EventType): readonly SubjectKind[] {
  return BY_TYPE[type] ?? (type.startsWith('ticket.') ? ['ticket'] : ['order']);
}

/** The form of an id behind the kind: printable, no space at either end, `~` only before an order's seller. */
const ID = `[^\\s~${UNPRINTABLE}](?:[^~${UNPRINTABLE}]*[^\\s~${UNPRINTABLE}])?`;
const SUBJECT_LENGTH = 256;

const ANY_SUBJECT = new RegExp(`^[a-z][a-z-]*/${ID}(?:~${ID})?$`, 'u');

const patternOf = (kinds: readonly SubjectKind[]): RegExp =>
  new RegExp(`^(?:${kinds.map((kind) => `${kind}/${ID}${kind === 'order' ? `(?:~${ID})?` : ''}`).join('|')})$`, 'u');

const tooLong = `is longer than ${SUBJECT_LENGTH} characters: write a shorter id`;

export function subjectSchema(type: EventType | undefined) {
  if (type === undefined)
    return z
      .string()
      .max(SUBJECT_LENGTH, tooLong)
      .regex(ANY_SUBJECT, 'is no subject: write kind/id, for instance order/8812');
  const kinds = subjectKinds(type);
  const examples = kinds.map((kind) => EXAMPLES[kind]);
  const hint = type.startsWith('shipment.')
    ? ', the order that the parcel belongs to; the parcel goes into data.shipment'
    : '';
  return z
    .string()
    .max(SUBJECT_LENGTH, tooLong)
    .regex(patternOf(kinds), `is no subject of ${type}: write ${examples.join(' or ')}${hint}`)
    .meta({ examples });
}

/** Whether a subject names one seller's part of an order: `order/8812~p17`. */
export const isPart = (subject: string): boolean => subject.includes('~');
