import { describe, expect, it } from 'vitest';
import { day, delivered, marketLine, newOrder, opened, times } from '../support/market-orders.ts';

/**
 * The rules of marketplaces, each shown by orders that are told through the whole engine: on which day they count, and in which window. The tests are named after what
 * somebody needs; those of limits stand in `marketplaces-kpis.test.ts`.
 */

describe('a cohort date per KPI', () => {
  it('ordered, promised, shipped and delivered are four days, and each KPI counts the order on its own', () => {
    const told = marketLine();
    const order = newOrder();
    const promise = { deliverBy: '2026-06-09T18:00:00Z', shipBy: '2026-06-04T18:00:00Z' };
    told.tell(order, 'order.created', '2026-06-01T10:00:00Z', { partner: 'shop', promise });
    told.tell(order, 'order.opened', '2026-06-02T10:00:00Z');
    told.tell(order, 'shipment.tracking-set', '2026-06-03T09:00:00Z', {
      shipment: 'a',
      number: '1',
      url: 'https://x.org',
    });
    told.tell(order, 'order.shipped', '2026-06-03T10:00:00Z', { shipment: 'a' });
    told.tell(order, 'order.delivered', '2026-06-07T10:00:00Z');
    const days = Object.fromEntries(told.deltas.map(({ kpi, bucket }) => [kpi.slice(13), day('1970-01-01', bucket)]));
    expect(days).toMatchObject({
      'days-24-to-10': '2026-06-01',
      'tiers-of-a-month': '2026-06-02',
      'tracking-91-to-90': '2026-06-03',
      'by-day-of-delivery': '2026-06-07',
      'valid-tracking': '2026-06-09',
      'two-weeks-that-ended': '2026-06-09',
    });
  });

  it('Amazon’s valid tracking selects by the promised date, also where an order is shipped long before it', () => {
    const told = marketLine();
    delivered(told, '2026-06-10');
    expect(told.shown('valid-tracking', '7d-14', '2026-06-24')).toBe('0/1 block');
    // Promised for another day by the platform: it belongs to that day, and leaves this one.
    const order = delivered(told, '2026-06-10');
    told.tell(order, 'order.promise-changed', '2026-06-08T08:00:00Z', { by: 'platform', to: '2026-06-20' });
    expect(told.shown('valid-tracking', '7d-14', '2026-06-24')).toBe('0/1 block');
    expect(told.shown('valid-tracking', '30d-14', '2026-07-04')).toBe('0/2 block');
  });
});

describe('a window that ends some days ago', () => {
  it('Amazon: of 130 orders promised in 21 days 30 lie in the last 7, so that the denominator is 100; 90 on time are 90 %', () => {
    const told = marketLine();
    times(100, (n) => delivered(told, day('2026-06-01', n % 14), { late: n < 10 ? 1 : 0 }));
    times(30, (n) => delivered(told, day('2026-06-15', n % 7), { late: 1 }));
    const { num, den, rate, level, headroom } = told.number('two-weeks-that-ended', '14d-7', '2026-06-21');
    expect({ num, den, rate, level, headroom }).toEqual({ num: 90, den: 100, rate: 0.9, level: 'warn', headroom: 0 });
    // The next day rolls it on by one.
    expect(told.number('two-weeks-that-ended', '14d-7', '2026-06-22').den).toBe(100 - 8 + 5);
  });

  it('Joom: the days from 24 to 10 days ago, both included', () => {
    const told = marketLine();
    // An order is counted on the day of its start, four days before the promised one.
    for (const start of ['2026-06-05', '2026-06-06', '2026-06-20', '2026-06-21']) delivered(told, day(start, 4));
    expect(told.number('days-24-to-10', '15d-10', '2026-06-30').den).toBe(2);
    expect(told.number('days-24-to-10', '15d-10', '2026-07-01').den).toBe(2);
    expect(told.number('days-24-to-10', '15d-10', '2026-06-29').den).toBe(2);
    expect(told.number('days-24-to-10', '15d-10', '2026-07-06').den).toBe(2);
    expect(told.number('days-24-to-10', '15d-10', '2026-07-16').den).toBe(0);
  });
});

describe('rolling windows and those of the calendar', () => {
  it('7, 10, 14, 30, 60 and 90 days hold their days and no other', () => {
    const told = marketLine();
    times(100, (n) => delivered(told, day('2026-06-30', -n)));
    const asked: [string, string][] = [
      ...([
        ['unless-the-customer-asked', '7d'],
        ['by-day-of-delivery', '10d'],
      ] as [string, string][]),
      ...([
        ['by-market-and-date', '14d'],
        ['by-market-and-date', '30d'],
      ] as [string, string][]),
      ...([
        ['by-day-of-delivery', '60d'],
        ['rate-or-count', '90d'],
      ] as [string, string][]),
    ];
    // Of the first, orders are counted on the day on which they were opened, four days before.
    const counted = asked.map(
      ([kpi, window]) => told.number(kpi, window, kpi.startsWith('unless') ? '2026-06-26' : '2026-06-30').den,
    );
    expect(counted).toEqual([7, 10, 14, 30, 60, 90]);
  });

  it('weeks begin on Monday or on Sunday, months on the first', () => {
    const told = marketLine();
    // 31 May 2026 is a Sunday.
    for (const on of ['2026-05-30', '2026-05-31', '2026-06-01', '2026-06-02']) {
      opened(told, on, { salesChannel: 'premium', promise: { deliverBy: `${on}T23:00:00Z` } });
      delivered(told, on);
    }
    const dens = (kpi: string, window: string) => told.number(kpi, window, '2026-06-02').den;
    expect([dens('more-than-thirty', 'week'), dens('more-than-thirty', 'previous-week')]).toEqual([2, 2]);
    expect(dens('of-a-channel', 'week-sunday')).toBe(3);
    expect([dens('delivered-by-the-platform', 'month')]).toEqual([2]);
    // Opened on 30 and 31 May and the four that were delivered four days later; 1 and 2 June.
    expect([dens('tiers-of-a-month', 'month'), dens('tiers-of-a-month', 'previous-month')]).toEqual([2, 6]);
  });
});

describe('half-open or inclusive days in the market’s zone', () => {
  it('Conrad: on 6 October the window is 5 September to 5 October, both included, by Berlin’s clocks', () => {
    const told = marketLine();
    // 22:00 UTC is midnight in Berlin.
    const instants = ['2026-09-04T21:59:59Z', '2026-09-04T22:00:00Z', '2026-10-05T21:59:59Z', '2026-10-05T22:00:00Z'];
    for (const at of instants) told.tell(newOrder(), 'order.created', at, { partner: 'shop' });
    const { from, to, den } = told.number('one-month-inclusive', '1m-1i', '2026-10-06');
    expect([day('1970-01-01', from), day('1970-01-01', to), den]).toEqual(['2026-09-05', '2026-10-05', 2]);
    expect(told.number('one-month-inclusive', '1m-1i', '2026-10-05T21:59:59Z').to).toBe(to - 1);
    expect(told.number('one-month-inclusive', '1m-1i', '2026-10-05T22:00:00Z').to).toBe(to);
  });
});
