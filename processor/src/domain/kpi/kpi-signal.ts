import { createHash } from 'node:crypto';
import type { KpiSignal, KpiSignalKind } from '../../contract/signal.ts';
import type { CompiledKpi, KpiLimit } from '../policy/compiled.ts';
import type { PartnerTally, Telling } from './partner-tally.ts';
import type { Counts, DayRange } from './window.ts';

/** Which record of the log `kpi` makes a KPI speak. */
export interface KpiCause {
  readonly lane: number;
  readonly offset: number;
  readonly horizon: number;
  /** What moved the counts was history, or nothing but history has been counted yet. */
  readonly quiet: boolean;
}

/** What is said, before it is known under which name and how loudly. */
export interface Saying extends DayRange, Counts {
  readonly kind: KpiSignalKind;
  /** What stands told from now on. */
  readonly told: Telling['level'];
  /** As the partner's tally knows what was told of it. */
  readonly key: string;
  /** The window's name, or the pair's. */
  readonly window: string;
  readonly market: string;
  readonly limit: KpiLimit;
  readonly headroom: number;
  readonly burn: KpiSignal['burn'];
}

/**
 * Makes a signal of what is said, and keeps in the tally that it was told. A recovery is as quiet as what it takes back:
 * whoever was rung hears the end, nobody else.
 * @param k how many signals the record has caused for this partner before.
 */
export function speak(partner: PartnerTally, kpi: CompiledKpi, saying: Saying, cause: KpiCause, k: number): KpiSignal {
  const { kind, told, key, window, from, to, num, den, market, limit, headroom, burn } = saying;
  const before = partner.telling(kpi.id, key);
  const recovered = kind === 'recovered';
  const nobodyRung = before.level === 'ok' || before.level === 'eased' || before.quiet;
  const quiet = recovered ? before.quiet : cause.quiet;
  partner.tell(kpi.id, key, {
    level: told,
    quiet: !recovered && quiet && nobodyRung,
    revision: before.revision + (recovered ? 1 : 0),
  });
  return {
    id: kpiSignalId(kpi.id, partner.id, key, recovered ? 'ok' : told, to, before.revision),
    kind,
    kpi: kpi.id,
    title: kpi.title,
    partner: partner.id,
    market,
    window,
    from,
    day: to,
    revision: before.revision,
    num,
    den,
    good: kpi.good,
    limit: limit.rate,
    failures: limit.failures ?? null,
    headroom,
    burn,
    horizon: cause.horizon,
    quiet,
    lane: cause.lane,
    offset: cause.offset,
    k,
  };
}

/**
 * The name of a KPI's signal: the same for every owner and every replay (DESIGN, Ids). Between two recoveries each level is
 * told once, and a recovery makes the revision grow, so no two signals of a window share a name.
 */
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
