import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog, LogError } from '@belfry/ingest/log';
import { afterAll, expect, it } from 'vitest';
import { ownBroker } from '../../support/kafka-broker.ts';
import { describeReal } from '../../support/require-all.ts';
import { numbered, numberOf, range } from './numbered.ts';
import { createRecorder } from './recorder.ts';

const { broker, missing } = await ownBroker();
afterAll(() => broker?.stop());

describeReal('a local Kafka broker', missing)('a broker killed in the middle of writing', () => {
  it('has every acknowledged record when it is back, and its readers go on by themselves', async () => {
    const log = await createKafkaLog({ brokers: [broker!.address], wallClock: machineClock, report: () => {} });
    await log.ensure([{ name: 'events', partitions: 2 }]);
    const recorder = createRecorder();
    const subscription = await log.subscribe({ log: 'events', group: 'g', reader: recorder });

    let failures = 0;
    const acknowledged: { number: number; offset: number }[] = [];
    let writing = true;
    const writer = (async () => {
      for (let number = 0; writing || acknowledged.length === 0; number += 1) {
        for (let done = false; !done; ) {
          try {
            const { baseOffset } = await log.append('events', 0, [numbered(number)]);
            acknowledged.push({ number, offset: baseOffset });
            done = true;
          } catch (error) {
            // Away, and worth another try: nothing else may come of it.
            expect(error).toBeInstanceOf(LogError);
            expect(error).toMatchObject({ code: 'LOG_UNAVAILABLE', retriable: true });
            failures += 1;
          }
        }
      }
    })();
    await recorder.until(() => recorder.count(0) > 100);
    await broker!.kill();
    const before = acknowledged.length;
    await broker!.restart();
    const there = recorder.count(0);
    await recorder.until(() => recorder.count(0) > Math.max(there, before) + 100);
    writing = false;
    await writer;
    const { high } = await log.bounds('events', 0);
    await recorder.until(() => recorder.count(0) >= high);
    await subscription.stop();
    await log.close();

    const lane = recorder.lanes.get(0)!;
    expect(lane.map(({ offset }) => offset)).toEqual(range(0, high));
    for (const { number, offset } of acknowledged) expect(numberOf(lane[offset]!)).toBe(number);
    // A record whose answer was lost may stand twice, but never behind one that was written after it.
    const numbers = lane.map(numberOf);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(recorder.failure).toBeUndefined();
    console.info(`${high} records, ${acknowledged.length} acknowledged, ${failures} appends failed meanwhile`);
  });
});
