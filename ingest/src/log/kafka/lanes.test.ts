import type { EachBatchPayload } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { Bounds, LogError } from '../event-log.ts';
import { createLanes, type Lanes } from './lanes.ts';

/** What kafkajs is told, what the reader is told, in order. */
function createScene(options: { bounds?: Bounds; from?: () => Promise<number> } = {}) {
  const told: string[] = [];
  const said: string[] = [];
  let bounds: Bounds = options.bounds ?? { low: 0, high: 1000 };
  const lanes: Lanes = createLanes({
    log: 'events',
    topic: 't.events',
    consumer: {
      pause: ([one]) => void said.push(`pause ${one!.partitions}`),
      resume: ([one]) => void said.push(`resume ${one!.partitions}`),
      seek: ({ partition, offset }) => void said.push(`seek ${partition} ${offset}`),
    },
    reader: {
      assigned: async (partition) => {
        told.push(`assigned ${partition}`);
        return (await options.from?.()) ?? 10;
      },
      received: (partition, records, end) =>
        void told.push(`received ${partition} ${records.map(({ offset }) => offset)} of ${end}`),
      passed: (partition, nextOffset) => void told.push(`passed ${partition} ${nextOffset}`),
      revoked: (partition) => void told.push(`revoked ${partition}`),
      failed: () => {},
    },
    bounds: async () => bounds,
    fail: (error: LogError) => void told.push(`failed ${error.code}`),
  });
  const resolved: string[] = [];
  /** How many markers lie behind the last record of the next fetches. */
  let trailing = 0;
  const batch = (partition: number, ...offsets: number[]): void =>
    lanes.batch({
      batch: {
        topic: 't.events',
        partition,
        highWatermark: '1000',
        lastOffset: () => String(offsets.at(-1)! + trailing),
        messages: offsets.map((offset) => ({
          key: null,
          value: null,
          timestamp: '1',
          offset: String(offset),
          headers: {},
        })),
      },
      resolveOffset: (offset: string) => void resolved.push(offset),
    } as unknown as EachBatchPayload);
  return {
    lanes,
    told,
    said,
    resolved,
    batch,
    trail: (markers: number) => {
      trailing = markers;
    },
    retain: (now: Bounds) => {
      bounds = now;
    },
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

describe('the lanes of a consumer', () => {
  it('are paused when they are assigned, and fetched from where their reader says once it is loaded', async () => {
    const { lanes, told, said, settle } = createScene();
    lanes.assigned([2]);
    expect(said).toEqual(['pause 2']);
    await settle();
    expect(told).toEqual(['assigned 2']);
    expect(said).toEqual(['pause 2', 'seek 2 10', 'resume 2']);
  });

  it('get nothing while they load', async () => {
    const { lanes, told, batch, resolved } = createScene({ from: () => new Promise(() => {}) });
    lanes.assigned([2]);
    await Promise.resolve();
    batch(2, 10, 11);
    expect(told).toEqual(['assigned 2']);
    expect(resolved).toEqual([]);
  });

  it('drop what comes a second time from an older fetch, and are fetched from where they stand', async () => {
    const { lanes, told, said, batch, resolved, settle } = createScene();
    lanes.assigned([2]);
    await settle();
    batch(2, 10, 11);
    batch(2, 10, 11, 12);
    batch(2, 11, 12);
    expect(told.slice(1)).toEqual(['received 2 10,11 of 1000', 'received 2 12 of 1000']);
    expect(resolved).toEqual(['11', '12']);
    expect(said.slice(-2)).toEqual(['seek 2 13', 'resume 2']);
  });

  it('end when the offset that has to come is no longer there, before anything behind it is delivered', async () => {
    const { lanes, told, batch, retain, resolved, settle } = createScene();
    lanes.assigned([2]);
    await settle();
    retain({ low: 40, high: 50 });
    batch(2, 40, 41);
    await settle();
    batch(2, 42);
    await settle();
    expect(told).toEqual(['assigned 2', 'failed LOG_OFFSET_GONE']);
    expect(resolved).toEqual([]);
  });

  it('end when kafkajs says that the offset is out of range, also if nothing comes', async () => {
    const { lanes, told, retain, settle } = createScene();
    lanes.assigned([2]);
    await settle();
    retain({ low: 0, high: 5 });
    lanes.outOfRange(2);
    await settle();
    expect(told).toEqual(['assigned 2', 'failed LOG_OFFSET_GONE']);
  });

  it('go on behind a hole that the log still retains: the marker of a transaction', async () => {
    const { lanes, told, said, batch, settle } = createScene();
    lanes.assigned([2]);
    await settle();
    batch(2, 12, 13);
    await settle();
    expect(said.slice(-3)).toEqual(['pause 2', 'seek 2 12', 'resume 2']);
    batch(2, 12, 13);
    expect(told).toEqual(['assigned 2', 'received 2 12,13 of 1000']);
  });

  it('pass markers at the end, which nothing may follow: those of a fetch with records, and those that come alone', async () => {
    const { lanes, told, said, batch, trail, settle } = createScene();
    lanes.assigned([2]);
    await settle();
    trail(1);
    batch(2, 10);
    lanes.markers(2, 12, 14);
    expect(told.slice(1)).toEqual(['received 2 10 of 1000', 'passed 2 12', 'passed 2 14']);
    lanes.pause(2);
    lanes.markers(2, 14, 15);
    lanes.resume(2);
    expect(told).toHaveLength(4);
    expect(said.slice(-2)).toEqual(['seek 2 14', 'resume 2']);
  });

  it('do not pass markers behind an offset that is gone', async () => {
    const { lanes, told, retain, settle } = createScene();
    lanes.assigned([2]);
    await settle();
    retain({ low: 40, high: 50 });
    lanes.markers(2, 40, 41);
    await settle();
    expect(told).toEqual(['assigned 2', 'failed LOG_OFFSET_GONE']);
  });

  it('that stay after a rebalance go on where they stand, without being loaded again; a full one stays paused', async () => {
    const { lanes, told, said, batch, settle } = createScene();
    lanes.assigned([1, 2]);
    await settle();
    batch(1, 10, 11);
    lanes.pause(2);
    said.length = 0;
    lanes.assigned([1, 2]);
    await settle();
    expect(said).toEqual(['pause 1', 'seek 1 12', 'resume 1', 'pause 2']);
    expect(told.filter((call) => call.startsWith('assigned'))).toEqual(['assigned 1', 'assigned 2']);
    lanes.resume(2);
    expect(said.slice(-2)).toEqual(['seek 2 10', 'resume 2']);
  });

  it('that leave while they load are told so after they are loaded, and before they come back', async () => {
    let loaded: (offset: number) => void = () => {};
    const { lanes, told, said, settle } = createScene({
      from: () =>
        new Promise((resolve) => {
          loaded = resolve;
        }),
    });
    lanes.assigned([2]);
    await settle();
    lanes.assigned([]);
    lanes.assigned([2]);
    await settle();
    expect(told).toEqual(['assigned 2']);
    loaded(10);
    await settle();
    expect(told).toEqual(['assigned 2', 'revoked 2', 'assigned 2']);
    loaded(20);
    await settle();
    expect(said.slice(-2)).toEqual(['seek 2 20', 'resume 2']);
    expect(lanes.owned()).toEqual([2]);
  });

  it('are told nothing more after the end', async () => {
    const { lanes, told, batch, settle } = createScene();
    lanes.assigned([2]);
    await settle();
    await lanes.end();
    batch(2, 10);
    lanes.outOfRange(2);
    await settle();
    expect(told).toEqual(['assigned 2']);
  });
});
