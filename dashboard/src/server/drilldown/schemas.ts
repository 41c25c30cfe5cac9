import { z } from '@hono/zod-openapi';
import type {
  BurnAnswer,
  CallAnswer,
  CallReason,
  CausesAnswer,
  ChangesAnswer,
  DayAnswer,
  ExclusionsAnswer,
  KpiCard,
  OrdersAnswer,
  PartnerAnswer,
  ProjectionAnswer,
  Standing,
  TimingAnswer,
} from '../../contract/kpi-api.ts';

/** The shapes of contract/kpi-api.ts as schemas, for the OpenAPI document; the compiler holds them together. */

const list = <Shape extends z.ZodType>(shape: Shape) => z.array(shape).readonly();
const count = z.int();
const rate = z.number().nullable();
const day = z.iso.date();
const instant = z.int().openapi({ description: 'ms UTC' });
const verdict = z.enum(['ok', 'warn', 'block', 'n/a']);
const counts = { num: count, den: count };
const limit = z.object({ words: z.string(), rate: z.number() }).nullable();

export const standing = z
  .object({
    kpi: z.string(),
    title: z.string(),
    good: z.enum(['high', 'low']),
    partner: z.string().nullable(),
    partnerName: z.string().nullable(),
    group: z.string().nullable(),
    window: z.string(),
    windowWords: z.string(),
    from: day,
    to: day,
    zone: z.string().nullable(),
    ...counts,
    rate,
    verdict,
    minimumVolume: count,
    warn: limit,
    block: limit,
    headroom: count.nullable(),
    budget: count.nullable(),
    tier: z.object({ name: z.string(), consequence: z.string().nullable() }).nullable(),
    settled: z.enum(['final', 'provisional']),
    revised: z.object({ ...counts, rate, at: instant }).nullable(),
    before: z.object({ from: day, to: day, ...counts, rate }).nullable(),
    asOf: z.string(),
    positions: z.record(z.string(), z.int()),
  })
  .openapi('Standing') satisfies z.ZodType<Standing>;

const burn = z.object({
  '1h': rate,
  '6h': rate,
  '1d': rate,
  '3d': rate,
  over: list(z.enum(['fast', 'slow'])),
}) satisfies z.ZodType<BurnAnswer>;

const projection = z.object({
  from: day,
  to: day,
  ...counts,
  rate,
  verdict,
  headroom: count.nullable(),
}) satisfies z.ZodType<ProjectionAnswer>;

const card = z.object({
  kpi: z.string(),
  title: z.string(),
  windows: list(standing),
  judged: z.string(),
  trend: list(rate),
  burn,
  projection,
  consequence: z.string().nullable(),
  provenance: z.string(),
}) satisfies z.ZodType<KpiCard>;

const whose = {
  partner: z.string(),
  name: z.string(),
  market: z.string(),
  tier: z.string().nullable(),
  review: day.nullable(),
};

export const partnerAnswer = z
  .object({ ...whose, zone: z.string(), asOf: z.string(), kpis: list(card) })
  .openapi('Partner') satisfies z.ZodType<PartnerAnswer>;

const reason = z.object({
  kpi: z.string(),
  title: z.string(),
  shown: standing,
  month: standing,
  projection,
}) satisfies z.ZodType<CallReason>;

export const callAnswer = z
  .object({ ...whose, worst: reason.nullable(), kpis: list(reason) })
  .openapi('Call') satisfies z.ZodType<CallAnswer>;

export const dayAnswer = z.object({ day, ...counts, rate }).openapi('Day') satisfies z.ZodType<DayAnswer>;

export const ordersAnswer = z
  .object({
    rows: list(
      z.object({
        subject: z.string(),
        partner: z.string(),
        day,
        num: z.union([z.literal(0), z.literal(1)]),
        market: z.string(),
        carrier: z.string(),
        channel: z.string(),
        due: instant.nullable(),
        stop: instant.nullable(),
        broken: list(z.string()),
        at: instant,
        cause: z.string(),
      }),
    ),
    next: z.string().nullable(),
    total: count,
  })
  .openapi('Orders') satisfies z.ZodType<OrdersAnswer>;

const shares = list(z.object({ value: z.string(), count }));

export const causesAnswer = z
  .object({ failing: count, promises: shares, stages: shares, carriers: shares })
  .openapi('Causes') satisfies z.ZodType<CausesAnswer>;

const dated = z.object({ from: day, to: day, ...counts });

export const changesAnswer = z
  .object({ since: instant, before: dated, after: dated, parts: list(z.object({ cause: z.string(), ...counts })) })
  .openapi('Changes') satisfies z.ZodType<ChangesAnswer>;

export const exclusionsAnswer = z
  .object({
    rows: list(
      z.object({
        subject: z.string(),
        partner: z.string(),
        day,
        reason: z.string(),
        by: z.enum(['person', 'policy']),
        who: z.string().nullable(),
        words: z.string().nullable(),
        evidence: z.string().nullable(),
        at: instant,
      }),
    ),
    total: count,
  })
  .openapi('Exclusions') satisfies z.ZodType<ExclusionsAnswer>;

export const timingAnswer = z
  .object({
    measure: z.enum(['lateness', 'until']).nullable(),
    of: count,
    timed: count,
    cap: count.nullable(),
    median: z.number().nullable(),
    p90: z.number().nullable(),
  })
  .openapi('Timing') satisfies z.ZodType<TimingAnswer>;

export const refusal = z
  .object({ refused: z.string(), reason: z.string(), remedy: z.string() })
  .openapi('Refusal', { description: 'What is wrong, and what to write instead.' });
