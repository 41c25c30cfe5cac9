import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';
import { type LocalBroker, startLocalBroker } from './kafka/local-broker.ts';

export { type LocalBroker, startLocalBroker } from './kafka/local-broker.ts';

const IMAGE = 'confluentinc/cp-kafka:7.9.1';
const ENGINE_WITHIN_MS = 4_000;
const IMAGE_WITHIN_MS = 180_000;

/** A Kafka to test with, or why there is none. */
export interface KafkaForTests {
  /** Empty if none was found. */
  readonly brokers: readonly string[];
  /** What describeReal wants: undefined if there is one. */
  readonly missing: string | undefined;
  stop(): Promise<void>;
}

/** The environment in which a global setup tells test files (and their children) what it found. */
const FOUND = 'BELFRY_TEST_KAFKA';
const SHARED = Symbol.for('belfry.test.kafka');

/**
 * Finds a Kafka, in this order: KAFKA_BROKERS; Docker, if an engine answers; a local broker from Maven Central's jars.
 * Each test takes a topic prefix of its own, because they all share it.
 */
export async function findKafka(say: (line: string) => void = console.warn): Promise<KafkaForTests> {
  const given = process.env.KAFKA_BROKERS;
  if (given) return found(given.split(','), async () => {});
  const reasons: string[] = ['KAFKA_BROKERS is not set'];
  for (const start of [startInDocker, startLocally]) {
    try {
      return await start(say);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { brokers: [], missing: reasons.join('; '), stop: async () => {} };
}

/**
 * The Kafka of this run, for the top of a test file: the one that the global setup started, or else one of the file's
 * own, which ends with it.
 */
export async function kafkaForTests(): Promise<KafkaForTests> {
  const told = process.env[FOUND];
  if (told !== undefined) {
    const { brokers, missing } = JSON.parse(told) as { brokers: string[]; missing?: string };
    return { brokers, missing, stop: async () => {} };
  }
  const own = await findKafka();
  afterAll(() => own.stop());
  return own;
}

/** For `globalSetup` in vitest.config.ts: one broker for all files of all kinds. Answers with what ends it. */
export async function shareKafka(): Promise<() => Promise<void>> {
  // Each kind of tests loads this module anew, so the process itself must remember.
  const shared = globalThis as { [SHARED]?: Promise<KafkaForTests> };
  shared[SHARED] ??= findKafka();
  const kafka = await shared[SHARED];
  process.env[FOUND] = JSON.stringify({ brokers: kafka.brokers, missing: kafka.missing });
  return () => kafka.stop();
}

/** A broker that a test may kill and start again, whatever the others use; needs java and mvn. */
export async function ownBroker(): Promise<{ broker?: LocalBroker; missing?: string }> {
  try {
    return { broker: await startLocalBroker() };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

const found = (brokers: readonly string[], stop: () => Promise<void>): KafkaForTests => ({
  brokers,
  missing: undefined,
  stop,
});

async function startLocally(say: (line: string) => void): Promise<KafkaForTests> {
  const broker = await startLocalBroker(say);
  return found([broker.address], () => broker.stop());
}

async function startInDocker(say: (line: string) => void): Promise<KafkaForTests> {
  try {
    await promisify(execFile)('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: ENGINE_WITHIN_MS });
  } catch (cause) {
    throw new Error('no Docker engine answers', { cause });
  }
  say(`starting ${IMAGE} in Docker (about 500 MB to fetch, once)`);
  const { KafkaContainer } = await import('@testcontainers/kafka');
  const starting = new KafkaContainer(IMAGE).withKraft().withExposedPorts(9093).start();
  const container = await withinMs(IMAGE_WITHIN_MS, starting, `Docker did not bring up ${IMAGE}`);
  return found([`${container.getHost()}:${container.getMappedPort(9093)}`], async () => void (await container.stop()));
}

async function withinMs<T>(ms: number, work: Promise<T>, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${otherwise} within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
