import { Kafka, logLevel } from 'kafkajs';

/** What everything is measured against: a kafkajs consumer that does nothing but JSON.parse. */
const [brokers = '', topic = '', count = '0'] = process.argv.slice(2);
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: `parse-only-${process.pid}`, maxWaitTimeInMs: 100 });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });

let parsed = 0;
const begun = process.cpuUsage();
await new Promise<void>((resolve, reject) => {
  consumer
    .run({
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 16,
      eachBatch: async ({ batch, resolveOffset }) => {
        for (const { value } of batch.messages) {
          JSON.parse(value!.toString('utf8'));
          parsed++;
        }
        resolveOffset(batch.lastOffset());
        if (parsed >= Number(count)) resolve();
      },
    })
    .catch(reject);
});
const { user, system } = process.cpuUsage(begun);
process.send!({ parsed, cpuMs: (user + system) / 1000 });
await consumer.disconnect();
process.exit(0);
