import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '@belfry/ingest/contract';
import { createEmbeddedLog, LOGS } from '@belfry/ingest/log';
import { composeInquiry } from '@belfry/processor/inquiry';
import { afterAll, expect, test } from 'vitest';
import { explanationSchema } from '../../../processor/src/contract/explanation-schema.ts';
import { clickhouseForTests, freshDatabase } from '../../support/clickhouse.ts';
import { startRun } from '../../support/processor-runs.ts';
import { describeReal } from '../../support/require-all.ts';

const TOTAL = 12_000;
const SUBJECTS = 500;

/** What a row of table `clocks` and an explanation both say of a clock. */
const SAID_BY_BOTH = 'promise, cycle, state, open, start, due, stop, revision, quiet, team, policy, row, target';

const clickhouse = await clickhouseForTests();
const directory = await mkdtemp(join(tmpdir(), 'belfry-explain-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

describeReal('ClickHouse', clickhouse.missing)('an explanation', () => {
  test('says of each clock what its lane has written down: late, repeated, imported events, two versions, a kill in between', async () => {
    const { sql, url, database, drop } = await freshDatabase(clickhouse);
    const log = { kind: 'embedded' as const, directory: join(directory, 'log') };
    const common = { log, url, database, total: TOTAL, begun: Date.now() };
    const killed = startRun({
      ...common,
      from: 0,
      to: TOTAL,
      dieAt: { step: 'clocks-stored', commit: 3 },
      andThen: 'stop',
    });
    expect(await killed.ended, killed.fatal).toBe('SIGKILL');
    const rest = startRun({ ...common, from: killed.appended, to: TOTAL, andThen: 'settle-and-replay' });
    expect(await rest.ended, rest.fatal).toBe(0);

    const opened = await createEmbeddedLog({ directory: log.directory, wallClock: machineClock });
    await opened.ensure(LOGS);
    const inquiry = composeInquiry({ log: opened, sql, wallClock: machineClock, generation: 1, report: console.error });
    const rows = await sql.query<Record<string, unknown> & { subject: string }>(
      `SELECT subject, ${SAID_BY_BOTH} FROM clocks WHERE generation = 1 ORDER BY subject, promise, cycle`,
    );
    const subjects = await sql.query<{ subject: string }>(
      `SELECT subject FROM subjects WHERE generation = 1 AND log = 'events' ORDER BY cityHash64(subject) LIMIT ${SUBJECTS}`,
    );
    let compared = 0;
    const seen = {
      fates: new Set<string>(),
      states: new Set<string>(),
      did: new Set<string>(),
      policies: new Set<number>(),
    };
    for (const { subject } of subjects) {
      const response = await inquiry.request(`/api/explain/${subject}`);
      expect(response.status, subject).toBe(200);
      const explanation = explanationSchema.parse(await response.json());
      const explained = explanation.clocks.map((clock): Record<string, unknown> => {
        const own = Object.fromEntries(
          SAID_BY_BOTH.split(', ').map((name) => [name, clock[name as keyof typeof clock]]),
        );
        return { subject, ...own, policy: clock.policy.number, row: clock.row.name, target: clock.target.kind };
      });
      expect(explained.sort(byPromise), subject).toEqual(rows.filter((row) => row.subject === subject));
      for (const { fate, effects } of explanation.evidence) {
        seen.fates.add(fate);
        for (const { did } of effects) seen.did.add(did);
      }
      for (const { state, policy, sums } of explanation.clocks) {
        seen.states.add(state);
        seen.policies.add(policy.number);
        expect(sums.counted + sums.paused + sums.offHours + sums.stopped).toBe(sums.whole);
      }
      compared += explained.length;
    }
    // The traffic has all of it, or the comparison means little.
    expect(compared).toBeGreaterThan(300);
    expect([...seen.fates].sort()).toEqual(['judged', 'quarantined', 'repeated']);
    expect([...seen.states]).toEqual(expect.arrayContaining(['breached', 'met', 'running']));
    expect([...seen.did]).toEqual(expect.arrayContaining(['started', 'stopped', 'policy', 'deadline']));
    expect(seen.policies.size).toBeGreaterThan(3);

    await opened.close();
    await drop();
  });
});

function byPromise(a: Record<string, unknown>, b: Record<string, unknown>): number {
  const [left, right] = [String(a.promise), String(b.promise)];
  return left === right ? Number(a.cycle) - Number(b.cycle) : left < right ? -1 : 1;
}
