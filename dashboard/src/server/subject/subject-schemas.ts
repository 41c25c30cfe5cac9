import { z } from '@hono/zod-openapi';
import type { FindAnswer, SubjectAnswer } from '../../contract/subject-api.ts';
import { count, instant, list, text } from '../pages/described.ts';

/** The shapes of contract/subject-api.ts; the compiler holds them together. */

/** What others have described already: it is told here as they tell it. */
const told = <Shape>(description: string) => z.custom<Shape>().openapi({ type: 'object', description });

type Clock = SubjectAnswer['clocks'][number];
type Entry = SubjectAnswer['said'][number];

const due = instant.nullable();

export const subjectAnswer = z
  .object({
    subject: text.openapi({ example: 'order/8812' }),
    kind: z.enum(['order', 'ticket']),
    asOf: instant,
    isPast: z.boolean(),
    position: z.object({ lane: count, offset: count, nextOffset: count, horizon: instant }),
    ...{ partner: text, partnerName: text, zone: text, market: text, carrier: text, channel: text, assignee: text },
    clocks: list(
      told<Clock>(
        'As /api/explain tells it (docs/clocks.md), with `verdict` ({ is, ms, at }) and `retraction` ({ due, saidAt, takenBackAt, reason } or null).',
      ),
    ),
    evidence: list(told<SubjectAnswer['evidence'][number]>('As /api/explain tells it (docs/clocks.md).')),
    evidenceTotal: count,
    linked: list(
      z.object({
        subject: text,
        how: z.enum(['relates', 'merged-into', 'merged-from']),
        open: count,
        breached: count,
        due,
      }),
    ),
    told: list(told<SubjectAnswer['told'][number]>('One post of one hook: who was told, when, and how it ended.')),
    incidents: list(told<SubjectAnswer['incidents'][number]>('As /api/incidents tells it.')),
    said: list(told<Entry>('As /api/audit tells it.')),
    counts: list(
      z.object({
        ...{ kpi: text, title: text, good: z.enum(['high', 'low']), day: text },
        num: z.union([z.literal(0), z.literal(1)]),
        den: z.union([z.literal(0), z.literal(1)]),
        excluded: text.nullable(),
        quiet: z.boolean(),
      }),
    ),
    exclusions: list(
      z.object({
        kpi: text.nullable(),
        withdrawn: z.boolean(),
        ...{ who: text, reason: text, evidence: text.nullable(), at: instant },
      }),
    ),
    people: z.boolean(),
  })
  .openapi('Subject') satisfies z.ZodType<SubjectAnswer>;

export const findAnswer = z
  .object({
    found: list(
      z.object({
        subject: text,
        kind: z.enum(['order', 'ticket']),
        ...{ partner: text, partnerName: text },
        state: z.enum(['breached', 'running', 'paused', 'ended']).nullable(),
        due,
      }),
    ),
    more: z.boolean(),
  })
  .openapi('Found') satisfies z.ZodType<FindAnswer>;
