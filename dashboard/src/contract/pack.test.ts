import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Change, type Frame, packFrame, unpackFrame } from './index.ts';

const frameOf = (change: object): Frame => ({ server: 'k3J9x2', seq: 7, now: 1_000_000, asOf: 999_840, change });

it('a frame travels as an array with short names, and tells instants by how long ago they were', () => {
  const change: Change = {
    verdict: { breached: 41, lastBreach: 999_660 },
    partners: { patch: [[3, { open: 12 }]] },
  };
  const packed = ['k3J9x2', 7, 1_000_000, 160, { v: { b: 41, l: 340 }, P: { c: [[3, { o: 12 }]] } }];
  expect(packFrame(frameOf(change))).toEqual(packed);
  expect(unpackFrame(packed)).toEqual(frameOf(change));
});

it('whatever the fields are called and hold, the same come out', () => {
  const name = fc.constantFrom('breached', 'b', 'due', '$b', '$', 'silent', 'D', 'at', '7');
  const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, tie('leaf'), fc.dictionary(name, tie('tree')), fc.array(tie('tree'))),
    leaf: fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null)),
  }));
  fc.assert(
    fc.property(fc.dictionary(name, tree), (change) => {
      const frame = frameOf(change);
      expect(unpackFrame(JSON.parse(JSON.stringify(packFrame(frame))))).toEqual(frame);
    }),
  );
});

it.each([
  ['no array', {}],
  ['nothing', null],
  ['too few', ['a', 1, 2]],
  ['no change', ['a', 1, 2, 3, null]],
])('%s is no frame', (_, message) => {
  expect(unpackFrame(message)).toBeNull();
});
