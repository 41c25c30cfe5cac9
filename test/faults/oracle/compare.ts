import type { LogRecord } from '@belfry/ingest/log';
import { replay } from '@belfry/processor/compose';
import { decodeSignal } from '@belfry/processor/contract';
import { differencesOf, tablesOf } from '../../support/processor-runs.ts';
import { readLog } from '../../support/read-log.ts';
import type { Told } from '../workload/drive.ts';
import type { Stores } from '../world/room.ts';
import { compareDeliveries } from './deliveries.ts';
import { Differences } from './difference.ts';
import { laneVerdicts } from './lane-verdicts.ts';

/**
 * What was acknowledged, against what the log holds; what the log holds, against what the oracles make of it; and a replay
 * from offset 0, against what the living have stored. Call it when there is calm and every processor has stopped.
 *
 * @param told by each source.
 * @param isOlder some rows were written by the release before, which knows fewer columns.
 * @returns in words, what was compared.
 * @throws Error every difference.
 */
export async function compare(room: Stores, told: readonly Told[], isOlder = false): Promise<string> {
  const differences = new Differences();
  const lanes = await readLog(room.log, 'events');
  compareLog(differences, lanes, told);
  await compareArchive(differences, room, lanes);
  const verdicts = lanes.flatMap((records) =>
    records.some(({ kind }) => kind === 'event') ? laneVerdicts(records) : [],
  );
  await compareClocks(differences, room, verdicts);
  await compareSignals(differences, room, verdicts);
  await compareCounts(differences, room, verdicts);
  await compareDeliveries(differences, room);
  await compareReplay(differences, room, isOlder);
  return differences.settle();
}

type Verdicts = ReturnType<typeof laneVerdicts>;

/** Law 4, the first half: nothing that was acknowledged is missing from the log, and nothing stands there that nobody told. */
function compareLog(differences: Differences, lanes: readonly (readonly LogRecord[])[], told: readonly Told[]): void {
  const held = new Set<string>();
  for (const records of lanes) {
    for (const { kind, value } of records) if (kind === 'event') held.add(idOf(value));
  }
  const acknowledged = told.flatMap((each) => [...each.acknowledged.keys()]);
  differences.same(
    'acknowledged events',
    [...new Set(acknowledged)].filter((id) => held.has(id)),
    [...new Set(acknowledged)],
  );
}

function idOf(value: Buffer): string {
  try {
    return String((JSON.parse(value.toString()) as { id?: unknown }).id);
  } catch {
    return '';
  }
}

async function compareArchive(
  differences: Differences,
  { sql }: Stores,
  lanes: readonly (readonly LogRecord[])[],
): Promise<void> {
  const rows = await sql.query<{ lane: number; offset: number; hash: string }>(
    'SELECT lane, offset, hex(MD5(value)) AS hash FROM events FINAL WHERE generation = 1',
  );
  const { createHash } = await import('node:crypto');
  const md5 = (value: Buffer): string => createHash('md5').update(value).digest('hex').toUpperCase();
  differences.same(
    'archived records',
    rows.map(({ lane, offset, hash }) => `${lane} ${offset} ${hash}`),
    lanes.flatMap((records, lane) =>
      records.flatMap(({ kind, offset, value }) => (kind === 'event' ? [`${lane} ${offset} ${md5(value)}`] : [])),
    ),
  );
}

async function compareClocks(differences: Differences, { sql }: Stores, verdicts: Verdicts): Promise<void> {
  const rows = await sql.query<Record<string, unknown>>(
    "SELECT subject, promise, cycle, state, due, start, stop, revision FROM clocks FINAL WHERE generation = 1 AND promise LIKE 'faults/%'",
  );
  const line = (clock: Record<string, unknown>): string =>
    ['subject', 'promise', 'cycle', 'state', 'due', 'start', 'stop', 'revision'].map((key) => clock[key]).join(' ');
  differences.same(
    'clocks',
    rows.map(line),
    verdicts.flatMap(({ subject, clocks }) => clocks.map((clock) => line({ subject, ...clock }))),
  );
}

/** The table and the log each have every signal that the oracle expects; an id is always the same message. */
async function compareSignals(differences: Differences, { sql, log }: Stores, verdicts: Verdicts): Promise<void> {
  const expected = verdicts.flatMap(({ subject, said }) =>
    said.map(({ promise, cycle, kind, step, revision }) => [subject, promise, cycle, kind, step, revision].join(' ')),
  );
  const messages = new Map<string, string>();
  const torn: string[] = [];
  for (const { kind, value } of (await readLog(log, 'signals')).flat()) {
    if (kind !== 'signal') continue;
    const { id } = decodeSignal(value);
    const body = value.toString();
    if (messages.has(id) && messages.get(id) !== body) torn.push(id);
    messages.set(id, body);
  }
  const ofClocks = (bodies: readonly string[]): string[] =>
    bodies.flatMap((body) => {
      const signal = JSON.parse(body) as Record<string, unknown>;
      if (!String(signal.promise ?? '').startsWith('faults/')) return [];
      return [['subject', 'promise', 'cycle', 'kind', 'step', 'revision'].map((key) => signal[key]).join(' ')];
    });
  const rows = await sql.query<{ id: string; body: string }>('SELECT id, body FROM signals FINAL WHERE generation = 1');
  differences.none('signals told twice in different words', torn);
  differences.same('signals in the log', ofClocks([...messages.values()]), expected);
  differences.same('signals in the table', ofClocks(rows.map(({ body }) => body)), expected);
  differences.same(
    'ids of signals',
    rows.map(({ id }) => id),
    [...messages.keys()],
  );
}

async function compareCounts(differences: Differences, { sql }: Stores, verdicts: Verdicts): Promise<void> {
  const sums = new Map<string, { num: number; den: number }>();
  for (const { kpi, partner, market, carrier, channel, day, num, den } of verdicts.flatMap(({ counts }) => counts)) {
    const cell = [kpi, partner, market, carrier, channel, day].join(' ');
    const sum = sums.get(cell) ?? { num: 0, den: 0 };
    sums.set(cell, { num: sum.num + num, den: sum.den + den });
  }
  const expected = [...sums]
    .filter(([, { num, den }]) => num + den > 0)
    .map(([cell, { num, den }]) => `${cell}: ${num}/${den}`);
  for (const [table, add] of [
    ['kpi_totals', 'sum'],
    ['kpi_deltas', 'sum'],
  ] as const) {
    const rows = await sql.query<Record<string, unknown>>(
      `SELECT kpi, partner, market, carrier, channel, bucket, ${add}(num) AS n, ${add}(den) AS d FROM ${table} FINAL
       WHERE generation = 1 AND kpi LIKE 'faults/%' GROUP BY ALL HAVING n + d > 0`,
    );
    differences.same(
      `cells of ${table}`,
      rows.map(
        ({ kpi, partner, market, carrier, channel, bucket, n, d }) =>
          `${[kpi, partner, market, carrier, channel, bucket].join(' ')}: ${n}/${d}`,
      ),
      expected,
    );
  }
}

async function compareReplay(differences: Differences, { log, sql }: Stores, isOlder: boolean): Promise<void> {
  await replay({ log, sql, generation: 2, report: () => undefined });
  const found = differencesOf(await tablesOf(sql, 1, isOlder), await tablesOf(sql, 2, isOlder));
  differences.none(
    'rows that a replay from offset 0 makes otherwise',
    Object.entries(found).map(([table, rows]) => `${table}: ${JSON.stringify(rows)}`),
  );
}
