import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog } from '@belfry/ingest/log';
import kafkajs from 'kafkajs';
import { expect, it } from 'vitest';
import { describeKafka, rawKafka } from './both-logs.ts';
import { numbered, numberOf, range } from './numbered.ts';
import { createRecorder } from './recorder.ts';

const { ConfigResourceTypes } = kafkajs;

describeKafka('topics', (under) => {
  const where = () => {
    const place = under.where();
    if (place.kind !== 'kafka') throw new Error('these tests are about Kafka');
    return place;
  };
  const settings = async (topic: string, names: string[]): Promise<Record<string, string>> => {
    const admin = rawKafka(where().brokers).admin();
    await admin.connect();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: names }],
    });
    await admin.disconnect();
    return Object.fromEntries(resources[0]!.configEntries.map((entry) => [entry.configName, entry.configValue]));
  };
  const alter = async (topic: string, name: string, value: string): Promise<void> => {
    const admin = rawKafka(where().brokers).admin();
    await admin.connect();
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries: [{ name, value }] }],
    });
    await admin.disconnect();
  };

  it('are made with append times of the log, deletion, and room for a policy', async () => {
    await under.open();
    const wanted = {
      'message.timestamp.type': 'LogAppendTime',
      'cleanup.policy': 'delete',
      'max.message.bytes': '8388608',
    };
    expect(await settings(`${where().prefix}.events`, Object.keys(wanted))).toEqual(wanted);
  });

  it('that are wrong are refused with the command that mends them', async () => {
    const { brokers, prefix } = where();
    const first = await under.open();
    await first.close();
    await alter(`${prefix}.signals`, 'message.timestamp.type', 'CreateTime');
    const log = await createKafkaLog({ brokers, prefix, wallClock: machineClock });
    try {
      await expect(log.ensure([{ name: 'signals', partitions: 1 }])).rejects.toMatchObject({
        code: 'LOG_WRONG_TOPIC',
        message: expect.stringContaining(
          `kafka-configs.sh --bootstrap-server ${brokers.join(',')} --alter --entity-type topics ` +
            `--entity-name ${prefix}.signals --add-config message.timestamp.type=LogAppendTime`,
        ),
      });
      await expect(log.append('signals', 0, [numbered(0)])).rejects.toMatchObject({ code: 'LOG_UNKNOWN' });
      await alter(`${prefix}.signals`, 'message.timestamp.type', 'LogAppendTime');
      await log.ensure([{ name: 'signals', partitions: 1 }]);
      expect((await log.append('signals', 0, [numbered(0)])).baseOffset).toBe(0);
    } finally {
      await log.close();
    }
  });

  it('may be ensured by several processes at once', async () => {
    const { brokers, prefix } = where();
    const logs = await Promise.all(
      range(0, 3).map(() => createKafkaLog({ brokers, prefix, partitions: 6, wallClock: machineClock })),
    );
    await Promise.all(logs.map((log) => log.ensure([{ name: 'kpi', partitions: 0 }])));
    const answers = await Promise.all(logs.map((log, i) => log.append('kpi', 5, [numbered(i)])));
    expect(answers.map(({ baseOffset }) => baseOffset).sort()).toEqual([0, 1, 2]);
    expect(logs.map((log) => log.partitions('kpi'))).toEqual([6, 6, 6]);
    await Promise.all(logs.map((log) => log.close()));
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('that are compressed by the broker (%s) are read', async (codec) => {
    const log = await under.open();
    await alter(`${where().prefix}.signals`, 'compression.type', codec);
    await log.append(
      'signals',
      0,
      range(0, 300).map((n) => numbered(n)),
    );
    const recorder = createRecorder();
    const subscription = await log.subscribe({ log: 'signals', reader: recorder });
    await recorder.until(() => recorder.count(0) === 300 || recorder.failure !== undefined);
    await subscription.stop();
    expect(recorder.failure).toBeUndefined();
    expect(recorder.lanes.get(0)!.map(numberOf)).toEqual(range(0, 300));
  });

  it('that others write to in transactions have holes, which are no loss', async () => {
    const log = await under.open();
    const { brokers, prefix } = where();
    const producer = rawKafka(brokers).producer({
      transactionalId: `${prefix}.foreign`,
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    const recorder = createRecorder();
    const subscription = await log.subscribe({ log: 'signals', group: 'g', reader: recorder });
    for (const n of range(0, 3)) {
      const transaction = await producer.transaction();
      const { key, value } = numbered(n);
      await transaction.send({ topic: `${prefix}.signals`, messages: [{ partition: 0, key, value }] });
      await transaction.commit();
      // One by one, so that each begins behind the marker of the last.
      await recorder.until(() => recorder.count(0) === n + 1 || recorder.failure !== undefined);
    }
    const aborted = await producer.transaction();
    await aborted.send({ topic: `${prefix}.signals`, messages: [{ partition: 0, ...numbered(99) }] });
    await aborted.abort();
    await producer.disconnect();
    // Nothing follows yet, and still the reader comes to where the log ends.
    await recorder.until(() => recorder.calls.includes('passed 0 8') || recorder.failure !== undefined);
    expect((await log.bounds('signals', 0)).high).toBe(8);
    await log.append('signals', 0, [numbered(3)]);
    await recorder.until(() => recorder.count(0) === 4 || recorder.failure !== undefined);
    await subscription.stop();
    expect(recorder.failure).toBeUndefined();
    expect(recorder.lanes.get(0)!.map(numberOf)).toEqual([0, 1, 2, 3]);
    expect(recorder.lanes.get(0)!.map(({ offset }) => offset)).toEqual([0, 2, 4, 8]);
  });

  it('are of no use without a broker, which is said clearly', async () => {
    const unreachable = createKafkaLog({ brokers: ['127.0.0.1:1'], wallClock: machineClock, report: () => {} });
    await expect(unreachable).rejects.toMatchObject({
      code: 'LOG_UNAVAILABLE',
      retriable: true,
      message: expect.stringMatching(/no Kafka broker answers at 127\.0\.0\.1:1 \(KAFKA_BROKERS\)/),
    });
  });
});
