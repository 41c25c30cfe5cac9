import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIntakeClient, type SendProgress } from '@belfry/ingest/client';
import { composeIngest } from '@belfry/ingest/compose';
import { machineClock } from '@belfry/ingest/contract';
import { createEmbeddedLog, type EventLog, type LogRecord, partitionOf } from '@belfry/ingest/log';
import { createAdaptorServer } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** Intake as it runs in one process: real HTTP, the embedded log, and the client that `belfry send` uses. */
let directory: string;
let log: EventLog;
let ingest: ReturnType<typeof composeIngest>;
let server: Server;
let url: string;

const PARTITIONS = 4;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'belfry-intake-'));
  log = await createEmbeddedLog({ directory, wallClock: machineClock });
  await log.ensure([{ name: 'events', partitions: PARTITIONS }]);
  ingest = composeIngest({ log, wallClock: machineClock });
  server = createAdaptorServer({ fetch: ingest.app.fetch }) as Server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await ingest.close();
  await log.close();
  await rm(directory, { recursive: true });
});

/** Everything that the log holds, read as any other reader does. */
async function stored(): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const { high } = await log.bounds('events', partition);
    if (high === 0) continue;
    await new Promise<void>((resolve, reject) => {
      void log.subscribe({
        log: 'events',
        reader: {
          assigned: () => Promise.resolve(0),
          received(of, batch) {
            if (of !== partition) return;
            records.push(...batch);
            if (batch.at(-1)!.offset === high - 1) resolve();
          },
          revoked: () => {},
          failed: reject,
        },
      });
    });
  }
  return records;
}

const event = (i: number, more: object = {}) =>
  JSON.stringify({
    specversion: '1.0',
    id: `e${i}`,
    source: 'shop',
    type: 'order.opened',
    subject: `order/${i % 50}`,
    time: '2026-11-23T11:59:00Z',
    ...more,
  });

describe('a file of events, sent to a running Belfry', () => {
  it('is in the log line by line, byte by byte, where each subject belongs; again it changes nothing', async () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => event(i, i % 1_000 === 7 ? { time: 'noon' } : {}));
    const file = async function* () {
      yield Buffer.from(`${lines.join('\n')}\n`);
    };
    const told: SendProgress[] = [];
    const client = createIntakeClient({ url });
    expect(await client.sendNdjson(file(), (progress) => told.push(progress))).toEqual({
      accepted: 4_995,
      duplicate: 0,
      refused: 5,
    });
    const refusedLines = told.flatMap(({ newlyRefused }) => newlyRefused).map(({ line }) => line);
    expect(refusedLines.sort((a, b) => a! - b!)).toEqual([8, 1008, 2008, 3008, 4008]);

    const records = await stored();
    expect(new Set(records.map((record) => record.value.toString()))).toEqual(
      new Set(lines.filter((line) => !line.includes('noon'))),
    );
    for (const { key, partition } of records) expect(partition).toBe(partitionOf(key, PARTITIONS));

    expect(await client.sendNdjson(file())).toEqual({ accepted: 0, duplicate: 4_995, refused: 5 });
    expect(await stored()).toHaveLength(4_995);
  });

  it('loses nothing when many send at once', async () => {
    const senders = Array.from({ length: 8 }, (_, sender) =>
      createIntakeClient({ url }).send(
        Array.from({ length: 300 }, (_, i) => JSON.parse(event(i, { source: `s${sender}` })) as never),
      ),
    );
    const verdicts = (await Promise.all(senders)).flat();
    expect(verdicts.every((verdict) => verdict.status === 'accepted')).toBe(true);
    const ids = (await stored()).map((record) => {
      const { source, id } = JSON.parse(record.value.toString()) as { source: string; id: string };
      return `${source} ${id}`;
    });
    expect(ids).toHaveLength(2_400);
    expect(new Set(ids).size).toBe(2_400);
  });

  it('is refused by its size before it is read', async () => {
    const response = await fetch(`${url}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.alloc(5 * 1024 * 1024 + 1, 0x20),
    });
    expect(response.status).toBe(413);
    const chunked = await fetch(`${url}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      duplex: 'half',
      body: new ReadableStream({
        start(controller) {
          for (let i = 0; i < 6; i += 1) controller.enqueue(Buffer.alloc(1024 * 1024, 0x20));
          controller.close();
        },
      }),
    } as RequestInit);
    expect(chunked.status).toBe(413);
    expect(await stored()).toEqual([]);
  });
});
