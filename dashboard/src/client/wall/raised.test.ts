import { expect, it } from 'vitest';
import type { Breach, Escalation, IncidentLine, Picture } from '../../contract/index.ts';
import { raised } from './raised.ts';

const breach = (id: string): Breach => ({ id }) as Breach;
const escalation = (id: string): Escalation => ({ id }) as Escalation;
const picture = (
  incidents: string[],
  there: number,
  breaches: Breach[] = [],
  escalations: Escalation[] = [],
): Picture =>
  ({
    incidents: incidents.map((id) => ({ id }) as IncidentLine),
    verdict: { incidents: there },
    breaches,
    escalations,
  }) as unknown as Picture;
const cells = (breaches: string[], escalations: string[]): string[] => {
  const shown = raised(picture([], 0, breaches.map(breach), escalations.map(escalation)), 4);
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

it('has incidents in place of the clocks that they are made of', () => {
  const shown = raised(picture(['i'], 1, [breach('a')], [escalation('x')]), 4);
  expect([shown.incidents.length, shown.more, shown.breaches, shown.escalations]).toEqual([1, 0, [], []]);
});

it('says in the last row how many incidents found no room', () => {
  const rows = (incidents: string[], there: number, onto = 4): [number, number] => {
    const shown = raised(picture(incidents, there), onto);
    return [shown.incidents.length, shown.more];
  };
  expect(rows(['i', 'j', 'k', 'l'], 4)).toEqual([4, 0]);
  expect(rows(['i', 'j', 'k', 'l', 'm'], 5)).toEqual([3, 2]);
  // The picture holds the first few only.
  expect(rows(['i', 'j', 'k', 'l', 'm'], 40)).toEqual([3, 37]);
  // A display with larger type has fewer rows.
  expect(rows(['i', 'j', 'k'], 3, 2)).toEqual([1, 2]);
});
