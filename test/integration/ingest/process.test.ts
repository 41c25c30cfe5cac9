import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createIntakeClient } from '@belfry/ingest/client';
import { type BelfryEvent, machineClock } from '@belfry/ingest/contract';
import { createKafkaLog, type EventLog, type LogRecord } from '@belfry/ingest/log';
import { afterEach, expect, it } from 'vitest';
import { kafkaForTests } from '../../support/kafka-broker.ts';
import { describeReal } from '../../support/require-all.ts';

/** Ingest as a process of its own on Kafka, as docker-compose.yml runs it. */
const kafka = await kafkaForTests();
const MAIN = fileURLToPath(new URL('../../../ingest/src/main.ts', import.meta.url));
const children: ChildProcess[] = [];
const logs: EventLog[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const log of logs.splice(0)) await log.close();
});

function start(env: Record<string, string>): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(child);
  let said = '';
  child.stderr!.on('data', (text: Buffer) => {
    said += text.toString();
  });
  return { child, said: () => said };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const event = (i: number): BelfryEvent => ({
  specversion: '1.0',
  id: `e${i}`,
  source: 'shop',
  type: 'order.opened',
  subject: `order/${i}`,
  time: '2026-11-23T11:59:00Z',
});

describeReal('Kafka', kafka.missing)('ingest as a process', () => {
  it('takes events into Kafka, says that it is ready, and stops when it is told, with everything there', async () => {
    const prefix = `ingest-${process.pid}-${Date.now()}`;
    const port = await freePort();
    const env = { KAFKA_BROKERS: kafka.brokers.join(','), BELFRY_PREFIX: prefix, PORT: `${port}`, HOST: '127.0.0.1' };
    const { child, said } = start(env);
    const url = `http://127.0.0.1:${port}`;
    const status = (path: string) =>
      fetch(`${url}${path}`).then(
        (response) => response.status,
        () => 0,
      );
    await until(async () => (await status('/readyz')) === 200);
    expect(await status('/livez')).toBe(200);

    const sending = createIntakeClient({ url }).send(Array.from({ length: 2_000 }, (_, i) => event(i)));
    const verdicts = await sending;
    expect(verdicts.every((verdict) => verdict.status === 'accepted')).toBe(true);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code, said()).toBe(0);

    const log = await createKafkaLog({ brokers: kafka.brokers, prefix, wallClock: machineClock });
    logs.push(log);
    await log.ensure([{ name: 'events', partitions: 0 }]);
    const records: LogRecord[] = [];
    await new Promise<void>((resolve, reject) => {
      void log.subscribe({
        log: 'events',
        reader: {
          assigned: () => Promise.resolve(0),
          received(_partition, batch) {
            records.push(...batch);
            if (records.length >= 2_000) resolve();
          },
          revoked: () => {},
          failed: reject,
        },
      });
    });
    expect(new Set(records.map((record) => record.key))).toEqual(
      new Set(Array.from({ length: 2_000 }, (_, i) => `order/${i}`)),
    );
  });

  it('says in one line what is missing or taken', async () => {
    const { child, said } = start({ KAFKA_BROKERS: '' });
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(said()).toContain('KAFKA_BROKERS is not set');

    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const second = start({
      KAFKA_BROKERS: kafka.brokers.join(','),
      BELFRY_PREFIX: `ingest-${process.pid}-taken`,
      PORT: `${port}`,
    });
    expect(await once(second.child, 'exit')).toEqual([1, null]);
    expect(second.said()).toContain(`Port ${port} is taken`);
    taken.close();
  });
});
