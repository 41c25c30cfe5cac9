import { expect, it } from 'vitest';
import { smallPack } from '../../../../test/support/small-pack.ts';
import { readData } from './read-data.ts';

const pack = smallPack(60);
const [promise] = pack.promises;
const packs = [
  {
    number: 0,
    pack: {
      ...pack,
      promises: [
        {
          ...promise!,
          appliesTo: { all: [{ field: 'vip', is: true }, { not: { field: 'plan', in: [1, 2] } }] },
        },
      ],
    },
  },
];

it('reads texts at paths, and numbers and truths where the policies compare with them', () => {
  const pairs = [
    ['category', '1'],
    ['promise.deliverBy', '2026-11-30'],
    ['promise.zone', 'Asia/Riyadh'],
    ['vip', 'true'],
    ['plan', '2'],
    ['told', 'true'],
  ] as const;
  expect(readData(pairs, packs)).toEqual({
    category: '1',
    promise: { deliverBy: '2026-11-30', zone: 'Asia/Riyadh' },
    vip: true,
    plan: 2,
    told: 'true',
  });
});

it('takes no name for what objects inherit', () => {
  const data = readData([['__proto__.polluted', 'yes']], packs);
  expect(Object.keys(data)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
