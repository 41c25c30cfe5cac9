import { expect, test, vi } from 'vitest';
import { Difference } from './oracle/difference.ts';
import { proofOf, tableOf } from './outcome.ts';
import type { World } from './world/world.ts';

/** A proof asks nothing else of a world. */
const world = { lacking: () => world, closeRooms: async () => undefined } as unknown as World;

async function verdictOn(run: () => Promise<string>): Promise<string | undefined> {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const row = { number: 2, title: 'a row', quick: true, run };
  const proof = { without: 'fence', part: 'the fence', row, finds: /clocks: .*/, quick: true };
  return (await proofOf(proof, world)).failure;
}

test('a part is proved if an oracle finds what its lack brings about', async () => {
  const failure = await verdictOn(() => Promise.reject(new Difference('clocks: 3 missing\n    order/1')));
  expect(failure).toBeUndefined();
});

test('a row that stays green without the part proves nothing', async () => {
  expect(await verdictOn(async () => 'it bit; compared all')).toContain('row 2 holds without the fence');
});

test('neither does one that crashes, nor one that finds something else', async () => {
  expect(await verdictOn(() => Promise.reject(new Error('clocks: no calm within 180 s')))).toContain('another reason');
  expect(await verdictOn(() => Promise.reject(new Difference('posts received: 1 missing')))).toContain(
    'another reason',
  );
});

test('the table says how each fault bit, and why a row fails', () => {
  const row = { number: '2', title: 'a zombie', bite: 'it wrote late', compared: '3 clocks', seconds: 4 };
  const lines = tableOf([
    { ...row, failure: undefined },
    { ...row, failure: 'Difference: clocks | 3 missing\n    order/1' },
  ]).split('\n');
  expect(lines[2]).toBe('| 2 | a zombie | it wrote late | 3 clocks | 4 | holds |');
  expect(lines[3]).toBe('| 2 | a zombie | Difference: clocks / 3 missing | 3 clocks | 4 | FAILS |');
});
