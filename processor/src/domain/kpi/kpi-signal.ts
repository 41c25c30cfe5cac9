import { createHash } from 'node:crypto';
import type { KpiSignal } from '../../contract/signal.ts';
import type { CompiledKpi } from '../policy/compiled.ts';
import { alarmFor } from './alarm.ts';
import type { PartnerTally } from './partner-tally.ts';

/** Which record of the log `kpi` makes a KPI speak. */
export interface KpiCause {
  readonly lane: number;
  readonly offset: number;
  readonly horizon: number;
  /** What moved the counts was history, or nothing but history has been counted yet. */
  readonly quiet: boolean;
}

/**
 * Judges one KPI of a partner as of its day, and answers the signal if its limits have something new to say; what was
 * told is kept in the tally. A recovery is as quiet as what it takes back: whoever was rung hears the end, nobody else.
 * @param k how many signals this record has caused for this partner before.
 */
export function judgeKpi(partner: PartnerTally, kpi: CompiledKpi, cause: KpiCause, k: number): KpiSignal | null {
  if (partner.day === null) return null;
  const { level, num, den, to } = partner.evaluate(kpi, partner.day);
  const before = partner.telling(kpi.id, kpi.window.name);
  const alarm = alarmFor(before.level, level);
  if (alarm === null) return null;
  const recovered = alarm.kind === 'recovered';
  const nobodyRung = before.level === 'ok' || before.quiet;
  const quiet = recovered ? before.quiet : cause.quiet;
  partner.tell(kpi.id, kpi.window.name, {
    level: alarm.told,
    quiet: !recovered && quiet && nobodyRung,
    revision: before.revision + (recovered ? 1 : 0),
  });
  return {
    id: kpiSignalId(kpi.id, partner.id, kpi.window.name, alarm.told, to, before.revision),
    kind: alarm.kind,
    kpi: kpi.id,
    title: kpi.title,
    partner: partner.id,
    window: kpi.window.name,
    day: to,
    revision: before.revision,
    num,
    den,
    limit: alarm.told === 'block' ? kpi.block : kpi.warn,
    horizon: cause.horizon,
    quiet,
    lane: cause.lane,
    offset: cause.offset,
    k,
  };
}

/** The name of a KPI's signal: the same for every owner and every replay (DESIGN, Ids). */
export const kpiSignalId = (
  kpi: string,
  partner: string,
  window: string,
  level: string,
  day: number,
  revision: number,
): string =>
  `sig_${createHash('sha256')
    .update(JSON.stringify([kpi, partner, window, level, day, revision]))
    .digest('hex')
    .slice(0, 32)}`;
