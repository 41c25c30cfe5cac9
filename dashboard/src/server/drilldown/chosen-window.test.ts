import { dayOfIso, isoOfDay } from '@belfry/processor/contract';
import { describe, expect, it } from 'vitest';
import { readDays, windowOf } from './chosen-window.ts';
import { readInstant, readMoment } from './moment.ts';
import { RefusedQuestion } from './refused-question.ts';
import { nextReview } from './review-day.ts';

const day = (text: string): number => dayOfIso(text)!;
const kpi = { windows: [{ name: '7d', span: { kind: 'days', days: 7, lag: 1 } }] } as unknown as Parameters<
  typeof windowOf
>[0];

describe('the window that is meant', () => {
  it('is the first of the KPI without a word, with its lag', () => {
    const { from, to } = windowOf(kpi, {})!.range(day('2026-10-06'));
    expect([from, to].map(isoOfDay)).toEqual(['2026-09-29', '2026-10-05']);
  });

  it("is the KPI's own where a number of days is also a name of it", () => {
    expect(isoOfDay(windowOf(kpi, { window: '7d' })!.range(day('2026-10-06')).to)).toBe('2026-10-05');
    expect(isoOfDay(windowOf(kpi, { window: '8d' })!.range(day('2026-10-06')).to)).toBe('2026-10-06');
    expect(windowOf(kpi, { window: 'month' })).toBeUndefined();
  });

  it('is given days, with as many before them', () => {
    const window = windowOf(kpi, { from: '2026-10-01', to: '2026-10-10' })!;
    const { from, to } = window.before(0);
    expect([from, to].map(isoOfDay)).toEqual(['2026-09-21', '2026-09-30']);
  });

  it('has an end', () => {
    expect(() => readDays('1990-01-01', '2026-01-01')).toThrow(RefusedQuestion);
  });
});

describe('a moment', () => {
  const zone = { name: 'Asia/Riyadh', offsets: [0, 180] };
  const now = Date.parse('2026-10-06T22:30:00Z');

  it('is a day the same for all, or an instant in the day of each zone', () => {
    expect(isoOfDay(readMoment('2026-10-06', undefined, now).dayIn(zone))).toBe('2026-10-06');
    expect(isoOfDay(readMoment(undefined, undefined, now).dayIn(zone))).toBe('2026-10-07');
  });

  it('lasts to the end of a past day, and of today only until now', () => {
    expect(readMoment('2026-10-05', undefined, now).until(zone)).toBe(Date.parse('2026-10-05T21:00:00Z') - 1);
    expect(readMoment('2026-10-07', undefined, now).until(zone)).toBe(now);
  });

  it('has begun somewhere', () => {
    expect(isoOfDay(readMoment('2026-10-07', undefined, now).dayIn(zone))).toBe('2026-10-07');
    for (const asOf of ['2026-10-08', '2026-10-06T22:30:01Z', '2027-01-01']) {
      expect(() => readMoment(asOf, undefined, now), asOf).toThrow(/is still to come/);
    }
  });

  it('needs a zone and a day that there is', () => {
    expect(readInstant('2026-02-31T00:00:00Z')).toBeUndefined();
    expect(readInstant('2026-02-01T00:00:00')).toBeUndefined();
    expect(readInstant('2026-02-01T00:00:00+03:00')).toBe(Date.parse('2026-01-31T21:00:00Z'));
  });
});

describe('the next review', () => {
  it.each([
    [5, '2026-10-05', '2026-10-05'],
    [5, '2026-10-06', '2026-11-05'],
    [31, '2026-11-01', '2026-11-30'],
    [31, '2026-12-31', '2026-12-31'],
    [30, '2027-02-01', '2027-02-28'],
    [1, '2026-12-02', '2027-01-01'],
  ])('on the %i., as of %s', (reviewDay, today, expected) => {
    expect(nextReview({ reviewDay }, day(today))).toBe(expected);
  });
});
