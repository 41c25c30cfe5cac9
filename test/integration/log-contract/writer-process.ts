/**
 * Appends numbered records to all partitions, many at once and without end, and says `ack <partition> <first> <count>
 * <offset>` for each call that was acknowledged. A test kills it in the middle.
 */
import { writeSync } from 'node:fs';
import { numbered, range } from './numbered.ts';
import { EVENT_PARTITIONS, openLog, type Where } from './open.ts';

const log = await openLog(JSON.parse(process.argv[2]!) as Where);
const IN_FLIGHT = 8;

async function write(partition: number): Promise<never> {
  for (let next = 0; ; ) {
    const calls = range(0, IN_FLIGHT).map((i) => {
      const count = 1 + (i % 5);
      const first = next;
      next += count;
      return { first, count };
    });
    await Promise.all(
      calls.map(async ({ first, count }) => {
        const records = range(first, first + count).map((n) => numbered(n, partition));
        const { baseOffset } = await log.append('events', partition, records);
        // Synchronously, so that what was acknowledged is also told before the kill.
        writeSync(1, `ack ${partition} ${first} ${count} ${baseOffset}\n`);
      }),
    );
  }
}
await Promise.all(range(0, EVENT_PARTITIONS).map(write));
