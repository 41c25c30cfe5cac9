import { expect, it } from 'vitest';
import type { Picture, Tile } from '../../contract/index.ts';
import { partnerPage, tilesAt } from './partner-page.ts';

const SECOND = 1_000;
const TWELVE = { room: 12, turnMs: 20 * SECOND };
const picture = (partners: number, lastBreach: number | null = null, breached = 0): Picture =>
  ({
    partners: Array.from({ length: partners }, (_, index) => ({ id: `p${index}` })),
    incidents: [],
    verdict: { lastBreach, breached },
  }) as unknown as Picture;
const pageAt = (now: number, shown = picture(30), turning = TWELVE): number => partnerPage(shown, now, turning).page;

it('turns the pages of twelve partners every 20 s, and begins again after the last', () => {
  expect([0, 19_999, 20_000, 40_000, 60_000].map((now) => pageAt(now))).toEqual([0, 0, 1, 2, 0]);
  expect(partnerPage(picture(30), 40_000, TWELVE)).toMatchObject({
    pages: 3,
    partners: [{ id: 'p24' }, {}, {}, {}, {}, {}],
  });
  expect(partnerPage(picture(0), 40_000, TWELVE)).toMatchObject({ pages: 1, page: 0, partners: [] });
});

it('turns as its settings say, and not at all where they say 0', () => {
  expect(pageAt(20_000, picture(30), { room: 12, turnMs: 30_000 })).toBe(0);
  expect(pageAt(30_000, picture(30), { room: 6, turnMs: 30_000 })).toBe(1);
  expect([0, 20_000, 40_000].map((now) => pageAt(now, picture(30), { room: 12, turnMs: 0 }))).toEqual([0, 0, 0]);
});

it('keeps to the page of the worst for 60 s after a breach, while one is open', () => {
  const broken = picture(30, 10 * SECOND, 1);
  expect([20, 40, 69.999, 100].map((at) => pageAt(at * SECOND, broken))).toEqual([0, 0, 0, 2]);
  expect(pageAt(40 * SECOND, picture(30, 10 * SECOND, 0))).toBe(2);
});

it('shows as many tiles at a time as find room', () => {
  const tiles = Array.from({ length: 6 }, (_, index) => ({ kpi: `k${index}` })) as unknown as Tile[];
  const shown = (now: number): string[] => tilesAt(tiles, now, { room: 4, turnMs: 20_000 }).map(({ kpi }) => kpi);
  expect(shown(0)).toEqual(['k0', 'k1', 'k2', 'k3']);
  expect(shown(20 * SECOND)).toEqual(['k4', 'k5']);
  expect(shown(40 * SECOND)).toEqual(['k0', 'k1', 'k2', 'k3']);
});
