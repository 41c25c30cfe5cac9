/**
 * KPI sums and alarms the slow way, to hold the KPI fold against: it remembers every delta that was ever published, as a
 * set, and works everything out anew from that set after each record. Imports nothing from the processor.
 */

/** [offset, subject, kpi, market, carrier, channel, bucket, num, den, quiet], as lanes publish them. */
export type OracleDelta = readonly [number, string, string, string, string, string, number, number, number, 0 | 1];

export interface OracleKpi {
  readonly id: string;
  readonly days: number;
  /** In thousandths, so that this file needs no rule about rounding. */
  readonly warn: number;
  readonly block: number;
  readonly minimumVolume: number;
}

export interface OraclePolicy {
  readonly kpis: readonly OracleKpi[];
  /** Hours east of UTC, all year; partners that are not named here have 0. */
  readonly zoneHours: Readonly<Record<string, number>>;
}

export type OracleRecord =
  | {
      readonly kind: 'deltas';
      readonly partner: string;
      readonly lane: number;
      readonly deltas: readonly OracleDelta[];
    }
  | { readonly kind: 'tick'; readonly at: number }
  | { readonly kind: 'policy'; readonly policy: OraclePolicy };

export interface OracleSignal {
  readonly offset: number;
  readonly partner: string;
  readonly kpi: string;
  readonly kind: 'kpi-warn' | 'kpi-block' | 'recovered';
  readonly day: number;
  readonly revision: number;
  readonly num: number;
  readonly den: number;
  readonly quiet: boolean;
}

const DAY_MS = 86_400_000;

/** Of one KPI of one partner in one window: a window of other days begins anew. */
interface Heard {
  level: 'ok' | 'warn' | 'block';
  revision: number;
  rung: boolean;
}

/** Reads a whole log; `totals` is keyed by JSON of [kpi, partner, market, carrier, channel, bucket]. */
export function kpiSums(log: readonly OracleRecord[]): {
  totals: Map<string, { num: number; den: number }>;
  signals: OracleSignal[];
  includes: Map<string, Record<number, number>>;
} {
  const known = new Map<string, { partner: string; delta: OracleDelta }>();
  const heard = new Map<string, Heard>();
  const judgedDay = new Map<string, number>();
  const live = new Set<string>();
  const includes = new Map<string, Record<number, number>>();
  const signals: OracleSignal[] = [];
  let policy: OraclePolicy = { kpis: [], zoneHours: {} };
  let horizon = 0;

  const dayOf = (partner: string) => Math.floor((horizon + (policy.zoneHours[partner] ?? 0) * 3_600_000) / DAY_MS);
  const partners = () => [...new Set([...known.values()].map((each) => each.partner))].sort();

  const judge = (offset: number, partner: string, kpis: readonly OracleKpi[], quietCause: boolean) => {
    const day = judgedDay.get(partner);
    if (day === undefined) return;
    for (const kpi of kpis) {
      let num = 0;
      let den = 0;
      for (const { partner: of, delta } of known.values()) {
        if (of !== partner || delta[2] !== kpi.id || delta[6] > day || delta[6] <= day - kpi.days) continue;
        num += delta[7];
        den += delta[8];
      }
      if (den === 0 || den < kpi.minimumVolume) continue;
      const level = num * 1000 < kpi.block * den ? 'block' : num * 1000 < kpi.warn * den ? 'warn' : 'ok';
      const was = heard.get(`${partner} ${kpi.id} ${kpi.days}`) ?? { level: 'ok', revision: 0, rung: false };
      const base = { offset, partner, kpi: kpi.id, day, revision: was.revision, num, den };
      if (level === 'ok' && was.level !== 'ok') {
        signals.push({ ...base, kind: 'recovered', quiet: !was.rung });
        heard.set(`${partner} ${kpi.id} ${kpi.days}`, { level: 'ok', revision: was.revision + 1, rung: false });
      } else if ((level === 'warn' && was.level === 'ok') || (level === 'block' && was.level !== 'block')) {
        const quiet = quietCause || !live.has(partner);
        signals.push({ ...base, kind: `kpi-${level}`, quiet });
        heard.set(`${partner} ${kpi.id} ${kpi.days}`, { level, revision: was.revision, rung: was.rung || !quiet });
      }
    }
  };

  for (const [offset, record] of log.entries()) {
    if (record.kind === 'tick') {
      if (record.at <= horizon) continue;
      horizon = record.at;
      for (const partner of partners()) {
        if (judgedDay.has(partner) && dayOf(partner) <= judgedDay.get(partner)!) continue;
        judgedDay.set(partner, dayOf(partner));
        judge(offset, partner, policy.kpis, false);
      }
    } else if (record.kind === 'policy') {
      policy = record.policy;
      if (horizon === 0) continue;
      for (const partner of partners()) {
        judgedDay.set(partner, dayOf(partner));
        judge(offset, partner, policy.kpis, false);
      }
    } else {
      const { partner, lane, deltas } = record;
      const fresh = deltas.filter((delta) => !known.has(identity(partner, lane, delta)));
      if (fresh.length > 0 && horizon > 0 && !judgedDay.has(partner)) judgedDay.set(partner, dayOf(partner));
      // Runs of the same voice, one after the other.
      while (fresh.length > 0) {
        const voice = fresh[0]![9];
        const touched = new Set<string>();
        while (fresh.length > 0 && fresh[0]![9] === voice) {
          const delta = fresh.shift()!;
          known.set(identity(partner, lane, delta), { partner, delta });
          touched.add(delta[2]);
          const of = includes.get(partner) ?? {};
          of[lane] = Math.max(of[lane] ?? -1, delta[0]);
          includes.set(partner, of);
          if (voice === 0) live.add(partner);
        }
        judge(
          offset,
          partner,
          policy.kpis.filter(({ id }) => touched.has(id)),
          voice === 1,
        );
      }
    }
  }

  const totals = new Map<string, { num: number; den: number }>();
  for (const { partner, delta } of known.values()) {
    const [, , kpi, market, carrier, channel, bucket, num, den] = delta;
    const key = JSON.stringify([kpi, partner, market, carrier, channel, bucket]);
    const sum = totals.get(key) ?? { num: 0, den: 0 };
    totals.set(key, { num: sum.num + num, den: sum.den + den });
  }
  return { totals, signals, includes };
}

const identity = (
  partner: string,
  lane: number,
  [offset, subject, kpi, market, carrier, channel, bucket]: OracleDelta,
) => JSON.stringify([lane, offset, subject, kpi, partner, market, carrier, channel, bucket]);
