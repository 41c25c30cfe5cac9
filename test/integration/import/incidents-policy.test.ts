import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runImport } from '@belfry/ingest/import';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePack } from '../../../processor/src/domain/policy/parse-pack.ts';
import { FoldBench } from '../../support/fold-bench.ts';
import { type IncidentClock, incidentClocks } from '../../support/oracles/incident-clocks.ts';
import { LaneRecords } from '../../support/small-pack.ts';
import { type HistoryFolder, historyFolder, MAPPINGS } from './history-files.ts';
import { recordingSink } from './recording-sink.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const PACK = new URL('../../support/packs/incidents.yaml', import.meta.url);
/** The hours of the pack, by the log's own priorities. */
const HOURS = { '1': 4, '2': 8, '3': 48, '4': 96 };

/** A whole incident log through its mapping, as held history, and through a policy that pauses and goes on. */
describe('incidents under a policy', () => {
  let folder: HistoryFolder;
  let expected: readonly IncidentClock[];
  const bench = new FoldBench();
  beforeAll(async () => {
    folder = await historyFolder();
    expected = await incidentClocks(folder.incidents, HOURS);
    const sink = recordingSink();
    const mapping = join(MAPPINGS, 'incidents.yaml');
    const report = await runImport({ file: folder.incidents, mapping, sink, stateDir: folder.state, now: () => NOW });
    expect(report.refused).toBe(0);

    const source = readFileSync(PACK, 'utf8');
    const parsed = parsePack(source, 'incidents.yaml', NOW);
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const records = new LaneRecords();
    bench.apply(records.policy(parsed.compiled, NOW));
    for (const event of sink.events) bench.apply(records.record('event', event.subject, event, NOW));
    for (const importid of new Set(sink.events.map((event) => event.importid!))) {
      bench.apply(records.release(importid, NOW + 1));
    }
    bench.apply(records.tick(NOW + 60_000));
    bench.commit(Number.POSITIVE_INFINITY);
  });
  afterAll(() => folder.remove());

  it('are all accounted for, each with the deadline and the verdict that plain arithmetic finds', () => {
    const clocks = [...bench.clocks.values()];
    expect(clocks).toHaveLength(expected.length);
    const told = clocks.map(({ subject, state, target, due, stop }) => ({
      ticket: subject.slice('ticket/'.length),
      verdict: target === 'deadline' ? state : 'without a target',
      due,
      stop,
    }));
    const byTicket = (a: { ticket: string }, b: { ticket: string }): number => (a.ticket < b.ticket ? -1 : 1);
    const plain = expected.map(({ ticket, verdict, due, stop }) => ({ ticket, verdict, due, stop }));
    expect(told.sort(byTicket)).toEqual(plain.sort(byTicket));
  });

  it('are not all alike: some waited, some were reopened, some were late', () => {
    expect(expected.length).toBeGreaterThan(100);
    expect(expected.filter(({ waited }) => waited > 0).length).toBeGreaterThan(20);
    expect(expected.filter(({ reopened }) => reopened > 0).length).toBeGreaterThan(0);
    for (const verdict of ['met', 'breached']) {
      expect(expected.filter((clock) => clock.verdict === verdict).length).toBeGreaterThan(10);
    }
  });

  it('ring nobody: what would have rung is history', () => {
    expect(bench.signals.filter(({ kind }) => kind === 'breached').length).toBeGreaterThan(10);
    expect(bench.signals.filter(({ quiet }) => !quiet)).toEqual([]);
  });

  it('have ledgers whose counted and uncounted spans sum to the whole', () => {
    for (const { ledger, start, stop } of bench.clocks.values()) {
      if (stop === null) continue;
      expect(ledger.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(Math.max(0, stop - start));
    }
  });
});
