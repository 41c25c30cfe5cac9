import type { KpiSignal } from '../../contract/signal.ts';
import { zoneDay } from '../calendar/zone.ts';
import type { CompiledZone, KpiLimit, KpiWindow } from '../policy/compiled.ts';
import { alarmFor } from './alarm.ts';
import { BURN_PAIRS, type BurnPair, burnRate, burnSince, burnsFaster } from './burn.ts';
import { type KpiCause, speak } from './kpi-signal.ts';
import type { KpiTerm, KpiTerms } from './kpi-terms.ts';
import { headroom, isKept, limitsAt } from './limits.ts';
import { sliceEnd } from './pace.ts';
import type { PartnerTally } from './partner-tally.ts';
import type { Counts } from './window.ts';

/** Which KPIs are judged: all of them, those that were counted, or only how fast they burn. */
export type Look = 'all' | 'burn' | ReadonlySet<string>;

/**
 * Judges KPIs of a partner as of the horizon, and answers the signals of those that have something new to say; what was
 * told is kept in the tally. Judging the same counts again at the same horizon says nothing more.
 * @param k how many signals this record has caused for this partner before.
 */
export function judgePartner(
  partner: PartnerTally,
  terms: KpiTerms,
  look: Look,
  cause: KpiCause,
  k: number,
): readonly KpiSignal[] {
  const signals: KpiSignal[] = [];
  const take = (signal: KpiSignal | null): void => {
    if (signal !== null) signals.push(signal);
  };
  const market = terms.marketOf(partner.id);
  for (const term of look === 'burn' ? terms.burning : terms.all) {
    if (typeof look !== 'string' && !look.has(term.kpi.id)) continue;
    const asOf = terms.dayOf(partner.id, term, cause.horizon);
    if (look !== 'burn') {
      for (const window of term.ringing) {
        take(judgeWindow(partner, term, window, market, asOf, cause, k + signals.length));
      }
    }
    for (const pair of term.pairs) {
      const zone = term.zone ?? terms.zoneOf(partner.id);
      take(judgeBurn(partner, term, pair, zone, market, asOf, cause, k + signals.length));
    }
  }
  return signals;
}

function judgeWindow(
  partner: PartnerTally,
  { kpi }: KpiTerm,
  window: KpiWindow,
  market: string,
  asOf: number,
  cause: KpiCause,
  k: number,
): KpiSignal | null {
  const evaluation = partner.evaluate(kpi, window, market, asOf);
  const { from, to, num, den, level, limits, headroom: room } = evaluation;
  if (limits === undefined || room === null) return null;
  const before = partner.telling(kpi.id, window.name);
  // No window bears the name of a burn.
  if (before.level === 'burn') return null;
  const alarm = alarmFor(before.level, level, isKept(evaluation, limits.recover, kpi.good));
  if (alarm === null) return null;
  const { kind, told } = alarm;
  if (kind === null) {
    partner.tell(kpi.id, window.name, { ...before, level: told });
    return null;
  }
  const limit: KpiLimit = kind === 'recovered' ? limits.recover : kind === 'kpi-warn' ? limits.warn : limits.block;
  const saying = { kind, told, key: window.name, window: window.name, from, to, num, den, market, limit };
  return speak(partner, kpi, { ...saying, headroom: room, burn: null }, cause, k);
}

const NOTHING: Counts = { num: 0, den: 0 };

/**
 * Rings when both windows of a pair burn faster than the policy bears, and recovers when one burns no faster than half of that:
 * a burn that trembles at the factor does not ring at every order.
 */
function judgeBurn(
  partner: PartnerTally,
  { kpi }: KpiTerm,
  pair: BurnPair,
  zone: CompiledZone,
  market: string,
  asOf: number,
  cause: KpiCause,
  k: number,
): KpiSignal | null {
  const key = burnKey(pair);
  const pace = partner.pace(kpi.id);
  const stands = partner.telling(kpi.id, key).level === 'burn';
  if (pace === undefined && !stands) return null;
  const limit = limitsAt(kpi.limits, market, asOf)?.block;
  const factor = kpi.burn?.[pair];
  if (limit === undefined || factor === undefined) return null;
  const now = cause.horizon;
  const [shorter, longer] = BURN_PAIRS[pair];
  const short = pace?.sum(shorter, now) ?? NOTHING;
  const bar = stands ? factor / 2 : factor;
  let burns = burnsFaster(short, limit, kpi, bar);
  if (!burns && !stands) return null;
  const long = pace?.sum(longer, now) ?? NOTHING;
  burns &&= burnsFaster(long, limit, kpi, bar);
  if (burns === stands) return null;
  const { good } = kpi;
  return speak(
    partner,
    kpi,
    {
      kind: burns ? 'kpi-burn' : 'recovered',
      told: burns ? 'burn' : 'ok',
      key,
      window: pair,
      from: zoneDay(zone, burnSince(longer, now)),
      to: asOf,
      ...long,
      market,
      limit,
      headroom: headroom(long, limit, good),
      burn: { short: burnRate(short, limit, good), long: burnRate(long, limit, good), factor },
    },
    cause,
    k,
  );
}

/** No window of a pack is named so, whatever its author thinks of. */
const burnKey = (pair: BurnPair): string => `burn/${pair}`;

/**
 * The first instant behind `now` at which a partner's burn may look different though nothing is counted: counts that are
 * ahead of the horizon are reached, or a slice ends while somebody waits to hear that it is over.
 */
export function nextBurn(partner: PartnerTally, terms: KpiTerms, now: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { kpi, pairs } of terms.burning) {
    next = Math.min(next, partner.pace(kpi.id)?.ahead(now) ?? next);
    for (const pair of pairs) {
      if (partner.telling(kpi.id, burnKey(pair)).level === 'burn') next = Math.min(next, sliceEnd(pair, now));
    }
  }
  return next;
}
