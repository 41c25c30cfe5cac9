import type { Sql } from '@belfry/sql';
import { type Directory, directoryOf } from '../../dashboard/src/server/directory.ts';
import type { CompiledKpi } from '../../processor/src/contract/window.ts';

/** A month of a marketplace, written by ClickHouse itself: 100 partners, of which the first has a tenth of all orders. */

const DAY = 86_400_000;
export const DAYS = 30;
/** 2024-10-03: the month before the last day is nearly all of the thirty. */
const FIRST_DAY = 19_999;
export const NOW = (FIRST_DAY + DAYS) * DAY + DAY / 2;
export const PARTNERS = Array.from({ length: 100 }, (_, n) => `p${n}`);

const rest = {
  subject: 'order',
  excludes: [{ name: 'strike', excuse: false }],
  windows: [
    { name: '7d', span: { kind: 'days', days: 7, lag: 0 } },
    { name: '30d', span: { kind: 'days', days: 30, lag: 0 } },
    { name: 'month', span: { kind: 'month', back: 0, lag: 0 } },
    { name: 'previous-month', span: { kind: 'month', back: 1, lag: 0 } },
  ],
  rings: ['7d'],
  judged: 'previous-month',
  settles: 0,
  minimumVolume: 20,
  burn: { fast: 10, slow: 2 },
  provenance: 'a bench',
} as const;
const limits = (warn: number, block: number) => [
  { warn: { rate: warn }, block: { rate: block }, recover: { rate: warn } },
];

/** With the share of orders that each numerator holds. */
export const KPIS: readonly (CompiledKpi & { readonly share: number })[] = [
  {
    ...rest,
    id: 'mall/on-time',
    title: 'On time',
    population: { kind: 'promise', promise: 'mall/deliver' },
    counts: { kind: 'kept' },
    cohort: { kind: 'due' },
    good: 'high',
    limits: limits(0.97, 0.95),
    share: 96,
  },
  {
    ...rest,
    id: 'mall/cancelled',
    title: 'Cancelled',
    population: { kind: 'reached', reached: { on: ['order.opened'] } },
    counts: { kind: 'happened', happened: { on: ['order.cancelled'] } },
    cohort: { kind: 'first', on: ['order.opened'] },
    good: 'low',
    limits: limits(0.02, 0.03),
    share: 2,
  },
  {
    ...rest,
    id: 'mall/tracking',
    title: 'Tracked',
    population: { kind: 'reached', reached: { on: ['order.dispatched'] } },
    counts: { kind: 'tracked' },
    cohort: { kind: 'first', on: ['order.dispatched'] },
    good: 'high',
    limits: limits(0.97, 0.95),
    share: 97,
  },
];

const partner = { market: 'sa', zone: 'Asia/Riyadh', tier: 'gold', reviewDay: 5 };
export const benchDirectory: Directory = directoryOf([
  {
    number: 0,
    pack: 'mall',
    partners: PARTNERS.map((id) => ({ ...partner, id, name: id })),
    promises: [],
    kpis: KPIS,
    zones: { 'Asia/Riyadh': { name: 'Asia/Riyadh', offsets: [0, 180] } },
  },
]);

const PARTNER = "if(n % 10 = 0, 'p0', concat('p', toString(cityHash64(n) % 99 + 1)))";
const PLACE = `${PARTNER} AS partner, if(cityHash64(n, 1) % 2 = 0, 'sa', 'cz') AS market,
  ['aramex', 'dhl', 'ppl'][cityHash64(n, 2) % 3 + 1] AS carrier, if(cityHash64(n, 3) % 4 = 0, 'web', 'app') AS channel`;
const SUBJECT = "concat('order/', toString(10000000 + n))";
const isKept = (kpi: string, share: number): string => `cityHash64(n, 4, '${kpi}') % 100 < ${share}`;

/** One INSERT a day and table, as many parts as merges leave of them: a month that has grown, and was not just optimised. */
export async function fillMonth(sql: Sql, orders: number, say: (line: string) => void): Promise<void> {
  const perDay = Math.floor(orders / DAYS);
  for (let day = 0; day < DAYS; day++) {
    const numbers = `(SELECT number + ${day * perDay} AS n FROM numbers(${perDay}))`;
    const opened = `toInt64(${(FIRST_DAY + day) * DAY} + intDiv((n - ${day * perDay}) * ${DAY}, ${perDay}))`;
    for (const { id, share, population } of KPIS) {
      const bucket = FIRST_DAY + day + (population.kind === 'promise' ? 2 : 0);
      const delta = (offset: string, num: string, den: number, at: string, cause: string) =>
        `INSERT INTO kpi_deltas (generation, kpi, partner, market, carrier, channel, bucket, lane, offset, subject, num, den, append_time, cause, quiet)
         SELECT 1, '${id}', ${PLACE}, toInt32(${bucket}), n % 16, ${offset}, ${SUBJECT}, ${num}, ${den}, ${at}, '${cause}', false FROM ${numbers}`;
      const at = `${opened} + cityHash64(n, 5) % ${DAY}`;
      await sql.command(delta('intDiv(n, 16) * 4', isKept(id, share), 1, at, 'counted'));
      // One of 500 is corrected five days later, one of 1,000 let go.
      const late = `${at} + ${5 * DAY}`;
      await sql.command(
        `${delta('intDiv(n, 16) * 4 + 1', `if(${isKept(id, share)}, -1, 1)`, 0, late, 'revised')} WHERE cityHash64(n, 6) % 500 = 0`,
      );
      await sql.command(
        `${delta('intDiv(n, 16) * 4 + 2', `if(${isKept(id, share)}, -1, 0)`, -1, late, 'excluded/strike')} WHERE cityHash64(n, 6) % 1000 = 1`,
      );
    }
    for (const [promise, share, days] of [
      ['mall/deliver', 96, 2],
      ['mall/pickup', 98, 1],
    ] as const) {
      const late = `if(${isKept(promise === 'mall/deliver' ? 'mall/on-time' : promise, share)}, -1, 1)`;
      await sql.command(
        `INSERT INTO clocks (generation, subject, promise, cycle, lane, offset, state, open, target, start, due, stop, revision, quiet, partner, market, carrier, channel, team, policy, row, ledger, stages)
         SELECT 1, ${SUBJECT}, '${promise}', 1, n % 16, intDiv(n, 16) * 4 + 3, if(${late} = 1, 'breached', 'met'), false, 'elapsed',
           ${opened} AS start, start + ${days * DAY} AS due, due + ${late} * toInt64(cityHash64(n, 7) % ${DAY / 2}), 0, false, ${PLACE}, 'L2', 1, 'all',
           [(start, start + 10000000, true, 'us', ''), (start + 10000000, start + 30000000, true, 'carrier', '')],
           ['storage', ['inbound', 'last mile'][cityHash64(n, 9) % 2 + 1]] FROM ${numbers}`,
      );
    }
    const event = (type: string, at: string, k: number) =>
      `INSERT INTO events (generation, lane, subject, offset, append_time, horizon, value)
       SELECT 1, n % 16, ${SUBJECT} AS name, intDiv(n, 16) * 4 + ${k}, ${at} AS at, at, concat('{"specversion":"1.0","id":"', toString(n), '-${type}","source":"shop","type":"${type}","subject":"', name,
         '","time":"', formatDateTime(fromUnixTimestamp64Milli(at, 'UTC'), '%Y-%m-%dT%H:%i:%SZ'), '","data":{"partner":"', ${PARTNER}, '"}}') FROM ${numbers}`;
    await sql.command(event('order.opened', opened, 0));
    await sql.command(
      `${event('order.cancelled', `${opened} + cityHash64(n, 8) % ${DAY}`, 1)} WHERE ${isKept('mall/cancelled', 2)}`,
    );
    if (day % 5 === 4) say(`${day + 1} of ${DAYS} days`);
  }
  await sql.command(
    `INSERT INTO kpi_totals (generation, kpi, partner, market, carrier, channel, bucket, lane, offset, num, den)
     SELECT generation, kpi, partner, market, carrier, channel, bucket, 0, 9, n, d FROM (
       SELECT generation, kpi, partner, market, carrier, channel, bucket, sum(num) AS n, sum(den) AS d FROM kpi_deltas
       GROUP BY ALL)`,
  );
  await sql.command(
    "INSERT INTO positions (generation, log, lane, next_offset, highest_append, horizon, extent) VALUES (1, 'kpi', 0, 10, 0, 0, '')",
  );
}
