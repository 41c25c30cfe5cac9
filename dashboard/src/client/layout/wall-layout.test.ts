import { expect, it } from 'vitest';
import { type Display, wallLayout } from './wall-layout.ts';

const hall: Display = { width: 1920, height: 1080, distance: 5, inches: 55 };
const AS_DRAWN = { upright: false, tight: false, tiles: 4, tileRows: 1, columns: 3, rows: 4, incidents: 4 };

it('is drawn for 1920 x 1080, and looks the same on every display of that shape', () => {
  expect(wallLayout(hall, { partners: 30, tiles: 4 })).toEqual({ rem: 10, ...AS_DRAWN });
  expect(wallLayout({ ...hall, width: 3840, height: 2160 }, { partners: 30, tiles: 4 })).toEqual({
    rem: 20,
    ...AS_DRAWN,
  });
  expect(wallLayout({ ...hall, width: 1280, height: 720 }, { partners: 30, tiles: 4 })).toMatchObject(AS_DRAWN);
});

it('shows less in larger type to who stands farther away', () => {
  expect(wallLayout({ ...hall, distance: 6 }, { partners: 30, tiles: 4 })).toMatchObject({
    rem: 12,
    tight: true,
    tiles: 3,
    columns: 2,
    rows: 2,
  });
});

it('shows more in smaller type to who stands near, and only as much smaller as partners need', () => {
  expect(wallLayout({ ...hall, distance: 3 }, { partners: 12, tiles: 4 }).rem).toBe(10);
  const more = wallLayout({ ...hall, distance: 3 }, { partners: 20, tiles: 4 });
  expect(more.columns * more.rows).toBeGreaterThanOrEqual(20);
  expect(more.rem).toBeGreaterThan(6);
  // 6 px of each 10: what 3 m need, however many there are.
  expect(wallLayout({ ...hall, distance: 3 }, { partners: 1_000, tiles: 4 }).rem).toBeCloseTo(6);
});

it('stands incidents above the partners where it hangs upright', () => {
  const upright = { rem: 10, upright: true, tight: false, tiles: 2, tileRows: 2, columns: 2, rows: 3, incidents: 3 };
  const display = { ...hall, width: 1080, height: 1920 };
  expect(wallLayout(display, { partners: 30, tiles: 4 })).toEqual(upright);
  // Two tiles need one row: what they leave is for partners and incidents.
  expect(wallLayout(display, { partners: 30, tiles: 2 })).toEqual({ ...upright, tileRows: 1, rows: 4, incidents: 4 });
  expect(wallLayout(display, { partners: 30, tiles: 0 })).toMatchObject({ rows: 4 });
});

it('uses the room of a display that is taller or wider than 16 to 9', () => {
  expect(wallLayout({ ...hall, height: 1200 }, { partners: 30, tiles: 4 })).toMatchObject({
    rem: 10,
    columns: 3,
    rows: 4,
  });
  expect(wallLayout({ ...hall, height: 1280 }, { partners: 30, tiles: 4 })).toMatchObject({
    rem: 10,
    columns: 3,
    rows: 5,
  });
  expect(wallLayout({ ...hall, width: 2560 }, { partners: 30, tiles: 4 })).toMatchObject({
    rem: 10,
    columns: 4,
    rows: 4,
  });
});
