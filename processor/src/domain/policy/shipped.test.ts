import { expect, it } from 'vitest';
import { atStart } from './shipped.ts';
import type { Version } from './versions.ts';

const version = (number: number, hash: string, origin: Version['origin']): Version => ({
  number,
  pack: 'shop',
  hash,
  effective: 0,
  origin,
});
const SHIPPED = { pack: 'shop', hash: 'bytes of today' };

it('publishes what the log has not seen, once', () => {
  expect(atStart([SHIPPED], []).publish).toEqual([SHIPPED]);
  expect(atStart([SHIPPED], [version(1, 'bytes of today', 'shipped')])).toEqual({ publish: [], keptOut: [] });
});

it('upgrades a pack that nobody has touched', () => {
  expect(atStart([SHIPPED], [version(1, 'bytes of yesterday', 'shipped')]).publish).toEqual([SHIPPED]);
});

it('never undoes what was published by hand: the same shipped bytes are known, and changed ones stay out', () => {
  const byHand = version(7, 'bytes of a hand', 'hand');
  expect(atStart([SHIPPED], [version(1, 'bytes of today', 'shipped'), byHand])).toEqual({ publish: [], keptOut: [] });
  expect(atStart([SHIPPED], [version(1, 'bytes of yesterday', 'shipped'), byHand])).toEqual({
    publish: [],
    keptOut: [{ pack: SHIPPED, ruling: byHand }],
  });
});
