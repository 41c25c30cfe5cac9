import { join } from 'node:path';
import { runImport } from '@belfry/ingest/import';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countIncidents } from '../../support/oracles/history-incidents.ts';
import { type HistoryFolder, historyFolder, MAPPINGS } from './history-files.ts';
import { type RecordingSink, recordingSink } from './recording-sink.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const MINUTE = 60_000;

describe('import of an update-per-row incident log', () => {
  let folder: HistoryFolder;
  let sink: RecordingSink;
  let report: Awaited<ReturnType<typeof runImport>>;
  beforeAll(async () => {
    folder = await historyFolder();
    sink = recordingSink();
    report = await runImport({
      file: folder.incidents,
      mapping: join(MAPPINGS, 'incidents.yaml'),
      sink,
      stateDir: folder.state,
      now: () => NOW,
    });
  });
  afterAll(() => folder.remove());

  it('accounts for every row, and tells what changed from row to row', async () => {
    const expected = await countIncidents(folder.incidents);
    expect(report).toMatchObject({ rows: expected.rows, imported: expected.rows, refused: 0, duplicates: 0 });
    expect(report.byType).toMatchObject({
      'ticket.created': expected.tickets,
      'ticket.resolved': expected.resolved,
      'ticket.reopened': expected.reopened,
      'ticket.closed': expected.closed,
      'ticket.status-changed': expected.statusChanges,
    });
    expect(new Set(sink.events.map((event) => event.id)).size).toBe(sink.events.length);
  });

  it('lets a clock pause for exactly as long as the rows wait for the customer', async () => {
    const { minutesAwaitingCustomer } = await countIncidents(folder.incidents);
    const waited = new Map<string, number>();
    const since = new Map<string, number>();
    for (const event of sink.events) {
      if (event.type !== 'ticket.status-changed') continue;
      const ticket = event.subject.slice('ticket/'.length);
      const at = Date.parse(event.time);
      const from = since.get(ticket);
      if (from !== undefined && at > from) waited.set(ticket, (waited.get(ticket) ?? 0) + (at - from) / MINUTE);
      if (event.data?.waitingOn === 'customer') since.set(ticket, at);
      else since.delete(ticket);
    }
    expect(minutesAwaitingCustomer.size).toBeGreaterThan(10);
    expect(waited).toEqual(minutesAwaitingCustomer);
  });

  it('resolves a ticket when a row says so, whatever its columns knew at the end', () => {
    const resolved = sink.events.filter((event) => event.type === 'ticket.resolved');
    for (const event of resolved) {
      const same = sink.events.filter((other) => other.subject === event.subject && other.time === event.time);
      const status = same.filter((other) => other.type === 'ticket.status-changed').map((other) => other.data?.to);
      expect(['Resolved', 'Closed']).toContain(status.at(-1));
    }
  });
});
