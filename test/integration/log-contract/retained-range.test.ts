import { expect, it } from 'vitest';
import { describeBothLogs } from './both-logs.ts';
import { numbered, numberOf, range } from './numbered.ts';
import { createRecorder } from './recorder.ts';

describeBothLogs('an offset outside what the log retains', (under) => {
  it('below it: told as gone, and nothing is skipped', async () => {
    const log = await under.open();
    await log.append(
      'signals',
      0,
      range(0, 50).map((n) => numbered(n)),
    );
    await under.forget(log, 'signals', 0, 30);
    expect(await log.bounds('signals', 0)).toEqual({ low: 30, high: 50 });

    const recorder = createRecorder({ from: () => 10 });
    const subscription = await log.subscribe({ log: 'signals', group: 'g', reader: recorder });
    await recorder.until(() => recorder.failure !== undefined);
    expect(recorder.failure).toMatchObject({
      code: 'LOG_OFFSET_GONE',
      message: expect.stringMatching(/\b10\b.*\b30\b/),
    });
    // It ended by itself: what comes later does not reach it.
    await log.append('signals', 0, [numbered(50)]);
    await subscription.stop();
    expect(recorder.calls).toEqual(['assigned 0', 'failed LOG_OFFSET_GONE']);
  });

  it('below it with nothing left to read: told as gone at once, not at the next record', async () => {
    const log = await under.open();
    await log.append(
      'signals',
      0,
      range(0, 50).map((n) => numbered(n)),
    );
    await under.forget(log, 'signals', 0, 50);
    expect(await log.bounds('signals', 0)).toEqual({ low: 50, high: 50 });
    const recorder = createRecorder({ from: () => 49 });
    const subscription = await log.subscribe({ log: 'signals', reader: recorder });
    await recorder.until(() => recorder.failure !== undefined);
    await subscription.stop();
    expect(recorder.calls).toEqual(['assigned 0', 'failed LOG_OFFSET_GONE']);
  });

  it('beyond it: the log is shorter than somebody remembers', async () => {
    const log = await under.open();
    await log.append(
      'signals',
      0,
      range(0, 5).map((n) => numbered(n)),
    );
    const recorder = createRecorder({ from: () => 6 });
    const subscription = await log.subscribe({ log: 'signals', reader: recorder });
    await recorder.until(() => recorder.failure !== undefined);
    await subscription.stop();
    expect(recorder.failure).toMatchObject({ code: 'LOG_OFFSET_GONE', message: expect.stringMatching(/ends at 5/) });
  });

  it('that is dropped while its lane is paused: told when the lane goes on', async () => {
    const log = await under.open();
    const recorder = createRecorder();
    const subscription = await log.subscribe({ log: 'signals', group: 'g', reader: recorder });
    await log.append(
      'signals',
      0,
      range(0, 5).map((n) => numbered(n)),
    );
    await recorder.until(() => recorder.count(0) === 5);
    subscription.pause(0);
    await log.append(
      'signals',
      0,
      range(5, 20).map((n) => numbered(n)),
    );
    await under.forget(log, 'signals', 0, 15);
    subscription.resume(0);
    await recorder.until(() => recorder.failure !== undefined);
    await subscription.stop();
    expect(recorder.failure!.code).toBe('LOG_OFFSET_GONE');
    expect(recorder.lanes.get(0)!.map(numberOf)).toEqual(range(0, 5));
  });

  it('trimming does not disturb who reads above it', async () => {
    const log = await under.open();
    await log.append(
      'signals',
      0,
      range(0, 50).map((n) => numbered(n)),
    );
    await under.forget(log, 'signals', 0, 30);
    const recorder = createRecorder({ from: () => 30 });
    const subscription = await log.subscribe({ log: 'signals', reader: recorder });
    await recorder.until(() => recorder.count(0) === 20);
    expect((await log.append('signals', 0, [numbered(50)])).baseOffset).toBe(50);
    await recorder.until(() => recorder.count(0) === 21);
    await subscription.stop();
    expect(recorder.lanes.get(0)!.map(({ offset }) => offset)).toEqual(range(30, 51));
  });
});
