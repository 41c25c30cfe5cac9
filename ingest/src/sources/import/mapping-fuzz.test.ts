import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { disturbed, mutated } from '../../../../test/support/arbitrary-mutations.ts';
import { fuzzRuns } from '../../../../test/support/fuzz-runs.ts';
import type { BelfryEvent } from '../../contract/index.ts';
import { ImportError, runImport } from './index.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const MAPPING = readFileSync(fileURLToPath(new URL('../../../mappings/orders.yaml', import.meta.url)), 'utf8');
const COLUMNS =
  'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date';
const ITEM_COLUMNS = 'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value';
const at = (day: number): string => `2025-03-0${day} 10:00:00`;
const { numRuns, seed, timeoutMs } = fuzzRuns('fuzzed mappings', 200);

/** A mapping that says something else than it did in up to three places, or whose file was disturbed. */
const mapping = fc.oneof(
  { weight: 3, arbitrary: mutated(fc.constant(parse(MAPPING) as object)).map(inYaml) },
  { weight: 1, arbitrary: disturbed(fc.constant(Buffer.from(MAPPING))) },
);

function inYaml(document: unknown): Buffer {
  return Buffer.from(stringify(document) ?? '');
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'belfry-mapping-'));
  const rows = [1, 2, 3].map((n) => `o-${n},c,delivered,${at(1)},${at(2)},${at(3)},${at(4)},2025-03-20 00:00:00`);
  await writeFile(join(directory, 'rows.csv'), [COLUMNS, ...rows, ''].join('\n'));
  const items = [1, 2, 3].map((n) => `o-${n},1,p,s${n},${at(9)},10.0,1.0`);
  await writeFile(join(directory, 'order_items.csv'), [ITEM_COLUMNS, ...items, ''].join('\n'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test(
  `whatever a mapping says: it is refused with reasons, or each row is told or refused (seed ${seed})`,
  async () => {
    const met = { refused: 0, run: 0, rowsRefused: 0 };
    await fc.assert(
      fc.asyncProperty(mapping, async (bytes) => {
        const file = join(directory, 'mapping.yaml');
        await writeFile(file, bytes);
        const told: BelfryEvent[] = [];
        try {
          const report = await runImport({
            ...{ file: join(directory, 'rows.csv'), mapping: file, now: () => NOW },
            stateDir: join(directory, `state-${met.run++}`),
            sink: {
              send: async (events) => {
                told.push(...events);
                return events.map(({ id, source }, index) => ({ index, id, source, status: 'accepted' as const }));
              },
            },
          });
          expect(report.imported + report.refused).toBe(report.rows);
          expect(report.rows).toBe(3);
          expect(report.refusedRows).toHaveLength(report.refused);
          for (const { line, reason } of report.refusedRows)
            expect([line > 1, reason.length > 3]).toEqual([true, true]);
          if (report.imported > 0) expect(told.length).toBeGreaterThan(0);
          met.rowsRefused += report.refused;
        } catch (error) {
          if (!(error instanceof ImportError)) throw error;
          met.refused++;
          expect(error.code).toMatch(/^IMPORT_[A-Z_]+$/);
          expect(error.message.length).toBeGreaterThan(20);
        }
      }),
      { numRuns, seed },
    );
    expect(met.refused).toBeGreaterThan(numRuns / 10);
    expect(met.run - met.refused).toBeGreaterThan(numRuns / 50);
  },
  timeoutMs,
);
