import type { LogRecord, NewRecord, RecordKind } from '@belfry/ingest/log';
import { expect, it } from 'vitest';
import { describeBothLogs } from './both-logs.ts';
import { numbered, numberOf, range } from './numbered.ts';
import { EVENT_PARTITIONS } from './open.ts';
import { createRecorder } from './recorder.ts';

describeBothLogs('order and offsets', (under) => {
  it('gives each partition offsets from 0 without a gap, in the order of the calls', async () => {
    const log = await under.open();
    const answers = await Promise.all(
      range(0, 400).map((n) => log.append('events', n % EVENT_PARTITIONS, [numbered(n, n % EVENT_PARTITIONS)])),
    );
    const recorder = createRecorder();
    const subscription = await log.subscribe({ log: 'events', reader: recorder });
    await recorder.until(() => recorder.count() === 400);
    await subscription.stop();

    for (const partition of range(0, EVENT_PARTITIONS)) {
      const lane = recorder.lanes.get(partition)!;
      expect(lane.map(({ offset }) => offset)).toEqual(range(0, 100));
      expect(lane.map(numberOf)).toEqual(range(0, 100).map((i) => i * EVENT_PARTITIONS + partition));
      expect(await log.bounds('events', partition)).toEqual({ low: 0, high: 100 });
    }
    answers.forEach(({ baseOffset }, n) => {
      expect(baseOffset).toBe(Math.floor(n / EVENT_PARTITIONS));
    });
  });

  it('keeps the records of one call together, beside other writers', async () => {
    const log = await under.open();
    const calls = range(0, 60).map((call) => range(call * 20, call * 20 + 20).map((n) => numbered(n)));
    const answers = await Promise.all(calls.map((records) => log.append('events', 0, records)));
    const recorder = createRecorder();
    const subscription = await log.subscribe({ log: 'events', reader: recorder });
    await recorder.until(() => recorder.count(0) === 1200);
    await subscription.stop();
    const lane = recorder.lanes.get(0)!;
    answers.forEach(({ baseOffset, appendTime }, call) => {
      const together = lane.slice(baseOffset, baseOffset + 20);
      expect(together.map(numberOf)).toEqual(range(call * 20, call * 20 + 20));
      expect(new Set(together.map((record) => record.appendTime))).toEqual(new Set([appendTime]));
    });
  });

  it('gives back kind, key and bytes as they were', async () => {
    const log = await under.open();
    const kinds: RecordKind[] = ['event', 'tick', 'policy', 'release', 'deltas', 'signal', 'totals', 'delivery'];
    const bytes = Buffer.from(range(0, 256));
    const records: NewRecord[] = [
      ...kinds.map((kind) => ({ key: '', kind, value: Buffer.from(kind) })),
      ...kinds.map((kind) => ({ key: 'Bestellung-Ünïcødé-訂單-📦', kind, value: bytes })),
      { key: 'empty', kind: 'event', value: Buffer.alloc(0) },
      { key: 'large', kind: 'policy', value: Buffer.alloc(3_000_000, 'p') },
    ];
    await log.append('events', 1, records);
    const recorder = createRecorder();
    const subscription = await log.subscribe({ log: 'events', reader: recorder });
    await recorder.until(() => recorder.count(1) === records.length);
    await subscription.stop();
    const plain = ({ key, kind, value }: NewRecord | LogRecord) => ({ key, kind, value: value.toString('hex') });
    expect(recorder.lanes.get(1)!.map(plain)).toEqual(records.map(plain));
  });

  it('goes on behind what was there when it is opened again', async () => {
    const first = await under.open();
    await first.append(
      'events',
      2,
      range(0, 10).map((n) => numbered(n, 2)),
    );
    await first.close();
    const log = await under.open();
    expect(await log.bounds('events', 2)).toEqual({ low: 0, high: 10 });
    expect((await log.append('events', 2, [numbered(10, 2)])).baseOffset).toBe(10);
    const recorder = createRecorder({ from: (partition) => (partition === 2 ? 5 : 0) });
    const subscription = await log.subscribe({ log: 'events', reader: recorder });
    await recorder.until(() => recorder.count() === 6);
    await subscription.stop();
    expect(recorder.lanes.get(2)!.map(numberOf)).toEqual(range(5, 11));
  });

  it('reads on from the offset that the reader names', async () => {
    const log = await under.open();
    await log.append(
      'signals',
      0,
      range(0, 10).map((n) => numbered(n)),
    );
    const recorder = createRecorder({ from: () => 7 });
    const subscription = await log.subscribe({ log: 'signals', reader: recorder });
    await recorder.until(() => recorder.count(0) === 3);
    await log.append('signals', 0, [numbered(10)]);
    await recorder.until(() => recorder.count(0) === 4);
    await subscription.stop();
    expect(recorder.lanes.get(0)!.map(numberOf)).toEqual([7, 8, 9, 10]);
  });

  it('refuses what is too large, and what it does not know', async () => {
    const log = await under.open();
    const large = { key: 'o', kind: 'event' as const, value: Buffer.alloc(20_000_000) };
    await expect(log.append('events', 0, [large])).rejects.toMatchObject({ code: 'LOG_TOO_LARGE', retriable: false });
    await expect(log.append('deliveries', 0, [numbered(0)])).rejects.toMatchObject({ code: 'LOG_UNKNOWN' });
    await expect(log.append('events', 99, [numbered(0)])).rejects.toMatchObject({ code: 'LOG_UNKNOWN' });
    expect(() => log.partitions('kpi')).toThrow(expect.objectContaining({ code: 'LOG_UNKNOWN' }));
    expect(log.partitions('events')).toBe(EVENT_PARTITIONS);
    // A refusal leaves nothing behind.
    expect((await log.append('events', 0, [numbered(0)])).baseOffset).toBe(0);
  });

  it('refuses another number of partitions, and says what to do', async () => {
    const log = await under.open();
    await expect(log.ensure([{ name: 'events', partitions: 5 }])).rejects.toMatchObject({
      code: 'LOG_WRONG_TOPIC',
      message: expect.stringMatching(/has 4 partitions .* 5.* start with 4/s),
    });
  });

  it('is closed when it is closed', async () => {
    const log = await under.open();
    await log.close();
    await expect(log.append('events', 0, [numbered(0)])).rejects.toMatchObject({ code: 'LOG_CLOSED' });
    await expect(log.subscribe({ log: 'events', reader: createRecorder() })).rejects.toMatchObject({
      code: 'LOG_CLOSED',
    });
  });
});
