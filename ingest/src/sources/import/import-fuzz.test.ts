import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportError, readMapping, runImport } from './index.ts';

const MAPPING = fileURLToPath(new URL('../../../mappings/orders.yaml', import.meta.url));
const NOW = Date.parse('2026-11-23T12:00:00Z');
const HEADER =
  'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date';

const time = fc
  .tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 86_399 }))
  .map(([day, second]) =>
    new Date(Date.UTC(2025, 0, 1 + day) + second * 1000).toISOString().slice(0, 19).replace('T', ' '),
  );
/** What stands in cells of real exports, and what does not belong there. */
const cell = fc.oneof(
  { weight: 6, arbitrary: time },
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constantFrom('delivered', 'canceled', 'shipped', 'unavailable', 'no such status') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"', '"a', 'a"b', '"a,b"', '2026-13-45 99:99:99', '=1+1', '\u0000', '~', ' '),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);
const goodRow = fc
  .tuple(fc.uuid(), fc.constantFrom('delivered', 'shipped', 'canceled', 'invoiced'), time, time)
  .map(([id, status, bought, promised]) => `${id},c1,${status},${bought},,,,${promised}`);
const badRow = fc.array(cell, { minLength: 0, maxLength: 10 }).map((cells) => cells.join(','));
const row = fc.oneof({ weight: 2, arbitrary: goodRow }, { weight: 1, arbitrary: badRow });

describe('fuzzed imports', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'belfry-fuzz-'));
    await writeFile(
      join(dir, 'order_items.csv'),
      'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\n',
    );
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const importText = async (text: string) => {
    const file = join(dir, 'orders.csv');
    await writeFile(file, text);
    const ids: string[] = [];
    const report = await runImport({
      file,
      mapping: MAPPING,
      stateDir: join(dir, 'state'),
      now: () => NOW,
      sink: {
        send: async (events) =>
          events.map((event, index) => {
            ids.push(event.id);
            return { index, id: event.id, source: event.source, status: 'accepted' as const };
          }),
      },
    });
    return { report, ids };
  };

  it('account for every row, and tell the good ones whatever stands beside them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), async (rows, end) => {
        const { report, ids } = await importText([HEADER, ...rows, ''].join(end));
        expect(report.imported + report.refused).toBe(report.rows);
        expect(Object.values(report.refusedBy).reduce((sum, count) => sum + count, 0)).toBe(report.refused);
        expect(report.refusedRows.every((one) => one.line > 1 && one.reason !== '')).toBe(true);
        const text = rows.join('\n');
        const lines = text.split(/\r?\n/).filter((line) => line !== '').length;
        // Without quotes a line is a row, unless it is empty. A quoted field may hold lines, if its row is whole.
        if (!text.includes('"')) expect(report.rows).toBe(lines);
        if (report.rows < lines) return;
        const told = new Set(ids);
        for (const good of rows.filter((one) => /^[0-9a-f]{8}-[0-9a-f-]+,c1,/.test(one))) {
          expect(told).toContain(`${good.split(',')[0]}:created`);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never fail on bytes that are no text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const file = join(dir, 'orders.csv');
        await writeFile(file, Buffer.concat([Buffer.from(`${HEADER}\n`), bytes]));
        const report = await runImport({
          file,
          mapping: MAPPING,
          dryRun: true,
          now: () => NOW,
          sink: { send: () => Promise.reject(new Error('a dry run sends nothing')) },
        });
        expect(report.imported + report.refused).toBe(report.rows);
      }),
      { numRuns: 100 },
    );
  });

  it('refuse a broken mapping with lines, never with anything else', () => {
    const lines = readFileSync(MAPPING, 'utf8').split('\n');
    const damage = fc.oneof(
      fc.record({ kind: fc.constant('drop' as const), at: fc.nat(lines.length - 1), text: fc.constant('') }),
      fc.record({
        kind: fc.constant('insert' as const),
        at: fc.nat(lines.length - 1),
        text: fc.string({ maxLength: 30 }),
      }),
      fc.record({
        kind: fc.constant('replace' as const),
        at: fc.nat(lines.length - 1),
        text: fc.constantFrom(
          '  - type: order.lost',
          'rows: maybe',
          'zone: Mars/Base',
          'times: [q]',
          'version: 2',
          '- - -',
          '&a [*a]',
        ),
      }),
    );
    let refused = 0;
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const text = [...lines];
        for (const { kind, at, text: by } of damages)
          text.splice(at, kind === 'insert' ? 0 : 1, ...(kind === 'drop' ? [] : [by]));
        try {
          readMapping(text.join('\n'), 'orders.yaml');
        } catch (error) {
          refused++;
          expect(error).toBeInstanceOf(ImportError);
          expect((error as ImportError).code).toBe('IMPORT_MAPPING_INVALID');
          expect((error as ImportError).message).toMatch(/^orders\.yaml cannot be used:\n {2}line \d+/);
        }
      }),
      { numRuns: 200 },
    );
    expect(refused).toBeGreaterThan(20);
  });
});
