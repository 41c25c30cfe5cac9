import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BelfryEvent } from '@belfry/ingest/contract';
import { runImport } from '@belfry/ingest/import';
import { writeHistoryCsv } from '@belfry/ingest/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAPPINGS } from './history-files.ts';
import { recordingSink } from './recording-sink.ts';

const TO = Date.parse('2026-11-01T00:00:00Z');
const HISTORY = { seed: 'mend', from: TO - 20 * 86_400_000, to: TO, orders: 120, tickets: 60 };

describe('rows that are refused, mended and imported again', () => {
  let dir: string;
  let files: { orders: string; incidents: string };
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'belfry-mend-'));
    files = await writeHistoryCsv(dir, HISTORY);
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const run = async (file: string, mapping: string) => {
    const sink = recordingSink();
    const report = await runImport({
      file,
      mapping: join(MAPPINGS, mapping),
      sink,
      stateDir: join(dir, 'state'),
      now: () => TO,
    });
    return { report, events: sink.events.filter((event) => event.type !== 'import.finished') };
  };

  /** The state that a set of events comes to, whatever was told twice. */
  const setOf = (events: readonly BelfryEvent[]) => {
    const byId = new Map<string, object>();
    for (const { importid: _, ...event } of events) if (!byId.has(event.id)) byId.set(event.id, event);
    return [...byId].sort(([a], [b]) => (a < b ? -1 : 1));
  };

  it.each([
    { what: 'orders' as const, mapping: 'orders.yaml', line: 40, breaks: /,2026-/, with: ',the day before 2026-' },
    { what: 'orders' as const, mapping: 'orders.yaml', line: 41, breaks: /^/, with: '"' },
  ])('$what: line $line', async ({ what, mapping, line, breaks, with: broken }) => {
    const good = await readFile(files[what], 'utf8');
    const whole = await run(files[what], mapping);
    const lines = good.split('\n');
    const original = lines[line - 1]!;
    lines[line - 1] = original.replace(breaks, broken);
    await writeFile(join(dir, 'broken.csv'), lines.join('\n'));
    const first = await run(join(dir, 'broken.csv'), mapping);
    expect(first.report).toMatchObject({ rows: whole.report.rows, refused: 1, imported: whole.report.rows - 1 });
    expect(first.report.refusedRows).toMatchObject([{ line }]);
    expect(await readFile(first.report.refusedFile!, 'utf8')).toBe(`${lines[0]}\n${lines[line - 1]}\n`);
    expect(
      (await readFile(first.report.refusedList!, 'utf8'))
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text)),
    ).toEqual(first.report.refusedRows);

    await writeFile(join(dir, 'mended.csv'), `${lines[0]}\n${original}\n`);
    const second = await run(join(dir, 'mended.csv'), mapping);
    expect(second.report).toMatchObject({ rows: 1, imported: 1 });
    expect(setOf([...first.events, ...second.events])).toEqual(setOf(whole.events));
  });

  it('states: all of a ticket is written to be mended, since a state means little without those around it', async () => {
    const lines = (await readFile(files.incidents, 'utf8')).split('\n');
    const at = lines.findIndex((line) => line.includes('Awaiting User Info'));
    const ticket = lines[at]!.split(',')[0]!;
    const of = lines.filter((line) => line.startsWith(`${ticket},`));
    const whole = await run(files.incidents, 'incidents.yaml');
    const broken = lines.map((line, i) =>
      i === at ? line.replace(/,\d+\/\d+\/2026 \d\d:\d\d,Phone/, ',tomorrow,Phone') : line,
    );
    await writeFile(join(dir, 'broken.csv'), broken.join('\n'));
    const first = await run(join(dir, 'broken.csv'), 'incidents.yaml');
    expect(first.report).toMatchObject({
      refused: 1,
      refusedRows: [{ line: at + 1, code: 'UNREADABLE_TIME', key: ticket }],
    });
    const toMend = (await readFile(first.report.refusedFile!, 'utf8')).trim().split('\n');
    expect(toMend).toHaveLength(1 + of.length);

    await writeFile(join(dir, 'mended.csv'), [lines[0], ...of, ''].join('\n'));
    const second = await run(join(dir, 'mended.csv'), 'incidents.yaml');
    const statuses = (events: readonly BelfryEvent[]) =>
      setOf(events)
        .map(([, event]) => event as BelfryEvent)
        .filter((event) => event.subject === `ticket/${ticket}` && event.type === 'ticket.status-changed')
        .map((event) => [event.time, event.data?.to, event.data?.waitingOn]);
    expect(statuses([...first.events, ...second.events])).toEqual(statuses(whole.events));
  });
});
