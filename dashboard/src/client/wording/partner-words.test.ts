import { describe, expect, it } from 'vitest';
import { causeWords, headroomWords } from '../../contract/kpi-words.ts';
import { dayInFull, daySpan, monthName } from './day.ts';

describe('what the partner page says', () => {
  it('tells days as dates, and once what both have in common', () => {
    expect(daySpan('2026-11-17', '2026-11-23')).toBe('17 – 23 Nov 2026');
    expect(daySpan('2026-09-30', '2026-10-06')).toBe('30 Sept – 6 Oct 2026');
    expect(daySpan('2025-12-28', '2026-01-03')).toBe('28 Dec 2025 – 3 Jan 2026');
    expect(daySpan('2026-10-06', '2026-10-06')).toBe('6 Oct 2026');
    expect(dayInFull('2026-10-06')).toBe('Tue, 6 Oct 2026');
    expect(monthName('2026-10-31')).toBe('October');
  });

  it('tells headroom in orders', () => {
    expect([-1_234, 0, 12].map(headroomWords)).toEqual(['short by 1,234', 'none to spare', '12 to spare']);
  });

  it('tells causes in words, and one that it does not know as it is called', () => {
    expect(causeWords('excluded/force-majeure')).toBe('excluded: force majeure');
    expect(causeWords('left')).toBe('left the window');
    expect(causeWords('new-cause')).toBe('new-cause');
  });
});
