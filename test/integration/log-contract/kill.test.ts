import { expect, it } from 'vitest';
import { describeBothLogs } from './both-logs.ts';
import { startChild } from './child.ts';
import { numbered, numberOf, range } from './numbered.ts';
import { EVENT_PARTITIONS } from './open.ts';
import { createRecorder } from './recorder.ts';

describeBothLogs('a writer killed in the middle of writing', (under) => {
  it('every acknowledged record is there, at its offset; nothing is torn, doubled or out of order', async () => {
    for (const round of range(0, 3)) {
      const before = round === 0 ? range(0, EVENT_PARTITIONS).map(() => 0) : await highs();
      const child = startChild('writer-process.ts', under.where());
      // Not at the same place each time.
      await child.until((lines) => lines.length >= 200 + round * 333);
      await child.end();
      const acks = child.lines.map((line) => line.split(' ').slice(1).map(Number) as [number, number, number, number]);

      const log = await under.open();
      const ends = await Promise.all(range(0, EVENT_PARTITIONS).map((p) => log.bounds('events', p)));
      const total = ends.reduce((sum, { high }, p) => sum + high - before[p]!, 0);
      const recorder = createRecorder({ from: (partition) => before[partition]! });
      const subscription = await log.subscribe({ log: 'events', reader: recorder });
      await recorder.until(() => recorder.count() >= total);
      await subscription.stop();

      expect(acks.length).toBeGreaterThanOrEqual(200);
      for (const [partition, first, count, offset] of acks) {
        const at = offset - before[partition]!;
        const found = recorder.lanes.get(partition)!.slice(at, at + count);
        expect(found.map(numberOf)).toEqual(range(first, first + count));
        expect(found[0]!.offset).toBe(offset);
      }
      for (const partition of range(0, EVENT_PARTITIONS)) {
        const lane = recorder.lanes.get(partition) ?? [];
        expect(lane.map(({ offset }) => offset)).toEqual(range(before[partition]!, before[partition]! + lane.length));
        // What was not acknowledged may be there; if so it is whole, and where its turn was.
        expect(lane.map(numberOf)).toEqual(range(0, lane.length));
      }
      // And it takes more.
      expect((await log.append('events', 0, [numbered(0)])).baseOffset).toBe(ends[0]!.high);
      await log.close();
    }
  });

  async function highs(): Promise<number[]> {
    const log = await under.open();
    const bounds = await Promise.all(range(0, EVENT_PARTITIONS).map((p) => log.bounds('events', p)));
    await log.close();
    return bounds.map(({ high }) => high);
  }
});
