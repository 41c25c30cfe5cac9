import { join } from 'node:path';
import { createIntakeClient } from '@belfry/ingest/client';
import { composeIngest } from '@belfry/ingest/compose';
import { decodeRelease, machineClock } from '@belfry/ingest/contract';
import { runImport } from '@belfry/ingest/import';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryLog } from '../../support/memory-log.ts';
import { type HistoryFolder, historyFolder, MAPPINGS } from './history-files.ts';

const PARTITIONS = 4;

describe('an import through intake', () => {
  let folder: HistoryFolder;
  beforeAll(async () => {
    folder = await historyFolder();
  });
  afterAll(() => folder.remove());

  it('puts every event into the log once, then a release on each partition; again it adds only releases', async () => {
    const log = createMemoryLog({ wallClock: machineClock });
    await log.ensure([{ name: 'events', partitions: PARTITIONS }]);
    const { app, close } = composeIngest({ log, wallClock: machineClock, limits: { remembered: 1_000_000 } });
    const sink = createIntakeClient({
      url: 'http://belfry.test',
      fetch: async (address, init) => app.request(String(address), init),
    });
    const run = () =>
      runImport({
        file: folder.orders,
        mapping: join(MAPPINGS, 'orders.yaml'),
        sink,
        stateDir: folder.state,
        now: machineClock.now,
      });
    const records = () => Array.from({ length: PARTITIONS }, (_, partition) => log.records('events', partition));
    const told = () =>
      records()
        .flat()
        .filter((record) => record.kind === 'event')
        .map((record) => JSON.parse(record.value.toString()) as { id: string; type: string; importid?: string });

    const report = await run();
    const first = told().filter((event) => event.type !== 'import.finished');
    expect(first).toHaveLength(report.events);
    expect(new Set(first.map((event) => event.id)).size).toBe(report.events);
    expect(new Set(first.map((event) => event.importid))).toEqual(new Set([report.importid]));
    for (const partition of records()) {
      const releases = partition.filter((record) => record.kind === 'release');
      expect(releases.map((record) => decodeRelease(record.value).importid)).toEqual([report.importid]);
      const held = partition.filter((record) => record.kind === 'event' && record.value.includes('"importid":"'));
      const lastHeld = Math.max(
        ...held.filter((one) => !one.value.includes('import.finished')).map((one) => one.offset),
      );
      expect(releases[0]!.offset).toBeGreaterThan(lastHeld);
    }

    const again = await run();
    expect(again).toMatchObject({ importid: report.importid, accepted: 0, duplicates: report.events });
    expect(told().filter((event) => event.type !== 'import.finished')).toHaveLength(report.events);
    for (const partition of records()) {
      expect(partition.filter((record) => record.kind === 'release')).toHaveLength(2);
    }
    await close();
  });
});
