import type { Sql } from '@belfry/sql';
import { type Directory, directoryOf } from '../../dashboard/src/server/directory.ts';
import type { CompiledKpi } from '../../processor/src/contract/window.ts';

/** Rows of KPIs as the processor would have written them, from a seed: subjects are counted, corrected, moved, let go. */

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** One row of `kpi_deltas`. */
export interface RawDelta {
  readonly kpi: string;
  readonly partner: string;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
  readonly bucket: number;
  readonly lane: number;
  readonly offset: number;
  readonly subject: string;
  readonly num: number;
  readonly den: number;
  readonly at: number;
  readonly cause: string;
  readonly quiet: boolean;
}

/** One row of `clocks`. */
export interface RawClock {
  readonly subject: string;
  readonly partner: string;
  readonly promise: string;
  readonly cycle: number;
  readonly state: 'met' | 'breached';
  readonly due: number;
  readonly stop: number | null;
  readonly ledger: readonly { readonly ms: number; readonly counted: boolean; readonly stage: string }[];
}

export interface RawHistory {
  readonly deltas: readonly RawDelta[];
  readonly clocks: readonly RawClock[];
}

const limits = (rate: number) => ({ warn: { rate }, block: { rate }, recover: { rate } });
const shared = {
  subject: 'order',
  excludes: [{ name: 'strike', excuse: false }],
  rings: ['7d'],
  minimumVolume: 3,
  provenance: 'a test',
} as const;

export const ON_TIME: CompiledKpi = {
  ...shared,
  id: 'shop/on-time',
  title: 'On time',
  population: { kind: 'promise', promise: 'shop/deliver' },
  counts: { kind: 'kept' },
  good: 'high',
  cohort: { kind: 'due' },
  windows: [
    { name: '7d', span: { kind: 'days', days: 7, lag: 0 } },
    { name: 'month', span: { kind: 'month', back: 0, lag: 0 } },
    { name: 'previous-month', span: { kind: 'month', back: 1, lag: 0 } },
  ],
  judged: 'previous-month',
  settles: 2,
  limits: [limits(0.7), { ...limits(0.5), market: 'cz' }],
  burn: { fast: 1, slow: 1 },
};

export const CANCELLED: CompiledKpi = {
  ...shared,
  id: 'shop/cancelled',
  title: 'Cancelled by the partner',
  population: { kind: 'reached', reached: { on: ['order.opened'] } },
  counts: { kind: 'happened', happened: { on: ['order.cancelled'] } },
  good: 'low',
  cohort: { kind: 'first', on: ['order.opened'] },
  windows: [{ name: '10d-1', span: { kind: 'days', days: 10, lag: 1 } }],
  judged: '10d-1',
  settles: 0,
  limits: [{ ...limits(0.2), block: { rate: 0.3, failures: { most: 5, join: 'or' } } }],
};

const partner = { tier: 'gold', reviewDay: 31 };
/** `ghost` is named by no policy: it counts in UTC. */
export const PARTNERS = ['noor', 'beta', 'ghost'] as const;

export const drillDirectory: Directory = directoryOf([
  {
    number: 0,
    pack: 'shop',
    partners: [
      { ...partner, id: 'noor', name: 'Noor', market: 'sa', zone: 'Asia/Riyadh' },
      { ...partner, id: 'beta', name: 'Beta', market: 'cz', zone: 'Europe/Prague' },
    ],
    promises: [],
    kpis: [ON_TIME, CANCELLED],
    zones: {
      'Asia/Riyadh': { name: 'Asia/Riyadh', offsets: [0, 180] },
      'Europe/Prague': { name: 'Europe/Prague', offsets: [0, 60] },
    },
  },
]);

/** What subjects are called: a formula, a quote and a comma among them, and names that differ only in their case. */
const NAMES = ['order/', 'order/=1+', 'order/"q",', 'order/A', 'order/a'];

/** @param next a number from 0 to 1, each time another. */
export function drillHistory(next: () => number, subjects: number, now: number): RawHistory {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!;
  const deltas: RawDelta[] = [];
  const clocks: RawClock[] = [];
  let offset = 0;
  for (let n = 0; n < subjects; n++) {
    const subject = `${pick(NAMES)}${n}`;
    const owner = pick(PARTNERS);
    const lane = n % 3;
    for (const kpi of [ON_TIME, CANCELLED]) {
      const cell = () => ({
        kpi: kpi.id,
        partner: owner,
        market: pick(['sa', 'cz']),
        carrier: pick(['aramex', 'dhl', '']),
        channel: pick(['web', 'app']),
        bucket: Math.floor(now / DAY) + 2 - Math.floor(next() * 60),
      });
      let at = now - Math.floor(next() * 60 * DAY);
      let here = cell();
      let num = next() < 0.6 ? 1 : 0;
      let inside = true;
      const tell = (where: ReturnType<typeof cell>, n: number, d: number, cause: string) =>
        deltas.push({ ...where, lane, offset, subject, num: n, den: d, at, cause: quiet ? 'history' : cause, quiet });
      let quiet = next() < 0.2;
      tell(here, num, 1, 'counted');
      for (let change = Math.floor(next() * 3); change > 0; change--) {
        offset += 1 + Math.floor(next() * 3);
        at = Math.min(now - 1, at + Math.floor(next() * 8 * DAY));
        quiet = next() < 0.1;
        const what = next();
        if (!inside) {
          here = cell();
          tell(here, num, 1, 'counted');
          inside = true;
        } else if (what < 0.4) {
          tell(here, num === 1 ? -1 : 1, 0, 'revised');
          num = 1 - num;
        } else if (what < 0.7) {
          const there = cell();
          if (JSON.stringify(there) === JSON.stringify(here)) continue;
          tell(here, -num, -1, 'moved');
          tell(there, num, 1, 'moved');
          here = there;
        } else {
          tell(here, -num, -1, pick(['excluded/strike', 'excluded/agreed', 'withdrawn']));
          inside = false;
        }
      }
      offset += 1;
      if (kpi !== ON_TIME) continue;
      for (const promise of ['shop/deliver', 'shop/pickup']) {
        const cycles = next() < 0.2 ? 2 : 1;
        for (let cycle = 1; cycle <= cycles; cycle++) {
          const late = promise === 'shop/deliver' && cycle === cycles ? num === 0 : next() < 0.3;
          const due = at + Math.floor(next() * DAY);
          const stop = late ? (next() < 0.2 ? null : due + 1 + Math.floor(next() * DAY)) : due - 5;
          const ledger = Array.from({ length: Math.floor(next() * 4) }, () => ({
            ms: 1 + Math.floor(next() * HOUR),
            counted: next() < 0.7,
            stage: pick(['storage', 'inbound', '']),
          }));
          clocks.push({ subject, partner: owner, promise, cycle, state: late ? 'breached' : 'met', due, stop, ledger });
        }
      }
    }
  }
  return { deltas, clocks };
}

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Writes them as the processor does: some twice, totals once too early, and breaches that were taken back. */
export async function storeHistory(sql: Sql, { deltas, clocks }: RawHistory): Promise<void> {
  const rows = deltas.map(
    (d) =>
      `(1, ${[d.kpi, d.partner, d.market, d.carrier, d.channel].map(text).join()}, ${d.bucket}, ${d.lane}, ${d.offset}, ${text(d.subject)}, ${d.num}, ${d.den}, ${d.at}, ${text(d.cause)}, ${d.quiet})`,
  );
  const into =
    'INSERT INTO kpi_deltas (generation, kpi, partner, market, carrier, channel, bucket, lane, offset, subject, num, den, append_time, cause, quiet) VALUES ';
  await sql.command(into + rows.join());
  await sql.command(into + rows.filter((_, n) => n % 3 === 0).join());
  const totals = new Map<string, { d: RawDelta; num: number; den: number }>();
  for (const d of deltas) {
    const key = JSON.stringify([d.kpi, d.partner, d.market, d.carrier, d.channel, d.bucket]);
    const total = totals.get(key) ?? { d, num: 0, den: 0 };
    totals.set(key, total);
    total.num += d.num;
    total.den += d.den;
  }
  const cells = (offset: number, over: number) =>
    [...totals.values()].map(
      ({ d, num, den }) =>
        `(1, ${[d.kpi, d.partner, d.market, d.carrier, d.channel].map(text).join()}, ${d.bucket}, 0, ${offset}, ${num + over}, ${den + over})`,
    );
  const totalsInto =
    'INSERT INTO kpi_totals (generation, kpi, partner, market, carrier, channel, bucket, lane, offset, num, den) VALUES ';
  await sql.command(totalsInto + cells(4, 7).join());
  await sql.command(totalsInto + cells(9, 0).join());
  const clockRow = (c: RawClock, offset: number, state: string, revision: number): string => {
    let from = c.due - DAY;
    const spans = c.ledger.map(({ ms, counted }) => {
      const span = `(${from}, ${from + ms}, ${counted}, 'us', '')`;
      from += ms;
      return span;
    });
    const stages = c.ledger.map(({ stage }) => text(stage)).join();
    return `(1, ${text(c.subject)}, ${text(c.promise)}, ${c.cycle}, 0, ${offset}, '${state}', false, 'elapsed', 0, ${c.due}, ${c.stop ?? 'NULL'}, ${revision}, false, ${text(c.partner)}, '', '', '', '', 0, '', [${spans.join()}], [${stages}])`;
  };
  const clocksInto =
    'INSERT INTO clocks (generation, subject, promise, cycle, lane, offset, state, open, target, start, due, stop, revision, quiet, partner, market, carrier, channel, team, policy, row, ledger, stages) VALUES ';
  await sql.command(clocksInto + clocks.map((clock) => clockRow(clock, 5, 'breached', 0)).join());
  await sql.command(
    clocksInto + clocks.map((clock) => clockRow(clock, 6, clock.state, clock.state === 'met' ? 1 : 0)).join(),
  );
  await sql.command(
    "INSERT INTO positions (generation, log, lane, next_offset, highest_append, horizon, extent) VALUES (1, 'kpi', 0, 10, 0, 0, ''), (1, 'events', 0, 100000000, 0, 0, '')",
  );
}
