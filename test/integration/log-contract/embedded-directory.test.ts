import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '@belfry/ingest/contract';
import { createEmbeddedLog, type EmbeddedLog } from '@belfry/ingest/log';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startChild } from './child.ts';

describe('the directory of the embedded log', () => {
  let directory = '';
  const opened: EmbeddedLog[] = [];
  const open = async (): Promise<EmbeddedLog> => {
    const log = await createEmbeddedLog({ directory, wallClock: machineClock });
    opened.push(log);
    return log;
  };
  const pidFile = (): string => join(directory, 'log.pid');
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'belfry-log-'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((log) => log.close()));
    await rm(directory, { recursive: true, force: true });
  });

  it('belongs to one process: a second is refused with the pid of the first, until that is gone', async () => {
    const first = startChild('writer-process.ts', { kind: 'embedded', directory });
    try {
      await first.until((lines) => lines.length > 10);
      await expect(open()).rejects.toMatchObject({
        code: 'LOG_LOCKED',
        message: expect.stringContaining(`process ${first.pid}`),
      });
      // The refusal does not disturb the owner.
      const told = first.lines.length;
      await first.until((lines) => lines.length > told + 10);
    } finally {
      await first.end();
    }
    expect(existsSync(pidFile())).toBe(true);
    const log = await open();
    expect(JSON.parse(await readFile(pidFile(), 'utf8'))).toMatchObject({ pid: process.pid });
    await log.close();
    expect(existsSync(pidFile())).toBe(false);
  });

  it('can be open once in a process', async () => {
    const log = await open();
    await expect(open()).rejects.toMatchObject({
      code: 'LOG_LOCKED',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await log.ensure([{ name: 'signals', partitions: 1 }]);
    expect((await log.append('signals', 0, [{ key: '', kind: 'tick', value: Buffer.from('1') }])).baseOffset).toBe(0);
    await log.close();
    await open();
  });

  it('is taken over from a pid that another process has got since, from our own of former times, and from a torn file', async () => {
    const left = [
      JSON.stringify({ pid: process.ppid, started: 'long ago' }),
      JSON.stringify({ pid: process.pid, started: 'long ago' }),
      '{"pid":',
      '',
    ];
    for (const text of left) {
      await writeFile(pidFile(), text);
      const log = await open();
      await log.close();
    }
  });

  it('is refused while the process in the file lives, whatever it is', async () => {
    // Its start is unknown, so it may be the owner.
    await writeFile(pidFile(), JSON.stringify({ pid: process.ppid }));
    await expect(open()).rejects.toMatchObject({
      code: 'LOG_LOCKED',
      message: expect.stringContaining(`kill ${process.ppid}`),
    });
    expect(JSON.parse(await readFile(pidFile(), 'utf8'))).toEqual({ pid: process.ppid });
  });

  it('remembers how many partitions a log has', async () => {
    const first = await open();
    await first.ensure([{ name: 'events', partitions: 8 }]);
    await first.close();
    const log = await open();
    // 0 means the log's own number, which is 4 unless it was set.
    await expect(log.ensure([{ name: 'events', partitions: 0 }])).rejects.toMatchObject({
      code: 'LOG_WRONG_TOPIC',
      message: expect.stringMatching(/has 8 partitions .* asked to have 4.* start with 8/s),
    });
    await log.ensure([{ name: 'events', partitions: 8 }]);
    expect(log.partitions('events')).toBe(8);
  });
});
