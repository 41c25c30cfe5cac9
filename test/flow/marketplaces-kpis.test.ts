import { describe, expect, it } from 'vitest';
import { tierOf } from '../../processor/src/contract/index.ts';
import { day, delivered, marketLine, opened, times } from '../support/market-orders.ts';

/**
 * The rules of marketplaces, each shown by orders that are told through the whole engine: limits, and who answers for what. The tests are named after what
 * somebody needs; those of days and windows stand in `marketplaces-windows.test.ts`.
 */

describe('a minimum volume, below which it is n/a and never 0 % or 100 %', () => {
  it('Zalando: more than 30 orders', () => {
    const told = marketLine();
    times(30, () => delivered(told, '2026-06-02', { late: 1 }));
    told.tick('2026-06-04T12:00:00Z');
    expect(told.number('more-than-thirty', 'week', '2026-06-04')).toMatchObject({
      den: 30,
      rate: null,
      level: 'n/a',
      headroom: null,
    });
    expect(told.rung('more-than-thirty')).toEqual([]);
    delivered(told, '2026-06-02', { late: 1 });
    expect(told.number('more-than-thirty', 'week', '2026-06-04')).toMatchObject({ den: 31, rate: 0, level: 'block' });
    expect(told.rung('more-than-thirty')).toEqual(['kpi-block week 0/31']);
  });

  it('Mirakl from 10 orders on, Joom from 100 on', () => {
    const told = marketLine();
    times(9, () => delivered(told, '2026-06-14', { late: 1 }));
    expect(told.shown('late-8-to-10', '30d', '2026-06-20')).toBe('9/9 n/a');
    delivered(told, '2026-06-14', { late: 1 });
    expect(told.shown('late-8-to-10', '30d', '2026-06-20')).toBe('10/10 block');
    times(89, () => delivered(told, '2026-06-14'));
    expect(told.shown('days-24-to-10', '15d-10', '2026-06-24')).toBe('10/99 n/a');
    delivered(told, '2026-06-14');
    expect(told.shown('days-24-to-10', '15d-10', '2026-06-24')).toBe('10/100 ok');
  });
});

describe('a limit that warns and one that blocks', () => {
  it('47 of 50 accepted are 94 % against 95 %: blocked, and 48 are needed', () => {
    const told = marketLine();
    const late: string[] = [];
    times(50, (n) => {
      const order = opened(told, '2026-06-10');
      if (n < 47) told.tell(order, 'order.accepted', '2026-06-10T11:00:00Z');
      else late.push(order);
    });
    expect(told.number('accepted', '30d', '2026-06-20')).toMatchObject({ rate: 0.94, level: 'block', headroom: -1 });
    told.tell(late[0]!, 'order.accepted', '2026-06-10T12:00:00Z');
    expect(told.number('accepted', '30d', '2026-06-20')).toMatchObject({
      num: 48,
      rate: 0.96,
      level: 'ok',
      headroom: 0,
    });
  });

  it('Mirakl warns of late orders above 8 % and blocks above 10 %, each once', () => {
    const told = marketLine();
    times(46, () => delivered(told, '2026-06-14'));
    told.tick('2026-06-20T12:00:00Z');
    times(4, () => delivered(told, '2026-06-14', { late: 1 }));
    expect(told.shown('late-8-to-10', '30d', '2026-06-20')).toBe('4/50 ok');
    delivered(told, '2026-06-14', { late: 1 });
    expect(told.shown('late-8-to-10', '30d', '2026-06-20')).toBe('5/51 warn');
    delivered(told, '2026-06-14', { late: 1 });
    expect(told.shown('late-8-to-10', '30d', '2026-06-20')).toBe('6/52 block');
    delivered(told, '2026-06-14', { late: 1 });
    expect(told.rung('late-8-to-10')).toEqual(['kpi-warn 30d 5/51', 'kpi-block 30d 6/52']);
  });

  it('Mirakl warns of tracking below 91 % and blocks below 90 %', () => {
    const told = marketLine();
    const ship = (tracked: boolean): void => {
      const order = opened(told, '2026-06-10');
      if (tracked)
        told.tell(order, 'shipment.tracking-set', '2026-06-10T11:00:00Z', { shipment: 'a', number: '1', url: 'u' });
      told.tell(order, 'order.shipped', '2026-06-10T12:00:00Z', { shipment: 'a' });
    };
    times(91, () => ship(true));
    times(9, () => ship(false));
    expect(told.shown('tracking-91-to-90', '30d', '2026-06-20')).toBe('91/100 ok');
    ship(false);
    expect(told.shown('tracking-91-to-90', '30d', '2026-06-20')).toBe('91/101 warn');
    ship(false);
    expect(told.shown('tracking-91-to-90', '30d', '2026-06-20')).toBe('91/102 block');
  });
});

describe('a limit of a rate and of a count', () => {
  it('eBay, read as "either is enough": five may be late of few, and 3 % of many', () => {
    const told = marketLine();
    times(5, () => delivered(told, '2026-06-10', { late: 1 }));
    expect(told.shown('rate-or-count', '90d', '2026-06-20')).toBe('5/5 ok');
    delivered(told, '2026-06-10', { late: 1 });
    expect(told.shown('rate-or-count', '90d', '2026-06-20')).toBe('6/6 block');
    times(194, () => delivered(told, '2026-06-10'));
    expect(told.shown('rate-or-count', '90d', '2026-06-20')).toBe('6/200 ok');
  });

  it('eBay, read as "both must be kept": one of few is too many, and six of many are', () => {
    const told = marketLine();
    delivered(told, '2026-06-10', { late: 1 });
    times(32, () => delivered(told, '2026-06-10'));
    expect(told.shown('rate-and-count', '90d', '2026-06-20')).toBe('1/33 block');
    delivered(told, '2026-06-10');
    expect(told.shown('rate-and-count', '90d', '2026-06-20')).toBe('1/34 ok');
    times(5, () => delivered(told, '2026-06-10', { late: 1 }));
    times(300, () => delivered(told, '2026-06-10'));
    expect(told.shown('rate-and-count', '90d', '2026-06-20')).toBe('6/339 block');
    expect(told.shown('rate-or-count', '90d', '2026-06-20')).toBe('6/339 ok');
  });

  it('bol: one or two items never make a bad week, three may', () => {
    const told = marketLine();
    times(2, () => delivered(told, '2026-06-02', { late: 1 }));
    expect(told.shown('no-bad-week-by-two', 'previous-week', '2026-06-10')).toBe('0/2 ok');
    delivered(told, '2026-06-02', { late: 1 });
    expect(told.shown('no-bad-week-by-two', 'previous-week', '2026-06-10')).toBe('0/3 block');
    times(40, () => delivered(told, '2026-06-02'));
    expect(told.shown('no-bad-week-by-two', 'previous-week', '2026-06-10')).toBe('40/43 ok');
  });
});

describe('whose fault it was', () => {
  it('what the platform calls off leaves the rate, what the partner calls off does not', () => {
    const told = marketLine();
    const called = (by: unknown): void => {
      const order = delivered(told, '2026-06-10', { late: 1 });
      told.tell(order, 'order.cancelled', '2026-06-12T10:00:00Z', { by });
    };
    called('platform');
    called({ kind: 'call-centre' });
    expect(told.shown('by-market-and-date', '14d', '2026-06-20')).toBe('0/0 n/a');
    called('partner');
    expect(told.shown('by-market-and-date', '14d', '2026-06-20')).toBe('0/1 block');
    expect(told.deltas.filter(({ cause }) => cause === 'excluded/called off by the platform')).toHaveLength(2);
  });

  it('a cancellation that the customer asked for is excused; an excuse lets nobody go who has not failed', () => {
    const told = marketLine();
    for (const by of ['partner', 'partner', 'customer']) {
      const order = opened(told, '2026-06-10');
      told.tell(order, 'order.cancelled', '2026-06-10T12:00:00Z', { by });
      // The partner's own system repeats what was called off.
      if (by === 'customer') told.tell(order, 'order.cancelled', '2026-06-10T13:00:00Z', { by: { kind: 'partner' } });
    }
    opened(told, '2026-06-10');
    expect(told.shown('unless-the-customer-asked', '7d', '2026-06-12')).toBe('2/3 block');
  });

  it('a strike lets go of those who are late on its days by its carrier', () => {
    const told = marketLine();
    for (const promised of ['2026-03-03', '2026-03-04', '2026-03-05']) {
      delivered(told, promised, { late: 2, data: { carrier: 'ppl' } });
      delivered(told, promised, { late: 2, data: { carrier: 'dhl' } });
      delivered(told, promised, { data: { carrier: 'ppl' } });
    }
    // Of the six by the carrier two are excused: the strike ended on the 4th.
    expect(told.number('more-than-thirty', 'week', '2026-03-08')).toMatchObject({ num: 3, den: 7 });
  });

  it('a test order counts nowhere, however late that is told', () => {
    const told = marketLine();
    const order = delivered(told, '2026-06-10', { late: 1 });
    expect(told.number('two-weeks-that-ended', '14d-7', '2026-06-20').den).toBe(1);
    told.tell(order, 'order.snapshot', '2026-06-19T10:00:00Z', { test: true });
    for (const kpi of ['two-weeks-that-ended', 'accepted', 'by-day-of-delivery', 'tiers-of-a-month']) {
      const { windows } = told.kpi(kpi);
      expect(told.number(kpi, windows[0]!.name, '2026-06-20').den, kpi).toBe(0);
    }
  });

  it('what the platform delivers itself is not measured by bol, and is what another rule asks for', () => {
    const told = marketLine();
    delivered(told, '2026-06-03', { late: 1, data: { deliveredBy: 'platform' } });
    times(2, () => delivered(told, '2026-06-03'));
    expect(told.shown('no-bad-week-by-two', 'week', '2026-06-07')).toBe('2/2 ok');
    expect(told.shown('delivered-by-the-platform', 'month', '2026-06-07')).toBe('1/3 block');
  });

  it('a status that was wrong counts against whoever set it', () => {
    const told = marketLine();
    const wrong = opened(told, '2026-06-10');
    told.tell(wrong, 'order.delivered', '2026-06-12T10:00:00Z');
    times(199, () => opened(told, '2026-06-10'));
    expect(told.shown('wrong-status', '30d-1', '2026-06-20')).toBe('0/200 ok');
    told.tell(wrong, 'shipment.lost', '2026-06-11T10:00:00Z', { evidence: 'carrier' }, '2026-06-19T10:00:00Z');
    expect(told.shown('wrong-status', '30d-1', '2026-06-20')).toBe('1/200 ok');
    const other = opened(told, '2026-06-10');
    told.tell(other, 'order.status-corrected', '2026-06-13T10:00:00Z', { from: 'cancelled', to: 'delivered' });
    expect(told.shown('wrong-status', '30d-1', '2026-06-20')).toBe('2/201 block');
  });

  it('a rule for a channel of its own asks nobody else', () => {
    const told = marketLine();
    const promise = { deliverBy: '2026-06-12T18:00:00Z' };
    const refused = opened(told, '2026-06-10', { salesChannel: 'premium', promise });
    told.tell(refused, 'order.refused', '2026-06-10T12:00:00Z');
    opened(told, '2026-06-10', { salesChannel: 'web', promise });
    opened(told, '2026-06-10', { salesChannel: 'premium' });
    told.tick('2026-06-11T10:00:00Z');
    expect(told.shown('of-a-channel', '7d', '2026-06-11')).toBe('1/1 block');
    expect(told.rung('of-a-channel'), 'it is judged and never rings').toEqual([]);
  });
});

describe('limits that hold from a date, and by market', () => {
  it('Walmart: the window’s last day says which limit of the partner’s market holds', () => {
    const told = marketLine();
    for (const partner of ['austin', 'puebla', 'shop']) {
      times(8, () => delivered(told, '2026-02-20', { partner }));
      delivered(told, '2026-02-20', { partner });
      delivered(told, '2026-02-20', { partner, late: 1 });
    }
    const levels = (asOf: string, window = '30d') =>
      ['austin', 'puebla', 'shop'].map((partner) => told.number('by-market-and-date', window, asOf, partner).level);
    // 9 of 10: at least 90 % (warned of below 92 %), in Mexico and elsewhere 85 %.
    expect(levels('2026-02-28')).toEqual(['warn', 'ok', 'ok']);
    expect(levels('2026-03-01')).toEqual(['block', 'ok', 'ok']);
    expect(told.number('by-market-and-date', '30d', '2026-03-01', 'austin').limits!.block.rate).toBe(0.95);
    // 86 % are enough until the day from which on Mexico asks for 88 %.
    times(50, (n) => delivered(told, '2026-05-31', { partner: 'puebla', late: n < 7 ? 1 : 0 }));
    expect(told.number('by-market-and-date', '14d', '2026-05-31', 'puebla')).toMatchObject({ rate: 0.86, level: 'ok' });
    expect(told.number('by-market-and-date', '14d', '2026-06-01', 'puebla')).toMatchObject({
      rate: 0.86,
      level: 'block',
    });
  });
});

describe('a correction of the past', () => {
  it('changes the window that it belongs to, however long ago that is, and says why', () => {
    const told = marketLine();
    times(9, () => delivered(told, '2026-04-15'));
    const order = delivered(told, '2026-04-15', { late: 1 });
    told.tick('2026-06-20T10:00:00Z');
    expect(told.shown('rate-and-count', '90d', '2026-04-15')).toBe('1/10 block');
    const before = told.deltas.length;
    told.tell(order, 'shipment.delivered', '2026-04-15T16:00:00Z', { evidence: 'carrier' }, '2026-06-20T11:00:00Z');
    expect(told.shown('rate-and-count', '90d', '2026-04-15')).toBe('0/10 ok');
    const corrected = told.deltas.slice(before).filter(({ kpi }) => kpi === 'marketplaces/rate-and-count');
    expect(corrected.map(({ bucket, num, den, cause }) => [day('1970-01-01', bucket), num, den, cause])).toEqual([
      ['2026-04-15', -1, 0, 'revised'],
    ]);
    // A window of today that holds the day says so too; one that does not hold it is as it was.
    expect(told.shown('rate-and-count', '90d', '2026-06-20')).toBe('0/10 ok');
    expect(told.shown('rate-and-count', '90d', '2026-07-20')).toBe('0/0 n/a');
  });
});

describe('tiers with consequences', () => {
  it('Kaufland: up to 1 %, up to 3 %, and beyond, each calendar month by itself', () => {
    const told = marketLine();
    const month = (first: string, of: number, cancelled: number): void => {
      times(of, (n) => {
        const order = opened(told, day(first, n % 28));
        if (n < cancelled) told.tell(order, 'order.cancelled', `${day(first, n % 28)}T12:00:00Z`, { by: 'partner' });
      });
    };
    month('2026-03-01', 100, 1);
    month('2026-04-01', 100, 3);
    month('2026-05-01', 100, 4);
    const { good } = told.kpi('tiers-of-a-month');
    const tiers = ['2026-04-10', '2026-05-10', '2026-06-10'].map((asOf) => {
      const found = told.number('tiers-of-a-month', 'previous-month', asOf);
      const tier = tierOf(found, found.level, found.limits, good);
      return [found.level, tier?.name, tier?.consequence];
    });
    expect(tiers).toEqual([
      ['ok', 'good', undefined],
      ['warn', 'watched', 'The seller is warned.'],
      ['block', 'closed', 'The account can be closed.'],
    ]);
  });
});
