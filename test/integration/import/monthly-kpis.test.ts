import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createIntakeClient } from '@belfry/ingest/client';
import { composeIngest } from '@belfry/ingest/compose';
import { encodeTick, machineClock } from '@belfry/ingest/contract';
import { runImport } from '@belfry/ingest/import';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Delta } from '../../../processor/src/contract/index.ts';
import { parsePack } from '../../../processor/src/domain/policy/parse-pack.ts';
import { EventsFold } from '../../../processor/src/pipeline/events-fold.ts';
import { Horizon } from '../../../processor/src/pipeline/horizon.ts';
import { NO_EFFECTS } from '../../../processor/src/pipeline/no-effects.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { type MonthlyCounts, onTime, sellerOrders, shippedInBusinessDays } from '../../support/oracles/history-kpis.ts';
import { type HistoryFolder, historyFolder, MAPPINGS } from './history-files.ts';

const PACK = new URL('../../support/packs/orders-kpis.yaml', import.meta.url);
const DAY = 86_400_000;

/** Imports the orders and answers every delta that their lane publishes. */
async function deltasOf(folder: HistoryFolder, mapping: string, state: string): Promise<Delta[]> {
  const log = createMemoryLog({ wallClock: machineClock });
  await log.ensure([{ name: 'events', partitions: 1 }]);
  const source = await readFile(PACK, 'utf8');
  const parsed = parsePack(source, 'orders-kpis.yaml', machineClock.now());
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const record = { hash: parsed.hash, number: null, source, compiled: parsed.compiled };
  await log.append('events', 0, [{ key: '', kind: 'policy', value: Buffer.from(JSON.stringify(record)) }]);
  const { app } = composeIngest({ log, wallClock: machineClock });
  await runImport({
    file: folder.orders,
    mapping,
    stateDir: state,
    now: machineClock.now,
    sink: createIntakeClient({
      url: 'http://belfry.test',
      fetch: async (address, init) => app.request(String(address), init),
    }),
  });
  await log.append('events', 0, [{ key: '', kind: 'tick', value: encodeTick({ at: machineClock.now(), by: 'test' }) }]);
  const fold = new EventsFold(0);
  const horizon = new Horizon();
  const deltas: Delta[] = [];
  for (const one of log.records('events', 0)) {
    horizon.take(one);
    const rest = fold.apply(one, horizon, {
      ...NO_EFFECTS,
      delta: (delta) => deltas.push(delta),
      quarantine: (row) => expect.fail(`quarantined: ${JSON.stringify(row)}`),
    });
    if (rest !== undefined) while (!rest.next().done);
  }
  return deltas;
}

/** Per seller and month of the cohort day: buckets are days of the KPI's zone already. */
function monthly(deltas: readonly Delta[], kpi: string): MonthlyCounts {
  const counts: MonthlyCounts = new Map();
  for (const { kpi: of, partner, bucket, num, den } of deltas) {
    if (of !== `orders-kpis/${kpi}`) continue;
    const key = `${partner} ${new Date(bucket * DAY).toISOString().slice(0, 7)}`;
    const [n, d] = counts.get(key) ?? [0, 0];
    counts.set(key, [n + num, d + den]);
  }
  for (const [key, [, den]] of counts) if (den === 0) counts.delete(key);
  return counts;
}

const sum = (counts: MonthlyCounts): [number, number] =>
  [...counts.values()].reduce<[number, number]>(([n, d], [num, den]) => [n + num, d + den], [0, 0]);

/** From the files to the KPIs' counts: import, intake, log, fold. The oracle reads the files alone. */
describe('an imported history, per seller and per month', () => {
  let folder: HistoryFolder;
  beforeAll(async () => {
    folder = await historyFolder();
  });
  afterAll(() => folder.remove());

  it('counts on-time delivery by date, and ship confirmation in business days, to the last order', async () => {
    const deltas = await deltasOf(folder, join(MAPPINGS, 'orders.yaml'), folder.state);
    const orders = await sellerOrders(folder);
    const now = DateTime.now();

    const byDate = onTime(orders, 'date', now);
    expect(monthly(deltas, 'on-time-delivery')).toEqual(byDate);
    const shipped = shippedInBusinessDays(orders, 2, now);
    expect(monthly(deltas, 'ship-confirmation')).toEqual(shipped);
    for (const counts of [byDate, shipped]) {
      const [num, den] = sum(counts);
      expect(counts.size).toBeGreaterThan(10);
      expect(num).toBeGreaterThan(100);
      expect(num).toBeLessThan(den);
    }
  });

  it('counts on-time delivery by timestamp where a mapping takes the estimate for one', async () => {
    const byDay = await readFile(join(MAPPINGS, 'orders.yaml'), 'utf8');
    const line = 'promise.deliverBy: { endOfDay: order_estimated_delivery_date }';
    expect(byDay).toContain(line);
    const state = join(dirname(folder.state), 'by-timestamp');
    await mkdir(state, { recursive: true });
    const mapping = join(state, 'orders.yaml');
    await writeFile(mapping, byDay.replace(line, 'promise.deliverBy: { time: order_estimated_delivery_date }'));
    const deltas = await deltasOf(folder, mapping, join(state, 'state'));
    const orders = await sellerOrders(folder);

    const byTimestamp = onTime(orders, 'timestamp', DateTime.now());
    expect(monthly(deltas, 'on-time-delivery')).toEqual(byTimestamp);
    // Whoever comes on the day itself is late by the timestamp: the reading is worth money.
    expect(sum(byTimestamp)[0]).toBeLessThan(sum(onTime(orders, 'date', DateTime.now()))[0]);
  });
});
