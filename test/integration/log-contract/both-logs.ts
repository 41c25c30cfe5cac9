import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WallClock } from '@belfry/ingest/contract';
import type { EmbeddedLog, EventLog, LogName } from '@belfry/ingest/log';
import kafkajs from 'kafkajs';
import { afterEach, beforeEach } from 'vitest';
import { type KafkaForTests, kafkaForTests } from '../../support/kafka-broker.ts';
import { describeReal } from '../../support/require-all.ts';
import { openLog, type Where } from './open.ts';

/** One of the two logs, new and empty for each test. */
export interface LogUnderTest {
  readonly kind: Where['kind'];
  /** Where the log of this test is. */
  where(): Where;
  /** Opens it; what a test leaves open is closed after it. The embedded one can be open once at a time. */
  open(wallClock?: WallClock): Promise<EventLog>;
  /** Retention: what lies below an offset is gone. */
  forget(log: EventLog, name: LogName, partition: number, below: number): Promise<void>;
}

/** A bare kafkajs client, to see what our adapter is not asked about. */
export function rawKafka(brokers: readonly string[]): kafkajs.Kafka {
  return new kafkajs.Kafka({ clientId: 'raw', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
}

const kafka = await kafkaForTests();

/** Declares the same tests for the embedded log and for Kafka. */
export function describeBothLogs(name: string, tests: (log: LogUnderTest) => void): void {
  describeReal('the embedded log', undefined)(`${name} (embedded)`, () => tests(withLifetime(embedded)));
  describeReal('Kafka', kafka.missing)(`${name} (Kafka)`, () => tests(withLifetime(onKafka)));
}

/** Declares tests that only Kafka can fail. */
export function describeKafka(name: string, tests: (log: LogUnderTest) => void): void {
  describeReal('Kafka', kafka.missing)(name, () => tests(withLifetime(onKafka)));
}

interface Kind {
  readonly kind: Where['kind'];
  create(): Promise<Where>;
  remove(where: Where): Promise<void>;
  forget: LogUnderTest['forget'];
}

const embedded: Kind = {
  kind: 'embedded',
  create: async () => ({ kind: 'embedded', directory: await mkdtemp(join(tmpdir(), 'belfry-log-')) }),
  remove: async (where) => {
    if (where.kind === 'embedded') await rm(where.directory, { recursive: true, force: true });
  },
  forget: (log, name, partition, below) => (log as EmbeddedLog).trim(name, partition, below),
};

const kafkaOf = (found: KafkaForTests): Kind => {
  let prefix = '';
  return {
    kind: 'kafka',
    create: async () => {
      prefix = `test-${randomUUID().slice(0, 8)}`;
      return { kind: 'kafka', brokers: found.brokers, prefix };
    },
    remove: async () => {
      const admin = rawKafka(found.brokers).admin();
      await admin.connect();
      const ours = (await admin.listTopics()).filter((topic) => topic.startsWith(`${prefix}.`));
      if (ours.length > 0) await admin.deleteTopics({ topics: ours });
      await admin.disconnect();
    },
    forget: async (_log, name, partition, below) => {
      const admin = rawKafka(found.brokers).admin();
      await admin.connect();
      // kafkajs forgets to ask for the topic's leaders before it deletes.
      await admin.fetchTopicOffsets(`${prefix}.${name}`);
      await admin.deleteTopicRecords({
        topic: `${prefix}.${name}`,
        partitions: [{ partition, offset: String(below) }],
      });
      await admin.disconnect();
    },
  };
};
const onKafka = kafkaOf(kafka);

function withLifetime({ kind, create, remove, forget }: Kind): LogUnderTest {
  let where: Where | undefined;
  const opened: EventLog[] = [];
  beforeEach(async () => {
    where = await create();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((log) => log.close()));
    if (where) await remove(where);
    where = undefined;
  });
  return {
    kind,
    where: () => where!,
    async open(wallClock) {
      const log = await openLog(where!, wallClock);
      opened.push(log);
      return log;
    },
    forget,
  };
}
