import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIntakeClient } from '@belfry/ingest/client';
import { composeIngest } from '@belfry/ingest/compose';
import { encodeTick, machineClock } from '@belfry/ingest/contract';
import { runImport } from '@belfry/ingest/import';
import type { LogRecord } from '@belfry/ingest/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Delta } from '../../../processor/src/contract/index.ts';
import { parsePack } from '../../../processor/src/domain/policy/parse-pack.ts';
import { EventsFold } from '../../../processor/src/pipeline/events-fold.ts';
import { Horizon } from '../../../processor/src/pipeline/horizon.ts';
import { NO_EFFECTS } from '../../../processor/src/pipeline/no-effects.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { type OnTimeCount, onTimeDelivery, promisedParts } from '../../support/oracles/history-orders.ts';
import { type HistoryFolder, historyFolder, MAPPINGS } from './history-files.ts';

const DAY = 86_400_000;
const PACK = new URL('../../../processor/policies/mall.yaml', import.meta.url);

/** From the file to the KPI's counts, all in one process: import, intake, log, fold. The oracle reads the file alone. */
describe('on-time delivery of an imported history', () => {
  let folder: HistoryFolder;
  const deltas: Delta[] = [];
  const loud: unknown[] = [];
  beforeAll(async () => {
    folder = await historyFolder();
    const log = createMemoryLog({ wallClock: machineClock });
    await log.ensure([{ name: 'events', partitions: 1 }]);
    const source = readFileSync(PACK, 'utf8');
    const parsed = parsePack(source, 'mall.yaml', machineClock.now());
    if ('problems' in parsed) throw new Error('mall.yaml cannot be published');
    const record = { hash: parsed.hash, number: null, source, compiled: parsed.compiled };
    await log.append('events', 0, [{ key: '', kind: 'policy', value: Buffer.from(JSON.stringify(record)) }]);
    const { app } = composeIngest({ log, wallClock: machineClock });
    await runImport({
      file: folder.orders,
      mapping: join(MAPPINGS, 'orders.yaml'),
      stateDir: folder.state,
      now: machineClock.now,
      sink: createIntakeClient({
        url: 'http://belfry.test',
        fetch: async (address, init) => app.request(String(address), init),
      }),
    });
    await log.append('events', 0, [
      { key: '', kind: 'tick', value: encodeTick({ at: machineClock.now(), by: 'test' }) },
    ]);
    const fold = new EventsFold(0);
    const horizon = new Horizon();
    for (const one of log.records('events', 0) as readonly LogRecord[]) {
      horizon.take(one);
      const rest = fold.apply(one, horizon, {
        ...NO_EFFECTS,
        signal: (signal) => {
          if (!signal.quiet) loud.push(signal);
        },
        delta: (delta) => deltas.push(delta),
        quarantine: (row) => expect.fail(`quarantined: ${JSON.stringify(row)}`),
      });
      if (rest !== undefined) while (!rest.next().done);
    }
  });
  afterAll(() => folder.remove());

  /** Cohort days in UTC (no pack knows these partners), the as-of day included. */
  const counted = (asOf: number, days = Number.POSITIVE_INFINITY) => {
    const bySeller = new Map<string, OnTimeCount>();
    for (const { kpi, partner, bucket, num, den } of deltas) {
      if (kpi !== 'mall/on-time-delivery' || bucket > asOf || bucket <= asOf - days) continue;
      const count = bySeller.get(partner) ?? { num: 0, den: 0 };
      bySeller.set(partner, { num: count.num + num, den: count.den + den });
    }
    for (const [seller, { den }] of bySeller) if (den === 0) bySeller.delete(seller);
    return bySeller;
  };

  it('is what a count over the raw files says, seller by seller, whenever one looks', async () => {
    const parts = await promisedParts(folder);
    const end = Math.floor(Math.max(...parts.map((part) => part.due)) / DAY);
    expect(end * DAY).toBeLessThan(machineClock.now());
    for (const day of [end, end - 10, end - 20, Date.parse('2018-09-01') / DAY]) {
      const asOf = new Date(day * DAY).toISOString().slice(0, 10);
      expect(counted(day)).toEqual(onTimeDelivery(parts, { asOf }).bySeller);
      expect(counted(day, 7)).toEqual(onTimeDelivery(parts, { asOf, days: 7 }).bySeller);
    }
    const { total } = onTimeDelivery(parts, { asOf: new Date(end * DAY).toISOString().slice(0, 10) });
    expect(total.den).toBeGreaterThan(100);
    expect(total.num).toBeLessThan(total.den);
  });

  it('rings nothing', () => {
    expect(loud).toEqual([]);
  });
});
