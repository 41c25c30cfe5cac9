import { expect, it } from 'vitest';
import { inchesFor, neededScale, typeScale } from './type-scale.ts';

it('is as drawn at 5 m on 55 inches, and wherever the display looks as large', () => {
  expect(typeScale(5, 55)).toBe(1);
  expect(typeScale(10, 110)).toBe(1);
  expect(typeScale(2.5, 27.5)).toBe(1);
});

it('grows with the distance and shrinks with the inches', () => {
  expect(typeScale(6, 55)).toBeCloseTo(1.2);
  expect(typeScale(4, 55)).toBeCloseTo(0.8);
  expect(typeScale(5, 65)).toBeCloseTo(0.846, 3);
});

it('stays within what can be laid out, and says which display could be read from farther away', () => {
  expect([typeScale(15, 55), typeScale(1, 55)]).toEqual([1.25, 0.6]);
  expect(neededScale(15, 55)).toBe(3);
  expect(inchesFor(10)).toBe(88);
  expect(neededScale(10, inchesFor(10))).toBeLessThanOrEqual(1.25);
  expect(neededScale(10, inchesFor(10) - 1)).toBeGreaterThan(1.25);
});
