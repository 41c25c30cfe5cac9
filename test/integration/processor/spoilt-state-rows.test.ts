import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from '@belfry/sql';
import { afterAll, expect, test } from 'vitest';
import { rebuildState } from '../../../processor/src/inquiry/rebuild-state.ts';
import { MAY_WAIT } from '../../../processor/src/pipeline/state-rows.ts';
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

const READABLE = '{"pin":6,"facts":[[1,"order.opened",2,3,{"partner":"p1"}]]}';
const DUE = 1_800_000_000_000;

describeReal('ClickHouse', clickhouse.missing)('what ClickHouse says of a state row', () => {
  test.each([
    ['an open one that says when it is due may wait', READABLE, true, DUE, true],
    ['also where it names what no ASCII has', READABLE.replace('p1', 'Č\u2028😀'), true, DUE, true],
    ['a closed one may not', READABLE, false, null, false],
    ['nor one of an earlier release', READABLE, true, null, false],
    ['nor one that holds history', READABLE.replace(']]}', ']],"held":[]}'), true, DUE, false],
    ['nor one that is cut', READABLE.slice(0, -1), true, DUE, false],
    ['nor one with something behind it', `${READABLE}x`, true, DUE, false],
    ['nor an empty one', '', true, DUE, false],
    ['nor one without facts', '{"pin":6}', true, DUE, false],
    ['nor one whose facts are no list', '{"pin":6,"facts":{}}', true, DUE, false],
  ])('%s', async (_, state, open, due, expected) => {
    const { sql, drop } = await freshDatabase(clickhouse);
    await write(sql, [{ log: 'events', lane: 0, subject: 'order/1', offset: 3, open, state, next_due: due }]);
    expect(await sql.query(`SELECT ${MAY_WAIT} AS mayWait FROM subjects`)).toEqual([{ mayWait: expected }]);
    await drop();
  });
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
