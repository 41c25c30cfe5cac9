import { expect, it } from 'vitest';
import type { IncidentLine, Picture } from '../../contract/index.ts';
import { pinnedPage } from './pinned-page.ts';

const SECOND = 1_000;
const incident = (over: Partial<IncidentLine> = {}): IncidentLine =>
  ({
    severity: 'critical',
    acknowledged: null,
    partner: 'p25',
    total: 1,
    since: 100 * SECOND,
    newest: 100 * SECOND,
    ...over,
  }) as IncidentLine;
const picture = (incidents: IncidentLine[], verdict: Partial<Picture['verdict']> = {}): Picture =>
  ({
    incidents,
    partners: Array.from({ length: 30 }, (_, index) => ({ id: `p${index}` })),
    verdict: { breached: 0, lastBreach: null, ...verdict },
  }) as unknown as Picture;
const pinned = (second: number, ...incidents: IncidentLine[]): number | null =>
  pinnedPage(picture(incidents), second * SECOND, 12);

it('keeps the page of its partner in sight for 60 s', () => {
  expect([100, 159.999, 160].map((second) => pinned(second, incident()))).toEqual([2, 2, null]);
});

it('keeps the worst in sight for what no single partner has to do with', () => {
  expect(pinned(110, incident({ partner: '' }))).toBe(0);
  expect(pinned(110, incident({ partner: 'unknown' }))).toBe(0);
});

it('follows the newest of several', () => {
  const later = incident({ partner: 'p13', newest: 105 * SECOND });
  expect(pinned(110, incident(), later)).toBe(1);
});

it('lets go what somebody has taken on, and is not moved by warnings', () => {
  expect(pinned(110, incident({ acknowledged: { who: 'Lena', at: 1, until: 2 } }))).toBeNull();
  expect(pinned(110, incident({ severity: 'warning' }))).toBeNull();
});

it('is not held for ever by an incident that grows', () => {
  const growing = incident({ total: 60, newest: 500 * SECOND });
  expect(pinned(110, growing)).toBe(2);
  expect(pinned(510, growing)).toBeNull();
});

it('counts one that was told late from its telling', () => {
  expect(pinned(510, incident({ newest: 500 * SECOND }))).toBe(2);
});

it('keeps the worst in sight after a breach that has no incident yet', () => {
  const breach = (breached: number): Picture => picture([], { breached, lastBreach: 100 * SECOND });
  expect(pinnedPage(breach(1), 159 * SECOND, 12)).toBe(0);
  expect(pinnedPage(breach(1), 160 * SECOND, 12)).toBeNull();
  expect(pinnedPage(breach(0), 110 * SECOND, 12)).toBeNull();
});
