import { expect, it } from 'vitest';
import type { Picture, Tile } from '../../contract/index.ts';
import { partnerPage, tilesAt } from './partner-page.ts';

const SECOND = 1_000;
const picture = (partners: number, lastBreach: number | null = null, breached = 0): Picture =>
  ({
    partners: Array.from({ length: partners }, (_, index) => ({ id: `p${index}` })),
    verdict: { lastBreach, breached },
  }) as unknown as Picture;
const pageAt = (now: number, shown = picture(30)): number => partnerPage(shown, now).page;

it('turns the pages of twelve partners every 20 s, and begins again after the last', () => {
  expect([0, 19_999, 20_000, 40_000, 60_000].map((now) => pageAt(now))).toEqual([0, 0, 1, 2, 0]);
  expect(partnerPage(picture(30), 40_000)).toMatchObject({ pages: 3, partners: [{ id: 'p24' }, {}, {}, {}, {}, {}] });
  expect(partnerPage(picture(0), 40_000)).toMatchObject({ pages: 1, page: 0, partners: [] });
});

it('keeps to the page of the worst for 60 s after a breach, while one is open', () => {
  const broken = picture(30, 10 * SECOND, 1);
  expect([20, 40, 69.999, 100].map((at) => pageAt(at * SECOND, broken))).toEqual([0, 0, 0, 2]);
  expect(pageAt(40 * SECOND, picture(30, 10 * SECOND, 0))).toBe(2);
});

it('shows four tiles at a time', () => {
  const tiles = Array.from({ length: 6 }, (_, index) => ({ kpi: `k${index}` })) as unknown as Tile[];
  const shown = (now: number): string[] => tilesAt(tiles, now).map(({ kpi }) => kpi);
  expect(shown(0)).toEqual(['k0', 'k1', 'k2', 'k3']);
  expect(shown(20 * SECOND)).toEqual(['k4', 'k5']);
  expect(shown(40 * SECOND)).toEqual(['k0', 'k1', 'k2', 'k3']);
});
