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
const MAPPINGS = ['orders.yaml', 'incidents.yaml'].map((name) =>
  readFileSync(fileURLToPath(new URL(`../../../mappings/${name}`, import.meta.url)), 'utf8'),
);
const { numRuns, seed, timeoutMs } = fuzzRuns('fuzzed mappings', 200);

/** A mapping that says something else than it did in up to three places, or whose file was disturbed. */
const mapping = fc.oneof(
  { weight: 3, arbitrary: mutated(fc.constantFrom(...MAPPINGS).map((text) => parse(text) as object)).map(inYaml) },
  { weight: 1, arbitrary: disturbed(fc.constantFrom(...MAPPINGS).map((text) => Buffer.from(text))) },
);

function inYaml(document: unknown): Buffer {
  return Buffer.from(stringify(document) ?? '');
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'belfry-mapping-'));
  // The columns of both mappings; each row has something for each of them.
  const columns = [
    ...new Set(MAPPINGS.flatMap((text) => text.match(/\b[a-z]+_[a-z_]+\b/g) ?? [])),
    'number',
    'category',
  ];
  const cell = (column: string, n: number): string =>
    /time|date|_at$/.test(column) ? `2026-11-2${n} 10:00:00` : /count/.test(column) ? `${n}` : `${column}-${n}`;
  const rows = [1, 2, 3].map((n) => columns.map((column) => cell(column, n)).join(','));
  await writeFile(join(directory, 'rows.csv'), [columns.join(','), ...rows, ''].join('\n'));
  await writeFile(join(directory, 'order_items.csv'), 'order_id,seller_id\norder_id-1,s1\norder_id-1,s2\n');
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
