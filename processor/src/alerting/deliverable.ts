import { isKpiSignal, isNotice, type Signal } from '../contract/signal.ts';

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
