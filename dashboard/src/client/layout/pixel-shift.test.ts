import { expect, it } from 'vitest';
import { pixelShift } from './pixel-shift.ts';

const MINUTE = 60_000;
const places = Array.from({ length: 32 }, (_, minute) => pixelShift(minute * MINUTE));

it('stands for a minute and moves by one pixel then', () => {
  expect(pixelShift(0)).toEqual({ x: -4, y: -4 });
  expect(pixelShift(MINUTE - 1)).toEqual({ x: -4, y: -4 });
  expect(pixelShift(MINUTE)).toEqual({ x: -3, y: -4 });
  for (const [minute, { x, y }] of places.entries()) {
    const next = pixelShift((minute + 1) * MINUTE);
    expect(Math.abs(next.x - x) + Math.abs(next.y - y)).toBe(1);
  }
});

it('comes back after 32 minutes, having been nowhere twice and never farther than 4 px', () => {
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(32);
  expect(pixelShift(32 * MINUTE)).toEqual(pixelShift(0));
  for (const { x, y } of places) expect(Math.max(Math.abs(x), Math.abs(y))).toBe(4);
});
