import { expect, it } from 'vitest';
import { inForce, newest, standings, type Version } from './versions.ts';

const JANUARY = Date.parse('2026-01-01T00:00:00Z');
const MARCH = Date.parse('2026-03-01T00:00:00Z');
const JUNE = Date.parse('2026-06-01T00:00:00Z');
const FOREVER = Number.POSITIVE_INFINITY;

const version = (number: number, effective: number, pack = 'shop'): Version => ({
  number,
  pack,
  hash: `hash ${number}`,
  effective,
  origin: 'hand',
});

it('has a later version rule from its effective date on, the one before it until then', () => {
  const [old, young] = [version(3, JANUARY), version(9, MARCH)];
  expect([...standings([young, old], JUNE)]).toEqual([
    [9, { is: 'in-force', from: MARCH, until: FOREVER }],
    [3, { is: 'past', from: JANUARY, until: MARCH }],
  ]);
  expect(standings([young, old], MARCH - 1).get(3)).toEqual({ is: 'in-force', from: JANUARY, until: MARCH });
  expect(standings([young, old], MARCH - 1).get(9)?.is).toBe('to-come');
  expect(standings([young, old], MARCH).get(9)?.is).toBe('in-force');
});

it('lets a later number take everything from a version that is not older', () => {
  expect(standings([version(3, MARCH), version(9, JANUARY)], JUNE).get(3)).toEqual({ is: 'overruled' });
  expect(standings([version(3, MARCH), version(9, MARCH)], JUNE).get(3)).toEqual({ is: 'overruled' });
});

it('finds what is in force among versions of many packs', () => {
  const all = [version(3, JANUARY), version(4, JANUARY, 'other'), version(9, JUNE), version(12, JUNE, 'late')];
  expect(inForce(all, 'shop', MARCH)?.number).toBe(3);
  expect(inForce(all, 'shop', JUNE)?.number).toBe(9);
  expect(inForce(all, 'late', MARCH)).toBeUndefined();
  expect(newest(all, 'shop')?.number).toBe(9);
  expect(newest(all, 'none')).toBeUndefined();
});
