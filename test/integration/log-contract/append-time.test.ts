import type { WallClock } from '@belfry/ingest/contract';
import kafkajs from 'kafkajs';
import { expect, it } from 'vitest';
import { describeBothLogs, rawKafka } from './both-logs.ts';
import { numbered, range } from './numbered.ts';
import { createRecorder } from './recorder.ts';

describeBothLogs('append times', (under) => {
  it('are those of the answer, and none is made up on the way', async () => {
    const log = await under.open();
    const before = Date.now();
    const answers = [];
    for (const n of range(0, 20)) answers.push(await log.append('signals', 0, [numbered(n)]));
    const after = Date.now();
    const recorder = createRecorder();
    const subscription = await log.subscribe({ log: 'signals', reader: recorder });
    await recorder.until(() => recorder.count(0) === 20);
    await subscription.stop();
    const times = recorder.lanes.get(0)!.map(({ appendTime }) => appendTime);
    expect(times).toEqual(answers.map(({ appendTime }) => appendTime));
    // Given by the log when it took the record: its clock here is the one of this machine.
    for (const time of times) {
      expect(time).toBeGreaterThanOrEqual(before - 1000);
      expect(time).toBeLessThanOrEqual(after + 1000);
    }
    const where = under.where();
    if (where.kind === 'kafka') expect(times).toEqual(await timesSeenRaw(where.brokers, `${where.prefix}.signals`, 20));
  });

  it('may step back, and are passed on as they are', async () => {
    const steps = [1_000_000, 2_000_000, 1_500_000, 1_499_999, 3_000_000, 7];
    const where = under.where();
    let now = 0;
    const stepping: WallClock = { now: () => now, after: () => () => {} };
    const log = await under.open(where.kind === 'embedded' ? stepping : undefined);
    if (where.kind === 'embedded') {
      for (const step of steps) {
        now = step;
        expect((await log.append('signals', 0, [numbered(step)])).appendTime).toBe(step);
      }
    } else {
      // A broker's clock cannot be set from here; a topic that takes the producer's times gives the same batches.
      await appendRaw(where.brokers, `${where.prefix}.signals`, steps);
    }
    const recorder = createRecorder();
    const subscription = await log.subscribe({ log: 'signals', reader: recorder });
    await recorder.until(() => recorder.count(0) === steps.length);
    await subscription.stop();
    expect(recorder.lanes.get(0)!.map(({ appendTime }) => appendTime)).toEqual(steps);
  });
});

async function timesSeenRaw(brokers: readonly string[], topic: string, count: number): Promise<number[]> {
  const consumer = rawKafka(brokers).consumer({ groupId: `${topic}.raw`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const times: number[] = [];
  await new Promise<void>((resolve) => {
    void consumer.run({
      eachMessage: async ({ message }) => {
        times.push(Number(message.timestamp));
        if (times.length === count) resolve();
      },
    });
  });
  await consumer.disconnect();
  return times;
}

async function appendRaw(brokers: readonly string[], topic: string, times: readonly number[]): Promise<void> {
  const admin = rawKafka(brokers).admin();
  await admin.connect();
  await admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: topic,
        configEntries: [
          { name: 'message.timestamp.type', value: 'CreateTime' },
          // Nothing may be deleted because it looks old.
          { name: 'retention.ms', value: '-1' },
        ],
      },
    ],
  });
  await admin.disconnect();
  const producer = rawKafka(brokers).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  for (const time of times)
    await producer.send({ topic, messages: [{ partition: 0, value: '{}', timestamp: String(time) }] });
  await producer.disconnect();
}
