import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '@belfry/ingest/contract';
import { createEmbeddedLog, createKafkaLog, type EventLog, LOGS } from '@belfry/ingest/log';
import { decodeSignal } from '@belfry/processor/contract';
import type { Sql } from '@belfry/sql';
import { afterAll, expect, test } from 'vitest';
import { clickhouseForTests, freshDatabase } from '../../support/clickhouse.ts';
import { kafkaForTests } from '../../support/kafka-broker.ts';
import { differencesOf, startRun, tablesOf } from '../../support/processor-runs.ts';
import { readLog } from '../../support/read-log.ts';
import { describeReal } from '../../support/require-all.ts';
import { expectToldAsByOne } from '../../support/told-to-hooks.ts';

const TOTAL = 20_000;

const clickhouse = await clickhouseForTests();
const kafka = await kafkaForTests();

describeReal('ClickHouse', clickhouse.missing)('two processors that believe they own the same lanes', () => {
  describeReal('Kafka', kafka.missing)('on Kafka, one of them frozen in mid-insert', () => {
    test('ring each deadline once, and leave the tables that a replay makes', async () => {
      const { sql, url, database, drop } = await freshDatabase(clickhouse);
      const prefix = `owners-${randomBytes(4).toString('hex')}`;
      const log = { kind: 'kafka', brokers: [...kafka.brokers], prefix } as const;
      const common = { log, url, database, total: TOTAL, begun: Date.now() };
      // It freezes while its rows are on their way, outlives its session, and goes on as if nothing had happened.
      const zombie = startRun({
        ...common,
        from: 0,
        to: TOTAL / 2,
        freezeAfter: 'published',
        group: 'first',
        andThen: 'stay',
      });
      await zombie.until(({ ready }) => ready === true);
      const owner = startRun({ ...common, from: TOTAL / 2, to: TOTAL, group: 'other', andThen: 'stay' });
      await owner.until(({ appended }) => appended === TOTAL);
      const frozenAt = zombie.appended;
      zombie.child.kill('SIGCONT');
      await zombie.until(({ appended }) => appended === TOTAL / 2);
      expect(frozenAt, 'it was frozen in the middle of its load').toBeLessThan(TOTAL / 2);
      owner.child.kill('SIGKILL');
      await owner.ended;
      zombie.child.kill('SIGKILL');
      await zombie.ended;

      const last = startRun({ ...common, from: TOTAL, to: TOTAL, andThen: 'settle-and-replay' });
      expect(await last.ended, last.fatal).toBe(0);
      await expectReplayed(sql);
      const open = () => createKafkaLog({ ...log, partitions: 4, clientId: 'check', wallClock: machineClock });
      await expectRungOnce(sql, await open());
      const { told } = await expectToldAsByOne(await open());
      expect(told.length).toBeGreaterThan(20);
      await drop();
    });
  });

  test('on the embedded log, two in one process: the same', async () => {
    const { sql, url, database, drop } = await freshDatabase(clickhouse);
    const directory = await mkdtemp(join(tmpdir(), 'belfry-owners-'));
    afterAll(() => rm(directory, { recursive: true, force: true }));
    const log = { kind: 'embedded', directory } as const;
    const run = startRun({
      log,
      url,
      database,
      total: TOTAL,
      begun: Date.now(),
      from: 0,
      to: TOTAL,
      secondOwner: true,
      andThen: 'settle-and-replay',
    });
    expect(await run.ended, run.fatal).toBe(0);
    await expectReplayed(sql);
    const { told, repeats } = await expectToldAsByOne(await createEmbeddedLog({ directory, wallClock: machineClock }));
    expect(told.length).toBeGreaterThan(20);
    // Both say everything, so this is what is dropped by id.
    expect(repeats).toBeGreaterThan(20);
    await drop();
  });
});

async function expectReplayed(sql: Sql): Promise<void> {
  const live = await tablesOf(sql, 1);
  const replayed = await tablesOf(sql, 2);
  expect(differencesOf(live, replayed)).toEqual({});
  expect(live.signals!.length).toBeGreaterThan(100);
}

/** What both told on the log `signals` is, by id, what the table holds: nothing more, nothing less, and never two tales. */
async function expectRungOnce(sql: Sql, log: EventLog): Promise<void> {
  await log.ensure(LOGS);
  const told = new Map<string, Set<string>>();
  for (const { kind, value } of (await readLog(log, 'signals')).flat()) {
    if (kind !== 'signal') continue;
    const { id } = decodeSignal(value);
    told.set(id, (told.get(id) ?? new Set()).add(value.toString()));
  }
  await log.close();
  const stored = await sql.query<{ id: string }>('SELECT id FROM signals FINAL WHERE generation = 1');
  expect(new Set(told.keys())).toEqual(new Set(stored.map(({ id }) => id)));
  for (const bodies of told.values()) expect(bodies.size, 'one id is always the same message').toBe(1);
}
