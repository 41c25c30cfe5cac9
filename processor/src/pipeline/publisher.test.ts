import { type EventLog, LogError } from '@belfry/ingest/log';
import { describe, expect, test } from 'vitest';
import { createFakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { createMemoryLog, type MemoryLog } from '../../../test/support/memory-log.ts';
import { type ClockSignal, decodeDeltas, decodeTotals } from '../contract/index.ts';
import { Horizon } from './horizon.ts';
import { Publisher } from './publisher.ts';

/** As a broker's topic takes it by default; both adapters refuse what is larger for good. */
const LIMIT = 1_000_000;

async function publisher(
  wallClock = createFakeWallClock(0),
): Promise<{ publisher: Publisher; log: MemoryLog; faults: Error[] }> {
  const log = createMemoryLog({ wallClock });
  await log.ensure([
    { name: 'signals', partitions: 1 },
    { name: 'kpi', partitions: 1 },
  ]);
  const narrow: EventLog = {
    ...log,
    append: async (name, partition, records) => {
      const bytes = records.reduce((sum, { value }) => sum + value.length, 0);
      if (bytes > LIMIT) throw new LogError('LOG_TOO_LARGE', `${bytes} bytes`);
      return log.append(name, partition, records);
    },
  };
  const faults: Error[] = [];
  return { publisher: new Publisher(narrow, wallClock, (error) => faults.push(error)), log, faults };
}

describe('the publisher', () => {
  test('sends what gathered while the log was slow in appends that the log takes, in their order', async () => {
    const { publisher: out, log, faults } = await publisher();
    const letGo = log.hold();
    for (let n = 0; n < 5000; n++) {
      const signal = { subject: `order/${n}`, id: String(n) } as unknown as ClockSignal;
      out.signal(signal, Buffer.from(JSON.stringify({ n, pad: 'x'.repeat(600) })));
      if (n === 0) out.flush();
    }
    letGo();
    await out.settled();
    expect(faults).toEqual([]);
    const numbers = log.records('signals', 0).map(({ value }) => (JSON.parse(value.toString()) as { n: number }).n);
    expect(numbers).toEqual(Array.from({ length: 5000 }, (_, n) => n));
  });

  test('tells cells apart whatever their names contain', async () => {
    const { publisher: out, log } = await publisher();
    const total = { kpi: 'k', partner: 'p', channel: '', bucket: 1, num: 1, den: 1, offset: 1 };
    for (const [market, carrier] of [
      ['a\u0000b', 'c'],
      ['a', 'b\u0000c'],
    ] as const) {
      out.total(0, new Horizon(1, 1), { ...total, market, carrier }, { 0: 1 });
    }
    await out.settled();
    expect(log.records('signals', 0).flatMap(({ value }) => decodeTotals(value).totals)).toHaveLength(2);
  });

  test('makes no message larger than the log takes, however long the names are', async () => {
    const { publisher: out, log, faults } = await publisher();
    const long = (name: string, n: number): string => `${name}${n}${'€'.repeat(200)}`;
    const horizon = new Horizon(1, 1);
    for (let n = 0; n < 3000; n++) {
      const cell = {
        kpi: 'k',
        partner: 'p',
        market: long('m', n),
        carrier: long('c', n),
        channel: long('h', n),
        bucket: 1,
      };
      out.delta(0, {
        ...cell,
        offset: n,
        subject: long('order/', n),
        num: 1,
        den: 1,
        quiet: false,
        at: 1,
        cause: 'counted',
      });
      out.total(0, horizon, { ...cell, num: 1, den: 1, offset: n }, { 0: n });
    }
    await out.settled();
    expect(faults).toEqual([]);
    const deltas = log.records('kpi', 0).flatMap(({ value }) => decodeDeltas(value).deltas);
    expect(deltas.map(([offset]) => offset)).toEqual(Array.from({ length: 3000 }, (_, n) => n));
    const totals = log.records('signals', 0).flatMap(({ value }) => decodeTotals(value).totals);
    expect(totals.map(({ offset }) => offset)).toEqual(Array.from({ length: 3000 }, (_, n) => n));
  });

  test('sends few counts soon, and lets many gather into fewer messages, never for long', async () => {
    const wallClock = createFakeWallClock(0);
    const { publisher: out, log } = await publisher(wallClock);
    let offset = 0;
    const turn = async (deltas: number): Promise<number> => {
      const cell = { kpi: 'k', partner: 'p', market: '', carrier: '', channel: '', bucket: 1 };
      const why = { subject: 'order/1', num: 1, den: 1, quiet: false, at: 1, cause: 'counted' as const };
      for (let n = 0; n < deltas; n++) out.delta(0, { ...cell, ...why, offset: offset++ });
      out.flush();
      wallClock.advance(50);
      // A send awaits the log's answer, which takes a few turns of the event loop.
      await new Promise(setImmediate);
      return log.records('kpi', 0).length;
    };
    expect(await turn(10)).toBe(1);
    const busy = [await turn(500), await turn(500), await turn(500), await turn(400)];
    expect(busy).toEqual([1, 1, 1, 2]);
    const busyFor = [await turn(600), await turn(600), await turn(600)];
    expect(busyFor).toEqual([2, 2, 2]);
    // Two thousand make a message whenever they have come; the rest goes once it has waited five times.
    expect([await turn(600), await turn(600)]).toEqual([3, 4]);
    const told = log.records('kpi', 0).flatMap(({ value }) => decodeDeltas(value).deltas.map(([at]) => at));
    expect(told).toEqual(Array.from({ length: offset }, (_, n) => n));
  });
});
