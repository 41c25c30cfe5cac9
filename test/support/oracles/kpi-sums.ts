import { DateTime } from 'luxon';

/**
 * KPI sums and alarms the slow way, to hold the KPI fold against: it remembers every delta that was ever published, as a
 * set, and works everything out anew from that set after each record, by docs/kpis.md. Imports nothing from the processor.
 */

/** [offset, subject, kpi, market, carrier, channel, bucket, num, den, quiet, at, cause], as lanes publish them. */
export type OracleDelta = readonly [
  number,
  string,
  string,
  string,
  string,
  string,
  number,
  number,
  number,
  0 | 1,
  number,
  OracleCause,
];

export type OracleCause = 'counted' | 'revised' | 'moved' | 'withdrawn' | 'policy' | 'history' | `excluded/${string}`;

export interface OracleLimit {
  /** In thousandths, so that this file needs no rule about rounding. */
  readonly thousandths: number;
  readonly failures?: { readonly most: number; readonly join: 'or' | 'and' };
}

export interface OracleLimits {
  readonly market?: string;
  readonly from?: number;
  readonly warn: OracleLimit;
  readonly block: OracleLimit;
  readonly recover: OracleLimit;
}

export interface OracleWindow {
  readonly name: string;
  readonly of: 'days' | 'months' | 'months-inclusive' | 'weeks-from-monday' | 'weeks-from-sunday' | 'calendar-months';
  /** How many days or months; of calendar weeks and months, how many before the running one. */
  readonly n: number;
  readonly lag: number;
}

export interface OracleKpi {
  readonly id: string;
  readonly good: 'high' | 'low';
  /** Hours east of UTC, if it does not count the partner's days. */
  readonly zoneHours?: number;
  readonly windows: readonly OracleWindow[];
  readonly rings: readonly string[];
  readonly limits: readonly OracleLimits[];
  readonly minimumVolume: number;
  readonly burn?: { readonly fast?: number; readonly slow?: number };
}

export interface OraclePolicy {
  readonly kpis: readonly OracleKpi[];
  /** Hours east of UTC, all year; partners that are not named here have 0 and the market `default`. */
  readonly partners: Readonly<Record<string, { readonly zoneHours: number; readonly market: string }>>;
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
  readonly market: string;
  readonly kpi: string;
  readonly window: string;
  readonly kind: 'kpi-warn' | 'kpi-block' | 'kpi-burn' | 'recovered';
  readonly from: number;
  readonly day: number;
  readonly revision: number;
  readonly num: number;
  readonly den: number;
  readonly limit: number;
  readonly failures: OracleLimit['failures'] | null;
  readonly headroom: number;
  readonly burn: { readonly short: number | null; readonly long: number | null; readonly factor: number } | null;
  readonly quiet: boolean;
}

interface Known {
  readonly partner: string;
  readonly delta: OracleDelta;
  /** Newly counted, while the policy lets the KPI's burn ring. */
  burns: boolean;
}

interface Heard {
  level: 'ok' | 'warn' | 'block' | 'eased' | 'burn';
  revision: number;
  rung: boolean;
}

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const PAIRS = {
  fast: { slice: 10 * MINUTE_MS, short: 6, long: 36 },
  slow: { slice: 60 * MINUTE_MS, short: 24, long: 72 },
} as const;

/** Reads a whole log; `totals` is keyed by JSON of [kpi, partner, market, carrier, channel, bucket]. */
export function kpiSums(log: readonly OracleRecord[]): {
  totals: Map<string, { num: number; den: number }>;
  signals: OracleSignal[];
  includes: Map<string, Record<number, number>>;
} {
  const known = new Map<string, Known>();
  const heard = new Map<string, Heard>();
  const live = new Set<string>();
  const includes = new Map<string, Record<number, number>>();
  const signals: OracleSignal[] = [];
  let policy: OraclePolicy = { kpis: [], partners: {} };
  let horizon = 0;

  const hoursOf = (partner: string, kpi: OracleKpi) => kpi.zoneHours ?? policy.partners[partner]?.zoneHours ?? 0;
  const marketOf = (partner: string) => policy.partners[partner]?.market ?? 'default';
  const localDay = (instant: number, hours: number) => Math.floor((instant + hours * 60 * MINUTE_MS) / DAY_MS);
  const partners = () => [...new Set([...known.values()].map((each) => each.partner))].sort();
  const sumOf = (partner: string, kpi: OracleKpi, fits: (each: Known) => boolean) => {
    let num = 0;
    let den = 0;
    for (const each of known.values()) {
      if (each.partner !== partner || each.delta[2] !== kpi.id || !fits(each)) continue;
      num += each.delta[7];
      den += each.delta[8];
    }
    return { num, den };
  };

  /** Says something once, and remembers it. */
  const say = (
    name: string,
    told: Heard['level'],
    quietCause: boolean,
    signal: Omit<OracleSignal, 'quiet' | 'revision'>,
  ) => {
    const was = heard.get(name) ?? { level: 'ok', revision: 0, rung: false };
    const loud = !quietCause && live.has(signal.partner);
    if (signal.kind === 'recovered') {
      signals.push({ ...signal, revision: was.revision, quiet: !was.rung });
      heard.set(name, { level: told, revision: was.revision + 1, rung: false });
    } else {
      signals.push({ ...signal, revision: was.revision, quiet: !loud });
      heard.set(name, { level: told, revision: was.revision, rung: was.rung || loud });
    }
  };

  const judgeWindow = (offset: number, partner: string, kpi: OracleKpi, window: OracleWindow, quietCause: boolean) => {
    const [from, day] = daysOf(window, localDay(horizon, hoursOf(partner, kpi)));
    const { num, den } = sumOf(partner, kpi, ({ delta }) => delta[6] >= from && delta[6] <= day);
    const row = rowAt(kpi.limits, marketOf(partner), day);
    if (row === undefined || den <= 0 || den < kpi.minimumVolume) return;
    const kept = (limit: OracleLimit) => bears(limit, kpi.good, den, failuresOf(kpi.good, num, den));
    const name = JSON.stringify([partner, kpi.id, 'window', window.name]);
    const was = heard.get(name)?.level ?? 'ok';
    const headroom = roomOf(row.block, kpi.good, num, den);
    const tell = (kind: OracleSignal['kind'], told: Heard['level'], { thousandths, failures }: OracleLimit) =>
      say(name, told, quietCause, {
        ...{ offset, partner, market: marketOf(partner), kpi: kpi.id, window: window.name, kind, from, day, num, den },
        ...{ limit: thousandths / 1000, failures: failures ?? null, headroom, burn: null },
      });
    if (!kept(row.block)) {
      if (was !== 'block') tell('kpi-block', 'block', row.block);
    } else if (!kept(row.warn)) {
      if (was === 'ok') tell('kpi-warn', 'warn', row.warn);
      if (was === 'block' && kept(row.recover)) tell('recovered', 'eased', row.recover);
    } else {
      if ((was === 'warn' || was === 'block') && kept(row.recover)) tell('recovered', 'ok', row.recover);
      if (was === 'eased') heard.get(name)!.level = 'ok';
    }
  };

  const judgeBurn = (offset: number, partner: string, kpi: OracleKpi, pair: 'fast' | 'slow', quietCause: boolean) => {
    const factor = kpi.burn?.[pair];
    const hours = hoursOf(partner, kpi);
    const day = localDay(horizon, hours);
    const block = rowAt(kpi.limits, marketOf(partner), day)?.block;
    if (factor === undefined || block === undefined) return;
    const name = JSON.stringify([partner, kpi.id, 'burn', pair]);
    const stands = heard.get(name)?.level === 'burn';
    // What has rung goes on until it burns half as fast.
    const bar = stands ? factor / 2 : factor;
    const { slice, short, long } = PAIRS[pair];
    const running = horizon - (horizon % slice);
    const share = kpi.good === 'high' ? 1000 - block.thousandths : block.thousandths;
    const [inShort, inLong] = [short, long].map((slices) => {
      const since = running - (slices - 1) * slice;
      const { num, den } = sumOf(
        partner,
        kpi,
        ({ delta, burns }) => burns && delta[10] >= since && delta[10] < running + slice,
      );
      const failures = failuresOf(kpi.good, num, den);
      const rate = den <= 0 || share === 0 ? null : (failures * 1000) / (den * share);
      const burns = den > 0 && den >= kpi.minimumVolume && failures * 1000 > bar * share * den;
      return { since, num, den, rate, burns };
    }) as [Looked, Looked];
    if (stands === (inShort.burns && inLong.burns)) return;
    const { num, den, since } = inLong;
    say(name, stands ? 'ok' : 'burn', quietCause, {
      ...{ offset, partner, market: marketOf(partner), kpi: kpi.id, window: pair, day, num, den },
      kind: stands ? 'recovered' : 'kpi-burn',
      from: localDay(since, hours),
      limit: block.thousandths / 1000,
      failures: block.failures ?? null,
      headroom: roomOf(block, kpi.good, num, den),
      burn: { short: inShort.rate, long: inLong.rate, factor },
    });
  };

  const judge = (offset: number, partner: string, quietCause: boolean) => {
    if (horizon === 0) return;
    for (const kpi of policy.kpis) {
      for (const window of kpi.windows) {
        if (kpi.rings.includes(window.name)) judgeWindow(offset, partner, kpi, window, quietCause);
      }
      for (const pair of ['fast', 'slow'] as const) judgeBurn(offset, partner, kpi, pair, quietCause);
    }
  };

  for (const [offset, record] of log.entries()) {
    if (record.kind === 'tick') {
      horizon = Math.max(horizon, record.at);
      for (const partner of partners()) judge(offset, partner, false);
    } else if (record.kind === 'policy') {
      policy = record.policy;
      for (const each of known.values()) each.burns &&= mayBurn(policy, each.delta[2]);
      for (const partner of partners()) judge(offset, partner, false);
    } else {
      const { partner, lane, deltas } = record;
      const fresh = deltas.filter((delta) => !known.has(identity(partner, lane, delta)));
      // Runs of the same voice, one after the other.
      while (fresh.length > 0) {
        const voice = fresh[0]![9];
        while (fresh.length > 0 && fresh[0]![9] === voice) {
          const delta = fresh.shift()!;
          const burns = voice === 0 && delta[11] !== 'history' && delta[11] !== 'policy' && mayBurn(policy, delta[2]);
          known.set(identity(partner, lane, delta), { partner, delta, burns });
          const of = includes.get(partner) ?? {};
          of[lane] = Math.max(of[lane] ?? -1, delta[0]);
          includes.set(partner, of);
          if (voice === 0) live.add(partner);
        }
        judge(offset, partner, voice === 1);
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

interface Looked {
  readonly since: number;
  readonly num: number;
  readonly den: number;
  readonly rate: number | null;
  readonly burns: boolean;
}

/** The first and the last day of a window, by a calendar that knows months. */
export function daysOf({ of, n, lag }: OracleWindow, asOf: number): [from: number, to: number] {
  const dateOf = (day: number) => DateTime.fromMillis(day * DAY_MS, { zone: 'utc' });
  const dayOf = (date: DateTime) => Math.floor(date.toMillis() / DAY_MS);
  const end = dateOf(asOf).minus({ days: lag });
  switch (of) {
    case 'days':
      return [dayOf(end.minus({ days: n - 1 })), dayOf(end)];
    case 'months':
      return [dayOf(end.minus({ months: n }).plus({ days: 1 })), dayOf(end)];
    case 'months-inclusive':
      return [dayOf(end.minus({ months: n })), dayOf(end)];
    case 'weeks-from-monday': {
      const first = end.startOf('week').minus({ weeks: n });
      return [dayOf(first), n === 0 ? dayOf(end) : dayOf(first.endOf('week'))];
    }
    case 'weeks-from-sunday': {
      const first = end.plus({ days: 1 }).startOf('week').minus({ days: 1, weeks: n });
      return [dayOf(first), n === 0 ? dayOf(end) : dayOf(first.plus({ days: 6 }))];
    }
    case 'calendar-months': {
      const first = end.startOf('month').minus({ months: n });
      return [dayOf(first), n === 0 ? dayOf(end) : dayOf(first.endOf('month'))];
    }
  }
}

/** Of the rows for the market the latest, if any holds; else of those for all markets. */
function rowAt(rows: readonly OracleLimits[], market: string, day: number): OracleLimits | undefined {
  const holds = rows.filter(({ from }) => from === undefined || from <= day);
  const own = holds.filter((row) => row.market === market);
  const list = own.length > 0 ? own : holds.filter((row) => row.market === undefined);
  return list.sort((a, b) => (b.from ?? -1) - (a.from ?? -1))[0];
}

const failuresOf = (good: 'high' | 'low', num: number, den: number) => (good === 'high' ? den - num : num);

/** Whether a limit bears so many failures. */
function bears({ thousandths, failures }: OracleLimit, good: 'high' | 'low', den: number, failing: number): boolean {
  const byRate = good === 'high' ? (den - failing) * 1000 >= thousandths * den : failing * 1000 <= thousandths * den;
  if (failures?.join === 'or') return byRate || failing <= failures.most;
  if (failures?.join === 'and') return byRate && failing <= failures.most;
  return byRate;
}

/** Tried out: the most that may fail, less what fails. */
function roomOf(limit: OracleLimit, good: 'high' | 'low', num: number, den: number): number {
  let most = 0;
  while (bears(limit, good, den, most + 1)) most++;
  return most - failuresOf(good, num, den);
}

const mayBurn = ({ kpis }: OraclePolicy, id: string) => kpis.some((kpi) => kpi.id === id && kpi.burn !== undefined);

const identity = (
  partner: string,
  lane: number,
  [offset, subject, kpi, market, carrier, channel, bucket]: OracleDelta,
) => JSON.stringify([lane, offset, subject, kpi, partner, market, carrier, channel, bucket]);
