import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('so many at once have their turn, the others in the order in which they came, whether it ends well or not', async () => {
  const turns = new Turns(2);
  const told: string[] = [];
  const ends = new Map<string, { well(): void; badly(): void }>();
  const ask = (name: string): Promise<void> =>
    turns.inTurn(
      () =>
        new Promise<void>((resolve, reject) => {
          told.push(name);
          ends.set(name, { well: resolve, badly: () => reject(new Error(`${name} failed`)) });
        }),
    );
  const asked = ['a', 'b', 'c', 'd'].map(ask);
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  await settle();
  expect(told).toEqual(['a', 'b']);
  ends.get('b')!.badly();
  await expect(asked[1]).rejects.toThrow('b failed');
  await settle();
  expect(told).toEqual(['a', 'b', 'c']);
  ends.get('a')!.well();
  ends.get('c')!.well();
  await settle();
  ends.get('d')!.well();
  await Promise.all([asked[0], asked[2], asked[3]]);
  // All turns are free again.
  void ask('e');
  void ask('f');
  await settle();
  expect(told).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
