import { describe, expect, it } from 'vitest';
import { dayOfIso } from './calendar-day.ts';
import { projectMonth } from './projection.ts';
import type { DayCount } from './window.ts';

const day = (date: string): number => dayOfIso(date)!;
const each = (from: string, to: string, num: number, den: number): DayCount[] => {
  const counts: DayCount[] = [];
  for (let bucket = day(from); bucket <= day(to); bucket++) counts.push({ bucket, num, den });
  return counts;
};

describe('the projection of the running month', () => {
  it('goes on like the seven days up to yesterday, today included in what is to come', () => {
    // 20 days of 10, of which the last seven lost 1 each; 11 days are left from the 21st on.
    const counts = [...each('2026-10-01', '2026-10-13', 10, 10), ...each('2026-10-14', '2026-10-20', 9, 10)];
    const today = [{ bucket: day('2026-10-21'), num: 0, den: 500 }];
    expect(projectMonth([...counts, ...today], day('2026-10-21'))).toEqual({
      from: day('2026-10-01'),
      to: day('2026-10-31'),
      num: 130 + 63 + 99,
      den: 200 + 110,
    });
  });

  it('on the first of a month knows only the week before', () => {
    expect(projectMonth(each('2026-09-01', '2026-09-30', 1, 2), day('2026-10-01'))).toMatchObject({ num: 31, den: 62 });
  });

  it('rounds each to whole orders, and never says that more went well than there are', () => {
    const of = (num: number, den: number) => projectMonth([{ bucket: day('2026-10-30'), num, den }], day('2026-10-31'));
    // One day is left: a seventh of 3 is 0, of 4 it is 1.
    expect(of(3, 3)).toMatchObject({ num: 3, den: 3 });
    expect(of(3, 4)).toMatchObject({ num: 3, den: 5 });
    expect(of(4, 4)).toMatchObject({ num: 5, den: 5 });
  });

  it('is nothing where there was nothing', () => {
    expect(projectMonth([], day('2026-02-10'))).toMatchObject({ to: day('2026-02-28'), num: 0, den: 0 });
  });
});
