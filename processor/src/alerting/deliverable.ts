import { isKpiSignal, isNotice, type Signal } from '../contract/signal.ts';

const DELIVERED_KINDS: ReadonlySet<Signal['kind']> = new Set([
  'at-risk',
  'breached',
  'escalated',
  'met-late',
  'retracted',
  'kpi-warn',
  'kpi-block',
  'recovered',
  'policy-changed',
  'calendar-ends',
  'import-unfinished',
] as const);

/** Why a signal is posted to hooks, or why it is not. */
export type Deliverability = 'deliver' | 'quiet' | 'not-for-hooks';

export function deliverability(signal: Signal): Deliverability {
  if (signal.quiet) return 'quiet';
  return DELIVERED_KINDS.has(signal.kind) ? 'deliver' : 'not-for-hooks';
}

/** Signals of one chain are posted one after the other: a retraction never overtakes its breach. */
export function chainOf(signal: Signal): string {
  if (isNotice(signal)) return JSON.stringify([signal.about]);
  return JSON.stringify(isKpiSignal(signal) ? [signal.partner, signal.kpi] : [signal.subject, signal.promise]);
}

/**
 * The bytes of a post, the same at every attempt.
 * @param json the signal as it stands in the log.
 */
export function hookBody(signal: Signal, json: string): string {
  const about = isKpiSignal(signal) ? signal.horizon : signal.at;
  return `{"type":"signal.${signal.kind}","timestamp":"${new Date(about).toISOString()}","data":${json}}`;
}
