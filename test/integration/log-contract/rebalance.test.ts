import type { LogRecord } from '@belfry/ingest/log';
import { expect, it } from 'vitest';
import { describeBothLogs } from './both-logs.ts';
import { numbered, numberOf, range } from './numbered.ts';
import { EVENT_PARTITIONS } from './open.ts';
import { createRecorder, type Recorder } from './recorder.ts';

describeBothLogs('a group whose members come and go', (under) => {
  it('keeps the order of each lane without a gap, and moves no lane that need not move', async () => {
    const log = await under.open();
    // The positions that members share, as the table of that name.
    const positions = range(0, EVENT_PARTITIONS).map(() => 0);
    const seen = range(0, EVENT_PARTITIONS).map((): LogRecord[] => []);
    const member = (): Recorder =>
      createRecorder({
        from: (partition) => positions[partition]!,
        onReceived: (partition, records) => {
          seen[partition]!.push(...records);
          positions[partition] = records.at(-1)!.offset + 1;
        },
      });
    const written = range(0, EVENT_PARTITIONS).map(() => 0);
    let writing = true;
    const writers = range(0, EVENT_PARTITIONS).map(async (partition) => {
      while (writing) {
        await log.append('events', partition, [numbered(written[partition]!, partition)]);
        written[partition]! += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    const all = (recorder: Recorder) => () => recorder.owned.size === EVENT_PARTITIONS;
    const more = async (recorder: Recorder): Promise<void> => {
      const before = recorder.count();
      await recorder.until(() => recorder.count() > before + 20);
    };

    const a = member();
    const first = await log.subscribe({ log: 'events', group: 'g', reader: a });
    await a.until(all(a));
    await more(a);

    const b = member();
    const second = await log.subscribe({ log: 'events', group: 'g', reader: b });
    await b.until(() => b.owned.size === 2);
    await a.until(() => a.owned.size === 2);
    await Promise.all([more(a), more(b)]);
    expect([...a.owned, ...b.owned].sort()).toEqual(range(0, EVENT_PARTITIONS));
    // Two of them moved; the other two were neither taken away nor loaded again.
    expect(a.calls.filter((call) => call.startsWith('revoked'))).toHaveLength(2);
    expect(a.calls.filter((call) => call.startsWith('assigned'))).toHaveLength(EVENT_PARTITIONS);

    // A third one gets one lane, and nothing else moves.
    const lost = (...recorders: Recorder[]): number =>
      recorders.reduce((sum, { calls }) => sum + calls.filter((call) => call.startsWith('revoked')).length, 0);
    const c = member();
    const third = await log.subscribe({ log: 'events', group: 'g', reader: c });
    await c.until(() => c.owned.size === 1);
    await a.until(() => a.owned.size + b.owned.size === EVENT_PARTITIONS - 1);
    await more(c);
    expect(lost(a, b)).toBe(3);

    // When members leave, only their lanes move.
    await first.stop();
    await b.until(() => b.owned.size + c.owned.size === EVENT_PARTITIONS);
    await third.stop();
    await b.until(all(b));
    await more(b);
    expect(lost(a, b)).toBe(3);
    expect(lost(c)).toBe(0);
    writing = false;
    await Promise.all(writers);
    await b.until(() => positions.every((position, partition) => position >= written[partition]!));
    await second.stop();

    for (const partition of range(0, EVENT_PARTITIONS)) {
      const lane = seen[partition]!;
      expect(lane.map(numberOf)).toEqual(range(0, written[partition]!));
      expect(lane.map(({ offset }) => offset)).toEqual(range(0, written[partition]!));
    }
    for (const recorder of [a, b, c]) expect(recorder.failure).toBeUndefined();
  });

  it('gives the lanes of a member that failed to the others', async () => {
    const log = await under.open();
    const good = createRecorder();
    const one = await log.subscribe({ log: 'events', group: 'g', reader: good });
    await good.until(() => good.owned.size === EVENT_PARTITIONS);
    const bad = createRecorder({ from: () => Promise.reject(new Error('broken')) });
    const two = await log.subscribe({ log: 'events', group: 'g', reader: bad });
    await bad.until(() => bad.failure !== undefined);
    await good.until(() => good.owned.size === EVENT_PARTITIONS);
    await Promise.all(range(0, EVENT_PARTITIONS).map((p) => log.append('events', p, [numbered(0, p)])));
    await good.until(() => range(0, EVENT_PARTITIONS).every((p) => good.count(p) >= 1));
    await two.stop();
    await one.stop();
  });
});
