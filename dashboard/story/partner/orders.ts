/** Orders of made-up partners, the same on every run, from which the stories count all their figures: they agree. */
export const TODAY = '2026-11-23';
export const DAY_MS = 86_400_000;
export const dayAt = (back: number): string => new Date(Date.parse(TODAY) - back * DAY_MS).toISOString().slice(0, 10);

export interface StoryPartner {
  readonly id: string;
  readonly name: string;
  readonly market: 'SA' | 'CZ';
  readonly tier: string | null;
  readonly review: string | null;
  /** Orders a day. */
  readonly volume: number;
  /** The share that fails of each KPI, in the order of `KPIS`. */
  readonly fails: readonly number[];
}

const partner = (
  id: string,
  name: string,
  market: 'SA' | 'CZ',
  [tier, volume]: readonly [string | null, number],
  fails: readonly number[],
): StoryPartner => ({ id, name, market, tier, review: tier === null ? null : '2026-12-01', volume, fails });

export const PARTNERS: readonly StoryPartner[] = [
  partner('noor', 'Noor Trading', 'SA', ['gold', 146], [0.108, 0.06, 0.019, 0.002]),
  partner('vltava', 'Vltava Outdoor', 'CZ', ['platinum', 38], [0.03, 0.02, 0.004, 0.001]),
  partner('tamr', 'Tamr Foods', 'SA', ['silver', 7], [0.09, 0.05, 0.014, 0]),
  partner('kamen', 'Kámen & Dřevo', 'CZ', [null, 1], [0, 0, 0, 0]),
  partner('quiet', 'Jizera Sport', 'CZ', ['silver', 0], [0, 0, 0, 0]),
  partner('najd', 'Najd Electronics', 'SA', ['gold', 61], [0.085, 0.03, 0.011, 0.001]),
  partner('rose', 'Desert Rose', 'SA', ['gold', 22], [0.06, 0.08, 0.009, 0]),
  partner('bohemia', 'Bohemia Glass', 'CZ', ['silver', 12], [0.04, 0.03, 0.002, 0]),
  partner('longest', 'Společenství řemeslníků Malá Strana a okolí', 'CZ', ['platinum', 9], [0.05, 0.02, 0, 0.001]),
];

export interface StoryOrder {
  readonly subject: string;
  readonly partner: string;
  readonly day: string;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
  /** By KPI, in the order of `KPIS`. */
  readonly fails: readonly boolean[];
  readonly stage: string;
  readonly promise: string;
}

/** Evenly spread over 0 to 1, and always the same for the same numbers. */
function chance(...seed: readonly number[]): number {
  let h = 2_166_136_261;
  for (const n of seed) h = Math.imul(h ^ (n + 0x9e3779b9), 16_777_619) ^ (h >>> 13);
  h = Math.imul(h ^ (h >>> 15), 2_246_822_507);
  return ((h ^ (h >>> 13)) >>> 0) / 4_294_967_296;
}

const pick = <T>(of: readonly T[], at: number): T => of[Math.floor(at * at * of.length)]!;
const CARRIERS = ['Aramex', 'DPD', 'GLS', 'SMSA Express'];
const CHANNELS = ['webshop', 'marketplace', 'phone'];
const STAGES = ['Waiting for pickup', 'In transit', 'Packing', 'Customs', ''];
const PROMISES = ['On-time delivery', 'Ship confirmation', 'Pickup 2 h', ''];
const DAYS = 75;

function ordersOf({ id, market, volume, fails }: StoryPartner, nth: number): StoryOrder[] {
  const orders: StoryOrder[] = [];
  for (let back = 0; back < DAYS; back++) {
    const weekday = (back + 3) % 7;
    const swing = volume < 2 ? 1 : 0.8 + 0.4 * Math.abs(Math.sin(weekday));
    // The last days go badly where they go badly at all, so that a line has a story to tell.
    const trouble = back < 9 ? 1.35 : 0.75 + 0.3 * Math.sin(back / 4);
    for (let n = 0; n < Math.round(volume * swing); n++) {
      const c = (k: number): number => chance(nth, back, n, k);
      orders.push({
        subject: `order/${88_000 + nth * 40_000 + (DAYS - back) * 400 + n}`,
        partner: id,
        day: dayAt(back),
        market,
        carrier: pick(CARRIERS, c(90)),
        channel: pick(CHANNELS, c(91)),
        fails: fails.map((share, kpi) => c(kpi) < share * trouble),
        stage: pick(STAGES, c(92)),
        promise: pick(PROMISES, c(93)),
      });
    }
  }
  return orders;
}

export const ORDERS: readonly StoryOrder[] = PARTNERS.flatMap(ordersOf);
