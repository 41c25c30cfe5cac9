import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '@belfry/ingest/contract';
import { type ArchivedRecord, createEmbeddedLog, type EmbeddedLog, type LogRecord } from '@belfry/ingest/log';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecorder } from './recorder.ts';

const RECORDS = 400;
const DAMAGED = [0, 17, 18, 399];

describe('pages of the embedded log that a disk has changed', () => {
  let directory = '';
  let written: LogRecord[] = [];
  const reports: string[] = [];
  const opened: EmbeddedLog[] = [];
  const open = async (archived?: (offset: number) => Promise<ArchivedRecord | undefined>): Promise<EmbeddedLog> => {
    const log = await createEmbeddedLog({
      ...{ directory, wallClock: machineClock, report: (line: string) => void reports.push(line) },
      ...(archived && { archived: (_log, _partition, offset) => archived(offset) }),
    });
    opened.push(log);
    await log.ensure([{ name: 'events', partitions: 1 }]);
    return log;
  };
  const readAll = async (log: EmbeddedLog) => {
    const recorder = createRecorder();
    const subscription = await log.subscribe({ log: 'events', reader: recorder });
    await recorder.until(() => recorder.count() === RECORDS || recorder.failure !== undefined);
    await subscription.stop();
    return { records: recorder.lanes.get(0) ?? [], failure: recorder.failure };
  };

  beforeEach(async () => {
    reports.length = 0;
    directory = await mkdtemp(join(tmpdir(), 'belfry-damaged-'));
    const log = await open();
    const values = Array.from({ length: RECORDS }, (_, n) => Buffer.from(`<value ${n} of many>`));
    for (const value of values) void log.append('events', 0, [{ key: `order/${value}`, kind: 'event', value }]);
    await log.append('events', 0, []);
    written = (await readAll(log)).records;
    await log.close();
    const file = join(directory, 'data.mdb');
    const bytes = await readFile(file);
    // Copies of a page from before it was changed may lie in the file as well.
    for (const n of DAMAGED) {
      const marker = Buffer.from(`<value ${n} of many>`);
      for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker, at + 1)) bytes[at + 3]! ^= 0x20;
    }
    await writeFile(file, bytes);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((log) => log.close()));
    await rm(directory, { recursive: true, force: true });
  });

  it('are found, and what they held is put back from the archive, for good', async () => {
    const log = await open(async (offset) => written[offset]);
    const { records, failure } = await readAll(log);
    expect(failure).toBeUndefined();
    expect(records).toEqual(written);
    expect(reports).toEqual(
      DAMAGED.map(
        (n) => expect.stringMatching(new RegExp(`record ${n} of "events" partition 0 .* put back`)) as string,
      ),
    );
    await log.close();
    expect((await readAll(await open())).records).toEqual(written);
  });

  it('end the subscription where no archive has it, with what to do; nothing behind them is read', async () => {
    const log = await open(async (offset) => (offset === 17 ? undefined : written[offset]));
    const { records, failure } = await readAll(log);
    expect(records).toEqual(written.slice(0, 17));
    expect(failure).toMatchObject({
      code: 'LOG_DAMAGED',
      message: expect.stringMatching(/record 17 of "events" partition 0 .* is damaged.*restore .*BELFRY_DATA=/s),
    });
  });
});
