import { expect, it } from 'vitest';
import { describeBothLogs } from './both-logs.ts';
import { type LogChild, startChild } from './child.ts';
import { numbered, numberOf, range } from './numbered.ts';
import { EVENT_PARTITIONS } from './open.ts';
import { createRecorder, type Recorder } from './recorder.ts';

describeBothLogs('two owners of a lane, alive at once', (under) => {
  it('both read the same records at the same offsets, each without a gap', async () => {
    const log = await under.open();
    const write = (from: number, to: number) =>
      Promise.all(
        range(0, EVENT_PARTITIONS).map((p) =>
          log.append(
            'events',
            p,
            range(from, to).map((n) => numbered(n, p)),
          ),
        ),
      );
    const now = createRecorder();
    if (under.kind === 'kafka') {
      // The former owner is stopped for longer than its session; the group gives its lanes to us; then it wakes up.
      const former = startChild('member-process.ts', under.where());
      try {
        await write(0, 50);
        await former.until(() => linesOf(former, 'received').length === 50 * EVENT_PARTITIONS);
        former.signal('SIGSTOP');
        const subscription = await log.subscribe({ log: 'events', group: 'g', reader: now });
        await now.until(() => now.owned.size === EVENT_PARTITIONS);
        await write(50, 100);
        await hasAll(now, 100);
        former.signal('SIGCONT');
        // It believes that all lanes are its own until the group tells it otherwise, and reads on.
        await write(100, 150);
        await now.until(() => now.owned.size === EVENT_PARTITIONS / 2);
        await write(150, 200);
        const all = (): boolean =>
          range(0, EVENT_PARTITIONS).every((p) => now.count(p) === 200 || highestOf(former, p) === 199);
        await Promise.race([former.until(all), now.until(all)]);
        await subscription.stop();
        for (const p of range(0, EVENT_PARTITIONS)) {
          const theirs = linesOf(former, 'received').filter(([partition]) => partition === p);
          expect(theirs.map(([, offset]) => offset)).toEqual(range(0, theirs.length));
          expect(theirs.map(([, , number]) => number)).toEqual(range(0, theirs.length));
          const ours = now.lanes.get(p)!;
          expect(ours.map(({ offset }) => offset)).toEqual(range(0, ours.length));
          expect(ours.map(numberOf)).toEqual(range(0, ours.length));
        }
      } finally {
        former.signal('SIGCONT');
        await former.end();
      }
      return;
    }
    // Embedded: one process has the log, so the other owner is another consumer in it.
    const other = createRecorder();
    const subscriptions = [
      await log.subscribe({ log: 'events', group: 'one', reader: now }),
      await log.subscribe({ log: 'events', group: 'other', reader: other }),
    ];
    await write(0, 50);
    await hasAll(now, 50);
    subscriptions[1]!.pause(0);
    await write(50, 100);
    await hasAll(now, 100);
    subscriptions[1]!.resume(0);
    await hasAll(other, 100);
    await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    for (const p of range(0, EVENT_PARTITIONS)) {
      expect(other.lanes.get(p)).toEqual(now.lanes.get(p));
      expect(now.lanes.get(p)!.map(numberOf)).toEqual(range(0, 100));
    }
  });
});

const hasAll = (recorder: Recorder, count: number): Promise<void> =>
  recorder.until(() => range(0, EVENT_PARTITIONS).every((p) => recorder.count(p) === count));

const linesOf = (child: LogChild, word: string): number[][] =>
  child.lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.split(' ').slice(1).map(Number));

const highestOf = (child: LogChild, partition: number): number =>
  linesOf(child, 'received').reduce((high, [p, offset]) => (p === partition ? Math.max(high, offset!) : high), -1);
