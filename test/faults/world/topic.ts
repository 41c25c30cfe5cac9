import kafkajs, { type Admin } from 'kafkajs';
import type { Room } from './room.ts';

/** Does something to the topics of a room as their administrator. */
export async function asAdmin<Result>({ brokers }: Room, doing: (admin: Admin) => Promise<Result>): Promise<Result> {
  const kafka = new kafkajs.Kafka({ clientId: 'faults', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await doing(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Changes settings of a topic; kafkajs can only say all of them, so those that Belfry needs are said again. */
export const setTopic = (room: Room, log: string, settings: Readonly<Record<string, string>>): Promise<void> =>
  asAdmin(room, async (admin) => {
    const all = { 'message.timestamp.type': 'LogAppendTime', 'cleanup.policy': 'delete', ...settings };
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: `${room.prefix}.${log}`,
          configEntries: Object.entries(all).map(([name, value]) => ({ name, value })),
        },
      ],
    });
  });

/** As retention does it. */
export const deleteRecords = (room: Room, log: string, partition: number, below: number): Promise<void> =>
  asAdmin(room, async (admin) => {
    const topic = `${room.prefix}.${log}`;
    // kafkajs forgets to ask for the topic's leaders before it deletes.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(below) }] });
  });
