import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { clickhouseForTests, freshDatabase } from '../../support/clickhouse.ts';
import { kafkaForTests } from '../../support/kafka-broker.ts';
import { type ProcessorRun, startRun, tablesOf } from '../../support/processor-runs.ts';
import { describeReal } from '../../support/require-all.ts';

const STEPS = ['sealed', 'published', 'stored', 'clocks-stored', 'state-stored', 'position-stored'];
const TOTAL = 20_000;

const clickhouse = await clickhouseForTests();
const kafka = await kafkaForTests();
const directory = await mkdtemp(join(tmpdir(), 'belfry-commit-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

const LOGS: readonly { name: string; missing: string | undefined; log: ProcessorRun['log'] }[] = [
  { name: 'the embedded log', missing: undefined, log: { kind: 'embedded', directory: join(directory, 'log') } },
  {
    name: 'Kafka',
    missing: kafka.missing,
    log: { kind: 'kafka', brokers: [...kafka.brokers], prefix: `commit-${randomBytes(4).toString('hex')}` },
  },
];

for (const { name, missing, log } of LOGS) {
  describeReal('ClickHouse', clickhouse.missing)(`a processor on ${name}`, () => {
    describeReal(name, missing)('that dies at every step of a commit', () => {
      test('leaves the tables that a replay from offset 0 makes, byte for byte', async () => {
        const { sql, url, database, drop } = await freshDatabase(clickhouse);
        const begun = Date.now();
        const common = { log, url, database, total: TOTAL, begun };
        let from = 0;
        for (const [n, step] of STEPS.entries()) {
          const run = startRun({ ...common, from, to: TOTAL, dieAt: { step, commit: 1 + (n % 2) }, andThen: 'stop' });
          expect(await run.ended, run.fatal).toBe('SIGKILL');
          from = run.appended;
        }
        expect(from, 'there was load left for the last run').toBeLessThan(TOTAL);
        const last = startRun({ ...common, from, to: TOTAL, andThen: 'settle-and-replay' });
        expect(await last.ended, last.fatal).toBe(0);

        const live = await tablesOf(sql, 1);
        const replayed = await tablesOf(sql, 2);
        for (const table of Object.keys(live)) expect(replayed[table], table).toEqual(live[table]);
        expect(live.signals!.length).toBeGreaterThan(500);
        expect(live.quarantine!.length).toBeGreaterThan(100);
        expect(live.kpi_totals!.length).toBeGreaterThan(10);
        await expectSound(sql);
        await drop();
      });
    });
  });
}

/** What must hold of the tables whatever was done to the processor. */
async function expectSound(sql: Parameters<typeof tablesOf>[0]): Promise<void> {
  const [ids] = await sql.query<{ all: number; distinct: number }>(
    'SELECT count() AS all, uniqExact(id) AS distinct FROM signals FINAL WHERE generation = 1',
  );
  expect(ids!.distinct).toBe(ids!.all);
  const [sums] = await sql.query<{ deltas: number; totals: number }>(
    `SELECT (SELECT sum(num * 1000000 + den) FROM kpi_deltas FINAL WHERE generation = 1) AS deltas,
            (SELECT sum(num * 1000000 + den) FROM kpi_totals FINAL WHERE generation = 1) AS totals`,
  );
  expect(sums!.totals).toBe(sums!.deltas);
  const [onTime] = await sql.query<{ clocks: number; counted: number }>(
    `SELECT (SELECT countIf(state IN ('met', 'breached')) FROM clocks FINAL WHERE generation = 1 AND promise = 'mall/on-time-delivery' AND due IS NOT NULL) AS clocks,
            (SELECT sum(den) FROM kpi_totals FINAL WHERE generation = 1 AND kpi = 'mall/on-time-delivery') AS counted`,
  );
  expect(onTime!.counted).toBe(onTime!.clocks);
}
