import { encodeRelease, encodeTick } from '@belfry/ingest/contract';
import type { LogRecord, RecordKind } from '@belfry/ingest/log';
import { expect, test } from 'vitest';
import { createFakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { smallPack } from '../../../test/support/small-pack.ts';
import { shippedPacks } from '../adapters/shipped-packs.ts';
import { parsePack } from '../domain/policy/parse-pack.ts';
import { EventsFold } from './events-fold.ts';
import { faultOf } from './fault-of.ts';
import { KpiFold } from './kpi-fold.ts';
import { Lane } from './lane.ts';
import { Outbox } from './outbox.ts';
import { Publisher } from './publisher.ts';

const record = (kind: RecordKind, value: unknown, partition = 0, offset = 0): LogRecord => {
  const bytes = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  return { partition, offset, appendTime: 1, kind, key: '', value: bytes };
};

const pack = smallPack(60);
const [promise] = pack.promises;
const policy = (compiled: unknown) => ({ hash: 'h', number: null, source: '', compiled });
const target = (aimed: unknown) =>
  policy({ ...pack, promises: [{ ...promise, rows: [{ ...promise!.rows[0], target: aimed }] }] });

const POISON: readonly (readonly [RecordKind, unknown])[] = [
  ['tick', ''],
  ['tick', 'null'],
  ['tick', { at: 1.5, by: 'x' }],
  ['tick', { at: '5', by: 'x' }],
  ['tick', { at: 1e300, by: 'x' }],
  ['tick', { by: 'x' }],
  ['release', '{'],
  ['release', 'null'],
  ['release', { importid: {} }],
  ['policy', ''],
  ['policy', 'null'],
  ['policy', {}],
  ['policy', policy(null)],
  ['policy', policy({ ...pack, promises: null })],
  ['policy', policy({ ...pack, promises: [{}] })],
  ['policy', policy({ ...pack, kpis: [{}] })],
  ['policy', policy({ ...pack, partners: [null] })],
  ['policy', policy({ ...pack, zones: { UTC: { name: 'UTC', offsets: [] } } })],
  ['policy', target(undefined)],
  ['policy', target({ kind: 'elapsed', ms: '5' })],
  ['policy', target({ kind: 'working', calendar: 'none', ms: 5 })],
  ['policy', { ...policy(pack), number: -1 }],
  [
    'policy',
    JSON.stringify(policy({ ...pack, promises: [{ ...promise, appliesTo: 0 }] })).replace(
      '"appliesTo":0',
      `"appliesTo":${'{"not":'.repeat(50_000)}0${'}'.repeat(50_000)}`,
    ),
  ],
  ['deltas', { partner: 'p', lane: 0, deltas: [[0, 's', 'k', 'm', 'c', 'h', 1e300, 1, 1, 0]] }],
  ['deltas', { partner: 'p', lane: 0, deltas: [[0, 's', 'k', 'm', 'c', 'h', 1, 1e300, 1, 0]] }],
  ['totals', 'x'],
  ['unreadable', 'the bytes of a batch'],
  ['unreadable', ''],
];

const fatal = (error: Error): void => {
  throw error;
};

test.each([
  ['events', () => new EventsFold(0)],
  ['kpi', () => new KpiFold(0)],
] as const)('a lane of %s quarantines what it cannot take, and moves on', (log, fold) => {
  const outbox = new Outbox(1, new Publisher(undefined, createFakeWallClock(0), fatal));
  const lane = new Lane(log, 0, fold(), outbox, { nextOffset: 0, highestAppend: 0, horizon: 0 });
  const poison = POISON.map(([kind, value], offset) => record(kind, value, 0, offset));
  const after = record('tick', { at: 1, by: 'x' }, 0, poison.length);
  lane.enqueue([...poison, after], poison.length + 1);
  expect(lane.apply(() => false)).toBe('empty');
  expect(lane.nextOffset).toBe(poison.length + 1);
  expect(outbox.rows).toBe(poison.length);
  expect(outbox.seal().map(({ table }) => table)).toEqual(['quarantine']);
});

test('what Belfry writes itself has no fault', async () => {
  expect(faultOf(record('tick', encodeTick({ at: 1, by: 'x' }).toString()))).toBeUndefined();
  expect(faultOf(record('release', encodeRelease({ importid: 'i' }).toString()))).toBeUndefined();
  for (const { yaml, name } of await shippedPacks({ demo: true })) {
    const parsed = parsePack(yaml, name, Date.UTC(2026, 10, 23));
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const told = { hash: parsed.hash, source: yaml, compiled: parsed.compiled };
    expect(faultOf(record('policy', { ...told, number: null }))).toBeUndefined();
    expect(faultOf(record('policy', { ...told, number: 7 }, 3))).toBeUndefined();
    expect(faultOf(record('policy', { ...told, number: null }, 3))).toMatchObject({ code: 'BAD_POLICY' });
  }
});
