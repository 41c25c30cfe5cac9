import kafkajs, { type Admin } from 'kafkajs';
import { LogError, type LogSpec } from '../event-log.ts';

/** The largest batch that a topic of ours takes: published policies carry years of working spans. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;

/** What a topic must be set to, because the rules of Belfry depend on it. */
const REQUIRED: Readonly<Record<string, string>> = {
  'message.timestamp.type': 'LogAppendTime',
  'cleanup.policy': 'delete',
};

/** A topic as the broker describes it. */
export interface TopicState {
  readonly topic: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/**
 * Whether a topic can be one of Belfry's logs.
 *
 * @throws LogError `LOG_WRONG_TOPIC` with the command that mends it.
 */
export function checkTopic(state: TopicState, wantedPartitions: number, brokers: readonly string[]): void {
  const { topic, partitions, config } = state;
  const server = `--bootstrap-server ${brokers.join(',')}`;
  if (partitions !== wantedPartitions) {
    throw new LogError(
      'LOG_WRONG_TOPIC',
      `topic ${topic} has ${partitions} partitions and was asked to have ${wantedPartitions}. Another number sends ` +
        `subjects to other lanes, so it cannot change: start with ${partitions}, or use other topics ` +
        '(BELFRY_PREFIX=<another>), or, if nothing in it is needed, let it be created anew after ' +
        `kafka-topics.sh ${server} --delete --topic ${topic}`,
    );
  }
  const wrong = Object.entries(REQUIRED).filter(([name, value]) => config[name] !== value);
  if (wrong.length === 0) return;
  const found = wrong.map(([name, value]) => `${name}=${config[name]} instead of ${value}`).join(' and ');
  const mend = wrong.map((pair) => pair.join('=')).join(',');
  throw new LogError(
    'LOG_WRONG_TOPIC',
    `topic ${topic} has ${found}. Mend it with: ` +
      `kafka-configs.sh ${server} --alter --entity-type topics --entity-name ${topic} --add-config ${mend}`,
  );
}

/** Creates the topics that are missing and checks all. Several processes may do it at once. */
export async function ensureTopics(
  admin: Admin,
  specs: readonly (LogSpec & { readonly topic: string })[],
  brokers: readonly string[],
): Promise<readonly TopicState[]> {
  const present = new Set(await admin.listTopics());
  const missing = specs.filter(({ topic }) => !present.has(topic));
  if (missing.length > 0) {
    const replicationFactor = Math.min(3, (await admin.describeCluster()).brokers.length);
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(({ topic, partitions }) => ({
        topic,
        numPartitions: partitions,
        replicationFactor,
        configEntries: [
          ...Object.entries(REQUIRED).map(([name, value]) => ({ name, value })),
          { name: 'max.message.bytes', value: String(MAX_BATCH_BYTES) },
          // With three copies, two must have a record before it counts as written.
          { name: 'min.insync.replicas', value: replicationFactor >= 3 ? '2' : '1' },
        ],
      })),
    });
  }
  const states = await describeTopics(
    admin,
    specs.map(({ topic }) => topic),
  );
  for (const { topic, partitions } of specs)
    checkTopic(states.find((state) => state.topic === topic)!, partitions, brokers);
  return states;
}

async function describeTopics(admin: Admin, topics: readonly string[]): Promise<TopicState[]> {
  const { topics: found } = await admin.fetchTopicMetadata({ topics: [...topics] });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
  });
  return found.map(({ name, partitions }) => ({
    topic: name,
    partitions: partitions.length,
    config: Object.fromEntries(
      (resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? []).map((entry) => [
        entry.configName,
        entry.configValue,
      ]),
    ),
  }));
}
