import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewRecord, RecordKind } from '../event-log.ts';
import { decodeRecord, encodeRecord } from './codec.ts';
import { DamagedRecord, openStore, type Store } from './store.ts';

describe('the store of the embedded log', () => {
  let directory = '';
  let room = Number.POSITIVE_INFINITY;
  let store: Store;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'belfry-store-'));
    room = Number.POSITIVE_INFINITY;
    store = openStore(directory, () => room);
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });
  const record = (text: string): Buffer => encodeRecord({ key: 'o', kind: 'event', value: Buffer.from(text) }, 1);

  it('says that the disk is full before it is, loses nothing, and goes on when there is room', async () => {
    const [to] = await store.create('events', 1);
    await store.append([{ to: to!, encoded: [record('a')] }]);
    room = 20_000_000;
    await expect(store.append([{ to: to!, encoded: [record('b')] }])).rejects.toMatchObject({
      code: 'LOG_UNAVAILABLE',
      retriable: true,
      message: expect.stringMatching(/the disk is full \(20 MB left\); free some space/),
    });
    expect(to!.bounds).toEqual({ low: 0, high: 1 });
    // What must be free grows with what is written.
    room = 40_000_000;
    await expect(store.append([{ to: to!, encoded: [record('c'.repeat(5_000_000))] }])).rejects.toThrow(/disk is full/);
    room = Number.POSITIVE_INFINITY;
    await store.append([{ to: to!, encoded: [record('d')] }]);
    expect(store.read(to!, 0).map(({ value }) => value.toString())).toEqual(['a', 'd']);
  });

  it('knows a record whose bytes have changed, or that is not there, and takes another in its place', async () => {
    const [to] = await store.create('events', 1);
    await store.append([{ to: to!, encoded: ['a', 'b', 'c', 'd'].map(record) }]);
    const spoilt = record('b');
    for (let at = 1; at < spoilt.length; at++) {
      spoilt[at]! ^= 1;
      await store.replace(to!, 1, spoilt);
      expect(store.read(to!, 0).map(({ value }) => value.toString())).toEqual(['a']);
      expect(() => store.read(to!, 1), `byte ${at}`).toThrow(DamagedRecord);
      spoilt[at]! ^= 1;
    }
    await store.replace(to!, 1, record('B'));
    expect(store.read(to!, 0).map(({ value }) => value.toString())).toEqual(['a', 'B', 'c', 'd']);
    await to!.records.remove(2);
    expect(store.read(to!, 0)).toHaveLength(2);
    expect(() => store.read(to!, 2)).toThrow(DamagedRecord);
  });

  it('reads records from before checksums', async () => {
    const bytes = encodeRecord({ key: 'o', kind: 'tick', value: Buffer.from('old') }, 7);
    const old = Buffer.concat([Buffer.from([bytes[0]! & 0x7f]), bytes.subarray(1, 11), bytes.subarray(15)]);
    expect(decodeRecord(3, 5, old)).toEqual({
      ...{ partition: 3, offset: 5, appendTime: 7, kind: 'tick', key: 'o', value: Buffer.from('old') },
    });
  });

  it('reads in runs of at most 1000 records or about 1 MB', async () => {
    const [to] = await store.create('events', 1);
    await store.append([{ to: to!, encoded: Array.from({ length: 2500 }, (_, i) => record(String(i))) }]);
    expect(store.read(to!, 0)).toHaveLength(1000);
    expect(store.read(to!, 2400)).toHaveLength(100);
    await store.append([{ to: to!, encoded: Array.from({ length: 10 }, () => record('x'.repeat(400_000))) }]);
    expect(store.read(to!, 2500)).toHaveLength(3);
  });

  it('remembers what was trimmed, also if everything was', async () => {
    const [to] = await store.create('signals', 1);
    await store.append([{ to: to!, encoded: Array.from({ length: 25_000 }, (_, i) => record(String(i))) }]);
    await store.trim(to!, 24_999);
    expect(to!.bounds).toEqual({ low: 24_999, high: 25_000 });
    await store.trim(to!, 99_999);
    expect(to!.bounds).toEqual({ low: 25_000, high: 25_000 });
    await store.close();
    store = openStore(directory);
    const [again] = store.find('signals')!;
    expect(again!.bounds).toEqual({ low: 25_000, high: 25_000 });
    await store.append([{ to: again!, encoded: [record('next')] }]);
    expect(store.read(again!, 25_000).map(({ offset }) => offset)).toEqual([25_000]);
  });

  it('gives records back as they were', () => {
    const kinds: RecordKind[] = [
      'event',
      'tick',
      'policy',
      'release',
      'deltas',
      'signal',
      'totals',
      'delivery',
      'said',
      'beat',
      'routes',
      'incident',
      'notification',
      'heard',
    ];
    const records: fc.Arbitrary<NewRecord> = fc.record({
      key: fc.string({ unit: 'grapheme' }),
      kind: fc.constantFrom(...kinds),
      value: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(records, fc.maxSafeInteger(), fc.nat(), (written, appendTime, offset) => {
        expect(decodeRecord(3, offset, encodeRecord(written, appendTime))).toEqual({
          partition: 3,
          offset,
          appendTime,
          ...written,
        });
      }),
    );
  });
});
