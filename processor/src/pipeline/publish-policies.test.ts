import { expect, it } from 'vitest';
import { createFakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { createMemoryLog, type MemoryLog } from '../../../test/support/memory-log.ts';
import { smallPack } from '../../../test/support/small-pack.ts';
import type { PolicyRecord } from '../domain/policy/compiled.ts';
import { createPolicyPublisher, type PackToPublish, type PolicyPublisher } from './publish-policies.ts';
import type { PublishedPolicies, PublishedVersion } from './published-policies.ts';

const NOON = Date.parse('2026-03-02T12:00:00Z');
const LANES = ['events/0', 'events/1', 'kpi/0', 'kpi/1'];

const pack = (bytes: string, name = 'test'): PackToPublish => ({
  name: `${name}.yaml`,
  source: bytes,
  parsed: { hash: `hash of ${bytes}`, compiled: smallPack(5, { pack: name }), warnings: [] },
});

/** Lanes that take a policy as soon as it is in their log, but for those that nobody reads. */
async function room(unread: readonly string[] = []) {
  const wallClock = createFakeWallClock(NOON);
  const log = createMemoryLog({ wallClock });
  await log.ensure([
    { name: 'events', partitions: 2 },
    { name: 'kpi', partitions: 2 },
  ]);
  const said: string[] = [];
  const publisher = createPolicyPublisher({
    log,
    published: tablesOf(log, unread),
    wallClock,
    report: (line) => said.push(line),
  });
  return { log, publisher, said, wallClock };
}

const inLane = (log: MemoryLog, lane: string): { number: number; record: PolicyRecord }[] => {
  const [name, partition] = lane.split('/') as ['events' | 'kpi', string];
  return log.records(name, Number(partition)).map(({ offset, value }) => {
    const record = JSON.parse(value.toString()) as PolicyRecord;
    return { number: record.number ?? offset, record };
  });
};

function tablesOf(log: MemoryLog, unread: readonly string[]): PublishedPolicies {
  const decided = (): PublishedVersion[] => {
    const first = new Map<string, PublishedVersion>();
    if (unread.includes('events/0')) return [];
    for (const { number, record } of inLane(log, 'events/0')) {
      const { hash, origin = 'shipped', compiled } = record;
      const { pack, effective, title, applies } = compiled;
      const counts = { promises: 1, kpis: 1, rows: 1, publishedAt: NOON };
      if (!first.has(hash)) first.set(hash, { number, pack, hash, effective, origin, title, applies, ...counts });
    }
    return [...first.values()];
  };
  return {
    versions: async () => decided(),
    record: async (number) => ({ ...inLane(log, 'events/0').find((each) => each.number === number)!.record, number }),
    numberOf: async (hash) => decided().find((version) => version.hash === hash)?.number,
    takenBy: async () => {
      const numbers = new Set(decided().map(({ number }) => number));
      const read = LANES.filter((lane) => !unread.includes(lane));
      return new Map(
        read.map((lane) => [lane, inLane(log, lane).flatMap(({ number }) => (numbers.has(number) ? [number] : []))]),
      );
    },
    decidedUpTo: async () => (unread.includes('events/0') ? 0 : log.records('events', 0).length),
  };
}

const byHand = (publisher: PolicyPublisher, bytes: string) => publisher.publishByHand(pack(bytes), 0);

it('brings a version to every lane under the number that partition 0 gave it', async () => {
  const { log, publisher } = await room();
  await publisher.publishShipped([pack('a'), pack('b', 'other')]);
  for (const lane of LANES) expect(inLane(log, lane).map(({ number }) => number)).toEqual([0, 1]);
  expect(await byHand(publisher, 'c')).toEqual({ number: 2, isNew: true, waitsFor: [] });
  for (const lane of LANES) expect(inLane(log, lane).at(-1)?.record).toMatchObject({ origin: 'hand', source: 'c' });
});

it('gives two who publish the same bytes at once one version', async () => {
  const { log, publisher } = await room();
  const both = await Promise.all([byHand(publisher, 'a'), byHand(publisher, 'a')]);
  expect(both).toEqual([
    { number: 0, isNew: true, waitsFor: [] },
    { number: 0, isNew: false, waitsFor: [] },
  ]);
  expect(new Set(inLane(log, 'kpi/1').map(({ number }) => number))).toEqual(new Set([0]));
  expect(await byHand(publisher, 'a')).toEqual({ number: 0, isNew: false, waitsFor: [] });
});

it('says which lanes nobody reads', async () => {
  const { log, publisher } = await room(['events/1', 'kpi/0']);
  expect(await byHand(publisher, 'a')).toEqual({ number: 0, isNew: true, waitsFor: ['events/1', 'kpi/0'] });
  for (const lane of LANES) expect(inLane(log, lane)).toHaveLength(1);
});

it('has no number to tell as long as nobody reads partition 0', async () => {
  const { publisher } = await room(['events/0']);
  expect(await byHand(publisher, 'a')).toEqual({ number: undefined, isNew: true, waitsFor: ['events/0'] });
});

it('keeps a shipped pack out once a hand has published a version of its name, and says so', async () => {
  const { log, publisher, said } = await room();
  await publisher.publishShipped([pack('shipped')]);
  await byHand(publisher, 'mine');
  await publisher.publishShipped([pack('shipped')]);
  expect(said).toEqual([]);
  await publisher.publishShipped([pack('shipped, upgraded')]);
  expect(said).toEqual([
    'test.yaml is not published: version 1 of pack test was published by hand and rules on. To take the shipped one, publish it by hand',
  ]);
  for (const lane of LANES) expect(inLane(log, lane).map(({ record }) => record.source)).toEqual(['shipped', 'mine']);
  expect(await byHand(publisher, 'shipped, upgraded')).toMatchObject({ number: 2, isNew: true });
});

it('ends at the next start what a publisher that died had begun', async () => {
  const { log, publisher } = await room();
  const { source, parsed } = pack('mine');
  const record = { hash: parsed.hash, number: null, origin: 'hand', source, compiled: parsed.compiled };
  log.put('events', 0, [{ key: '', kind: 'policy', value: Buffer.from(JSON.stringify(record)) }]);
  await publisher.publishShipped([]);
  for (const lane of LANES) expect(inLane(log, lane).map(({ record: { source } }) => source)).toEqual(['mine']);
});
