import type { LogRecord } from '@belfry/ingest/log';
import { expect, it } from 'vitest';
import { describeBothLogs } from './both-logs.ts';
import { numbered, numberOf, range } from './numbered.ts';
import { createRecorder } from './recorder.ts';

describeBothLogs('lanes', (under) => {
  it('a paused lane holds up no other', async () => {
    const log = await under.open();
    const recorder = createRecorder({
      onReceived: (partition) => {
        // The slow one is full after its first records.
        if (partition === 0) subscription.pause(0);
      },
    });
    const subscription = await log.subscribe({ log: 'events', group: 'g', reader: recorder });
    await log.append(
      'events',
      0,
      range(0, 10).map((n) => numbered(n)),
    );
    await recorder.until(() => recorder.count(0) > 0);
    const slowHas = recorder.count(0);
    for (const n of range(0, 200)) {
      await log.append('events', 0, [numbered(10 + n)]);
      await log.append('events', 1, [numbered(n, 1)]);
    }
    await recorder.until(() => recorder.count(1) === 200);
    expect(recorder.count(0)).toBe(slowHas);

    // And when it has room again, it goes on where it stopped.
    const goOn = (): void => subscription.resume(0);
    while (recorder.count(0) < 210) {
      const before = recorder.count(0);
      goOn();
      await recorder.until(() => recorder.count(0) > before);
    }
    await subscription.stop();
    expect(recorder.lanes.get(0)!.map(numberOf)).toEqual(range(0, 210));
    expect(recorder.lanes.get(1)!.map(numberOf)).toEqual(range(0, 200));
  });

  it('a lane that loads its state for long holds up no other, and gets nothing before it is loaded', async () => {
    const log = await under.open();
    await log.append(
      'events',
      0,
      range(0, 5).map((n) => numbered(n)),
    );
    await log.append(
      'events',
      1,
      range(0, 5).map((n) => numbered(n, 1)),
    );
    let loaded: (offset: number) => void = () => {};
    const loading = new Promise<number>((resolve) => {
      loaded = resolve;
    });
    const recorder = createRecorder({ from: (partition) => (partition === 0 ? loading : 0) });
    const subscription = await log.subscribe({ log: 'events', group: 'g', reader: recorder });
    await recorder.until(() => recorder.count(1) === 5);
    await log.append('events', 1, [numbered(5, 1)]);
    await recorder.until(() => recorder.count(1) === 6);
    expect(recorder.count(0)).toBe(0);
    loaded(2);
    await recorder.until(() => recorder.count(0) === 3);
    await subscription.stop();
    expect(recorder.lanes.get(0)!.map(numberOf)).toEqual([2, 3, 4]);
  });

  it('a reader that cannot load a lane ends its subscription', async () => {
    const log = await under.open();
    const recorder = createRecorder({ from: () => Promise.reject(new Error('no positions')) });
    const subscription = await log.subscribe({ log: 'signals', group: 'g', reader: recorder });
    await recorder.until(() => recorder.failure !== undefined);
    await subscription.stop();
    expect(recorder.failure).toMatchObject({
      code: 'LOG_SESSION_LOST',
      message: expect.stringContaining('no positions'),
    });
  });

  it('catches up in bounded runs that say how far the log goes', async () => {
    const log = await under.open();
    await Promise.all(
      range(0, 100).map((call) =>
        log.append(
          'signals',
          0,
          range(call * 50, call * 50 + 50).map((n) => numbered(n)),
        ),
      ),
    );
    const runs: { first: number; bytes: number; end: number }[] = [];
    const recorder = createRecorder({
      onReceived: (_, records, end) =>
        runs.push({ first: records[0]!.offset, bytes: records.reduce((sum, { value }) => sum + value.length, 0), end }),
    });
    const subscription = await log.subscribe({ log: 'signals', reader: recorder });
    await recorder.until(() => recorder.count(0) === 5000);
    await subscription.stop();
    expect(recorder.lanes.get(0)!.map(numberOf)).toEqual(range(0, 5000));
    for (const { bytes, end } of runs) {
      expect(bytes).toBeLessThanOrEqual(1_100_000);
      expect(end).toBe(5000);
    }
  });

  it('brings a record right after it was appended', async () => {
    const log = await under.open();
    let came: ((record: LogRecord) => void) | undefined;
    const recorder = createRecorder({ onReceived: (_, records) => came?.(records.at(-1)!) });
    const subscription = await log.subscribe({ log: 'events', group: 'g', reader: recorder });
    await log.append('events', 3, [numbered(0)]);
    await recorder.until(() => recorder.count(3) === 1);
    const took: number[] = [];
    for (const n of range(1, 101)) {
      const back = new Promise<LogRecord>((resolve) => {
        came = resolve;
      });
      const sent = performance.now();
      await log.append('events', 3, [{ key: '', kind: 'tick', value: Buffer.from(String(n)) }]);
      expect((await back).value.toString()).toBe(String(n));
      took.push(performance.now() - sent);
    }
    await subscription.stop();
    took.sort((a, b) => a - b);
    // A few ms when the machine is idle; the bound leaves room for one that is not.
    expect(took[50]).toBeLessThan(50);
  });

  it('each reader without a group gets everything, beside groups and each other', async () => {
    const log = await under.open();
    const recorders = [createRecorder(), createRecorder(), createRecorder()];
    const [one, two, three] = recorders as [(typeof recorders)[0], (typeof recorders)[0], (typeof recorders)[0]];
    const subscriptions = await Promise.all([
      log.subscribe({ log: 'events', reader: one }),
      log.subscribe({ log: 'events', reader: two }),
      log.subscribe({ log: 'events', group: 'g', reader: three }),
    ]);
    await Promise.all(range(0, 40).map((n) => log.append('events', n % 4, [numbered(n, n % 4)])));
    await Promise.all(recorders.map((recorder) => recorder.until(() => recorder.count() === 40)));
    await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    for (const recorder of recorders)
      for (const partition of range(0, 4))
        expect(recorder.lanes.get(partition)!.map(({ offset }) => offset)).toEqual(range(0, 10));
  });

  it('after stop nothing more is called, and a commit does no harm', async () => {
    const log = await under.open();
    const recorder = createRecorder();
    const subscription = await log.subscribe({ log: 'events', group: 'g', reader: recorder });
    await log.append('events', 0, [numbered(0)]);
    await recorder.until(() => recorder.count() === 1);
    await subscription.commit(0, 1);
    await subscription.commit(77, 1);
    await subscription.stop();
    const calls = recorder.calls.length;
    const other = createRecorder();
    const next = await log.subscribe({ log: 'events', group: 'g', reader: other });
    await log.append('events', 0, [numbered(1)]);
    await other.until(() => other.count(0) === 2);
    await subscription.commit(0, 1);
    await subscription.stop();
    await next.stop();
    expect(recorder.calls.length).toBe(calls);
  });
});
