import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from '@belfry/sql';
import { afterAll, expect, test } from 'vitest';
import { rebuildState } from '../../../processor/src/inquiry/rebuild-state.ts';
import { writerOf } from '../../../processor/src/pipeline/tables.ts';
import { clickhouseForTests, freshDatabase } from '../../support/clickhouse.ts';
import { differencesOf, startRun, tablesOf } from '../../support/processor-runs.ts';
import { describeReal } from '../../support/require-all.ts';

const TOTAL = 6_000;
const COMPARED = 100;

interface StateRow {
  readonly log: string;
  readonly lane: number;
  readonly subject: string;
  readonly offset: number;
  readonly open: boolean;
  readonly state: string;
  readonly next_due: number | null;
}

const clickhouse = await clickhouseForTests();
const directory = await mkdtemp(join(tmpdir(), 'belfry-spoilt-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

describeReal('ClickHouse', clickhouse.missing)('state rows that cannot be read', () => {
  test('are judged again from the archive, or the lane from its log: the tables are those of a replay', async () => {
    const { sql, url, database, drop } = await freshDatabase(clickhouse);
    const log = { kind: 'embedded' as const, directory: join(directory, 'log') };
    const common = { log, url, database, total: TOTAL, begun: Date.now() };
    const first = startRun({ ...common, from: 0, to: TOTAL * 0.6, andThen: 'stop' });
    expect(await first.ended, first.fatal).toBe(0);

    const rows = await sql.query<StateRow>(
      `SELECT log, lane, subject, offset, open, state, next_due FROM subjects WHERE generation = 1 ORDER BY cityHash64(subject)`,
    );
    const events = rows.filter((row) => row.log === 'events');
    const rebuild = rebuildState(sql, 1);
    for (const { lane, subject, offset, state } of events.slice(0, COMPARED)) {
      expect(await rebuild(lane, subject, offset), subject).toBe(state);
    }

    const open = events.filter((row) => row.open).slice(0, 20);
    const closed = events.filter((row) => !row.open).slice(0, 80);
    expect([open.length, closed.length]).toEqual([20, 80]);
    const tally = rows.find((row) => row.log === 'kpi')!;
    await write(sql, [...open, ...closed, tally].map(spoilt));

    const rest = startRun({ ...common, from: TOTAL * 0.6, to: TOTAL, andThen: 'settle-and-replay' });
    expect(await rest.ended, rest.fatal).toBe(0);
    const still = await sql.query<StateRow>(
      "SELECT log, lane, subject, offset, open, state, next_due FROM subjects WHERE generation = 1 AND log IN ('events', 'kpi') AND NOT endsWith(state, '}')",
    );
    expect(still.filter((row) => row.open || row.log !== 'events')).toEqual([]);
    expect(still.length, 'some that had left came back').toBeLessThan(closed.length);
    // Those that had left, and of which nothing was told since, are looked at when something is.
    const mended = await Promise.all(
      still.map(async (row) => ({ ...row, state: (await rebuild(row.lane, row.subject, row.offset))! })),
    );
    await write(sql, mended);
    expect(differencesOf(await tablesOf(sql, 1), await tablesOf(sql, 2))).toEqual({});
    await drop();
  }, 300_000);
});

const SPOILT = [(state: string) => state.slice(0, state.length >> 1), () => '\u0000garbage', () => '', () => '{"pin":'];

/** Cut, garbage, empty, and of another shape. */
const spoilt = (row: StateRow, n: number): StateRow => ({ ...row, state: SPOILT[n % SPOILT.length]!(row.state) });

/** Over what stands there, under the same version. */
async function write(sql: Sql, rows: readonly StateRow[]): Promise<void> {
  const writer = writerOf('subjects');
  for (const { log, lane, subject, offset, open, state, next_due: nextDue } of rows) {
    writer.u32(1).str(log).u16(lane).str(subject).i64(offset).bool(open).str(state).i64n(nextDue).end();
  }
  await sql.insert('subjects', writer.names, writer.take());
}
