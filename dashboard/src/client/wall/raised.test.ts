import { expect, it } from 'vitest';
import type { Breach, Escalation, Picture } from '../../contract/index.ts';
import { raised } from './raised.ts';

const breach = (id: string): Breach => ({ id }) as Breach;
const escalation = (id: string): Escalation => ({ id }) as Escalation;
const cells = (breaches: string[], escalations: string[]): string[] => {
  const picture = { breaches: breaches.map(breach), escalations: escalations.map(escalation) } as unknown as Picture;
  const shown = raised(picture);
  return [...shown.breaches, ...shown.escalations].map(({ id }) => id);
};

it('has what was escalated behind what is broken, as far as there is room', () => {
  expect(cells(['a', 'b'], ['x', 'y', 'z'])).toEqual(['a', 'b', 'x', 'y']);
  expect(cells([], ['x'])).toEqual(['x']);
});

it('gives a broken clock one cell, escalated or not, also where that cell found no room', () => {
  expect(cells(['a'], ['a', 'x'])).toEqual(['a', 'x']);
  expect(cells(['a', 'b', 'c', 'd', 'e'], ['e', 'x'])).toEqual(['a', 'b', 'c', 'd']);
});
