import { expect, test } from 'vitest';
import { smallPack } from '../../../../test/support/small-pack.ts';
import { compileZone } from '../calendar/compile-zone.ts';
import { endsOf } from './calendar-ends.ts';

const range = { from: Date.UTC(2010, 0, 1), until: Date.UTC(2032, 0, 1) };

test('calendars end, and zones whose clocks are still set forward and back, unless a calendar speaks for them', () => {
  const zones = Object.fromEntries(
    ['UTC', 'Asia/Riyadh', 'Europe/Prague', 'Europe/London', 'Europe/Istanbul'].map((name) => [
      name,
      compileZone(name, range),
    ]),
  );
  const prague = { name: 'prague', zone: 'Europe/Prague', offsets: [0, 60], spans: [0, 1], dayMinutes: 1, from: 0 };
  const pack = smallPack(60, { zones, calendars: { prague: { ...prague, until: Date.UTC(2031, 0, 1) } } });
  expect(endsOf({ number: 4, pack })).toEqual([
    { policy: 4, pack: 'test', calendar: 'prague', ends: Date.UTC(2031, 0, 1) },
    { policy: 4, pack: 'test', calendar: 'Europe/London', ends: Date.UTC(2032, 0, 1) },
  ]);
});
