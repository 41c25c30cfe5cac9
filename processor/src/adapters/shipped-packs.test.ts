import { expect, it } from 'vitest';
import { shippedPacks } from './shipped-packs.ts';

const namesOf = async (demo: boolean): Promise<string[]> => (await shippedPacks({ demo })).map(({ name }) => name);

it('keeps the invented partners of the demo out of live data', async () => {
  expect(await namesOf(true)).toContain('demo-partners.yaml');
  expect(await namesOf(false)).toEqual((await namesOf(true)).filter((name) => name !== 'demo-partners.yaml'));
});

it('has the demo promise in live data too, for whoever tries it', async () => {
  expect(await namesOf(false)).toContain('demo.yaml');
});
