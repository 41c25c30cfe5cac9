import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '@belfry/ingest/contract';
import { createEmbeddedLog, createKafkaLog, type EventLog } from '@belfry/ingest/log';
import { afterAll, expect, test } from 'vitest';
import { clickhouseForTests, freshDatabase } from '../../support/clickhouse.ts';
import { kafkaForTests } from '../../support/kafka-broker.ts';
import { differencesOf, type ProcessorRun, startRun, tablesOf } from '../../support/processor-runs.ts';
import { describeReal } from '../../support/require-all.ts';
import { expectToldAsByOne } from '../../support/told-to-hooks.ts';

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
      test('leaves the tables that a replay from offset 0 makes, byte for byte', { timeout: 300_000 }, async () => {
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
        expect(differencesOf(live, replayed)).toEqual({});
        expect(live.signals!.length).toBeGreaterThan(500);
        expect(live.quarantine!.length).toBeGreaterThan(100);
        expect(live.kpi_totals!.length).toBeGreaterThan(10);
        expect(live.incidents!.length).toBeGreaterThan(10);
        expect(live.incident_items!.length).toBeGreaterThan(200);
        expect(live.audit!.length).toBeGreaterThan(200);
        expect(live.silences!.length).toBe(4);
        await expectSound(sql);
        await expectNothingForgotten(sql);
        const { told } = await expectToldAsByOne(await opened(log));
        // When its owners die and come back decides what has come together by the time that a hook may be told: only that it
        // began is sure, and that something came of it.
        const reasons = new Set(told.map(({ reason }) => reason));
        expect(reasons).toContain('first');
        expect(['changed', 'acknowledged', 'resolved'].some((reason) => reasons.has(reason as never))).toBe(true);
        expect(told.filter(({ hook }) => hook === 'few').length, 'its limit was met').toBeGreaterThan(2);
        await drop();
      });
    });

    describeReal(name, missing)('that dies while open subjects are judged by a field that was never kept', () => {
      for (const [n, step] of ['sealed', 'stored', 'state-stored'].entries()) {
        test(`judges them by it all the same after ${step}, and its tables are those that a replay makes`, async () => {
          const { sql, url, database, drop } = await freshDatabase(clickhouse);
          const own = ownLog(log, step);
          const common = { log: own, url, database, total: 4_000, begun: Date.now() };
          const dieAt = { step, commit: 1 + (n % 2), since: 'second-policy' } as const;
          const run = startRun({ ...common, from: 0, to: common.total, dieAt, andThen: 'stop' });
          expect(await run.ended, run.fatal).toBe('SIGKILL');
          const last = startRun({ ...common, from: run.appended, to: common.total, andThen: 'settle-and-replay' });
          expect(await last.ended, last.fatal).toBe(0);

          const live = await tablesOf(sql, 1);
          const replayed = await tablesOf(sql, 2);
          expect(differencesOf(live, replayed)).toEqual({});
          await expectNothingForgotten(sql);
          await drop();
        });
      }
    });
  });
}

/** The log of the runs, once the last of them has ended. */
const opened = (log: ProcessorRun['log']): Promise<EventLog> =>
  log.kind === 'kafka'
    ? createKafkaLog({ ...log, partitions: 4, clientId: 'check', wallClock: machineClock })
    : createEmbeddedLog({ directory: log.directory, wallClock: machineClock });

/** The same kind of log, with nothing in it. */
const ownLog = (log: ProcessorRun['log'], name: string): ProcessorRun['log'] =>
  log.kind === 'kafka'
    ? { ...log, prefix: `${log.prefix}-${name}` }
    : { ...log, directory: `${log.directory}-${name}` };

/**
 * Every running clock of a gold order is ruled by the row for gold, also of those of which all was told before the policy
 * that names the field: and there are such.
 */
async function expectNothingForgotten(sql: Parameters<typeof tablesOf>[0]): Promise<void> {
  const [found] = await sql.query<{ gold: number; told_before: number; forgotten: number }>(
    `WITH (SELECT max(number) FROM policies WHERE generation = 1) AS second,
       told AS (
         SELECT e.subject AS subject, max(e.offset) < any(t.offset) AS before
         FROM events AS e JOIN policies_taken AS t ON t.lane = e.lane
         WHERE e.generation = 1 AND t.generation = 1 AND t.log = 'events' AND t.number = second
         GROUP BY e.subject
       )
     SELECT countIf(c.row = 'gold') AS gold, countIf(c.row = 'gold' AND told.before) AS told_before,
       countIf(c.row != 'gold' AND c.policy = second AND toUInt32(splitByChar('/', c.subject)[2]) % 2 = 0) AS forgotten
     FROM clocks AS c JOIN told ON told.subject = c.subject
     WHERE c.generation = 1 AND c.promise = 'demo/ship-in-3s' AND c.open`,
  );
  expect(found!.told_before).toBeGreaterThan(10);
  expect(found!.gold).toBeGreaterThan(found!.told_before);
  expect(found!.forgotten).toBe(0);
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
