import type { IncidentLine, KpiState, PartnerLine } from './picture.ts';

/** The orders of the picture's lists. Total: two different items are never equal, so that every wall shows the same. */

interface Timed {
  readonly id: string;
  readonly due: number;
}

interface Reached {
  readonly id: string;
  readonly at: number;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Newest missed deadline first. */
export const byNewest = (a: Timed, b: Timed): number => b.due - a.due || byText(a.id, b.id);

/** Escalated last first. */
export const byLatest = (a: Reached, b: Reached): number => b.at - a.at || byText(a.id, b.id);

/** What runs out next first. */
export const byDue = (a: Timed, b: Timed): number => a.due - b.due || byText(a.id, b.id);

const WEIGHT: Readonly<Record<KpiState, number>> = { breach: 3, warn: 2, ok: 1, none: 0 };

/** Worst first: a broken KPI, then open breaches, then the least left of a budget; partners without figures last. */
export const byWorst = (a: PartnerLine, b: PartnerLine): number =>
  Number(b.state === 'breach') - Number(a.state === 'breach') ||
  b.open - a.open ||
  WEIGHT[b.state] - WEIGHT[a.state] ||
  (a.margin ?? 0) - (b.margin ?? 0) ||
  byText(a.name, b.name) ||
  byText(a.id, b.id);

const GRAVITY: Readonly<Record<IncidentLine['severity'], number>> = { critical: 2, warning: 1, info: 0 };

type Weighed = Pick<IncidentLine, 'id' | 'severity' | 'newest' | 'acknowledged'>;

/** What nobody has taken on comes first, then the graver, then the newer. */
export const byGravest = (a: Weighed, b: Weighed): number =>
  Number(a.acknowledged !== null) - Number(b.acknowledged !== null) ||
  GRAVITY[b.severity] - GRAVITY[a.severity] ||
  b.newest - a.newest ||
  byText(a.id, b.id);
