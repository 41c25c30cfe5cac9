import type { Acknowledgement, Assignment, Item, Silence } from '@belfry/processor/contract';
import { MATCH_FIELDS, SAID_TYPES } from '@belfry/processor/contract';
import { z } from '@hono/zod-openapi';
import type {
  AuditEntry,
  AuditList,
  IncidentDetail,
  IncidentList,
  NamedIncident,
  PartnerNotes,
  SayingTaken,
  SilenceList,
  SilencePreview,
} from '../../contract/people-api.ts';

/** The shapes of contract/people-api.ts as schemas, for the OpenAPI document; the compiler holds them together. */

const list = <Shape extends z.ZodType>(shape: Shape) => z.array(shape).readonly();
const text = z.string();
const count = z.int().min(0);
const instant = z.int().openapi({ description: 'ms UTC' });

const value = text.min(1).max(128);
const values = z.union([value, z.array(value).min(1).readonly()]).optional();
const fields = Object.fromEntries(MATCH_FIELDS.map((field) => [field, values])) as Record<
  (typeof MATCH_FIELDS)[number],
  typeof values
>;
export const matcher = z.strictObject(fields).openapi('Matcher', {
  description:
    'By field of a signal the value, or a list of values, that fits. All fields must fit; one at least is named.',
  example: { partner: 'p12', promise: ['mall/pickup'] },
});

export const saying = z
  .strictObject({
    type: z.enum(SAID_TYPES),
    subject: text.openapi({ example: 'incident/inc_4f1c' }),
    data: z
      .looseObject({})
      .default({})
      .openapi({ example: { who: 'Lena', comment: 'on it' } }),
  })
  .openapi('Saying');
export const sayingTaken = z.object({ id: text }).openapi('SayingTaken') satisfies z.ZodType<SayingTaken>;

const acknowledgement = z.object({
  who: text,
  at: instant,
  until: instant,
  comment: text,
}) satisfies z.ZodType<Acknowledgement>;
const assignment = z.object({ to: text, by: text, at: instant }) satisfies z.ZodType<Assignment>;

const incident = z
  .object({
    id: text,
    offset: count,
    kind: z.enum(['clock', 'kpi', 'notice']),
    state: z.enum(['open', 'acknowledged', 'resolved']),
    severity: z.enum(['critical', 'warning', 'info']),
    ...{ promise: text, title: text },
    cause: z.object({
      field: z.enum(['partner', 'carrier', 'team', 'channel', 'market', 'subject']),
      value: text,
    }),
    ...{ subject: text, partner: text, partnerName: text, carrier: text, team: text, level: text, role: text },
    ...{ since: instant, newest: instant, changed: instant, resolved: instant.nullable() },
    ...{ open: count, total: count, retracted: count, silenced: count },
    acknowledged: acknowledgement.nullable(),
    expired: acknowledgement.nullable(),
    assigned: assignment.nullable(),
  })
  .openapi('Incident') satisfies z.ZodType<NamedIncident>;

const item = z
  .object({
    ...{ key: text, incident: text },
    state: z.enum(['at-risk', 'breached', 'escalated', 'resolved', 'retracted']),
    open: z.boolean(),
    signal: z
      .custom<Item['signal']>()
      .openapi({ type: 'object', description: 'The last signal about it, as hooks and the log have it.' }),
    customerTold: z.object({ at: instant, channel: text }).nullable(),
  })
  .openapi('Item') satisfies z.ZodType<Item>;

const auditEntry = z
  .object({
    ...{ lane: count, offset: count, at: instant, told: instant },
    ...{ type: text, subject: text, who: text, reason: text, until: instant.nullable() },
    data: z.looseObject({}),
  })
  .openapi('AuditEntry') satisfies z.ZodType<AuditEntry>;

const silence = z.object({
  ...{ id: text, matcher, who: text, reason: text, from: instant, until: instant },
}) as unknown as z.ZodObject<{ readonly [Field in keyof Silence]: z.ZodType<Silence[Field]> }>;

export const incidentListAnswer = z
  .object({ incidents: list(incident), total: count })
  .openapi('Incidents') satisfies z.ZodType<IncidentList>;

export const incidentAnswer = z
  .object({ incident, items: list(item), audit: list(auditEntry) })
  .openapi('IncidentDetail') satisfies z.ZodType<IncidentDetail>;

export const auditAnswer = z.object({ entries: list(auditEntry) }).openapi('Audit') satisfies z.ZodType<AuditList>;

export const notesAnswer = z
  .object({ entries: list(auditEntry), nextCall: instant.nullable() })
  .openapi('PartnerNotes') satisfies z.ZodType<PartnerNotes>;

export const silencesAnswer = z
  .object({ silences: list(silence.extend({ inForce: z.boolean(), hides: count })) })
  .openapi('Silences') satisfies z.ZodType<SilenceList>;

export const previewAnswer = z
  .object({
    ...{ incidents: list(incident), items: count, of: count },
    examples: list(z.object({ subject: text, title: text, partner: text })),
  })
  .openapi('SilencePreview') satisfies z.ZodType<SilencePreview>;

export const refusal = z
  .object({ refused: text, reason: text, remedy: text })
  .openapi('Refusal', { description: 'What is wrong, and what to write instead.' });
