import { describe, expect, it } from 'vitest';
import { expectDeadline } from '../../test/support/expect-deadline.ts';
import { PackTimeline } from '../../test/support/pack-timeline.ts';

/**
 * An order opened on Friday 27 November 2026, 16:00 in Prague (15:00 UTC). The shop works Monday to Friday 08:00-18:00; "1
 * business day" is the same time on the next working day, Monday. 75 % of its ten hours: two on Friday, five and a half on
 * Monday.
 */
const FRIDAY = '2026-11-27T15:00:00.000Z';
const MONDAY = '2026-11-30T15:00:00.000Z';
const AT_RISK = '2026-11-30T12:30:00.000Z';

const order = (data: Record<string, unknown> = {}, at = FRIDAY) =>
  new PackTimeline(['mall'], 'order/8812')
    .tell('order.created', '2026-11-24T09:30:00.000Z', data)
    .tell('order.opened', at);

describe('ship confirmation', () => {
  const SHIP = 'mall/ship-confirmation';
  it.each(['order.shipping', 'order.shipped', 'order.cancelled'])(
    'is due after one business day; %s keeps it',
    (end) => {
      expectDeadline(SHIP, MONDAY, order, (line, at) => line.tell(end, at));
    },
  );
  it('reminds at 75 % of the working time', () => {
    expect(order().run('2026-11-30T15:00:02.001Z').said(SHIP)).toEqual([
      `at-risk at-risk ${AT_RISK}`,
      `breached deadline ${MONDAY}`,
    ]);
  });
  it('runs from OPEN, not from the creation', () => {
    expect(new PackTimeline(['mall'], 'order/1').tell('order.created', FRIDAY).promises()).toEqual([]);
  });
});

describe('on-time delivery', () => {
  const ON_TIME = 'mall/on-time-delivery';
  const promise = { deliverBy: '2026-12-01', zone: 'Europe/Prague' };
  const DUE = '2026-12-01T22:59:59.999Z';
  it.each(['shipment.delivered', 'order.delivered'])('is due at the end of the promised day; %s keeps it', (end) => {
    expectDeadline(
      ON_TIME,
      DUE,
      () => order({ promise }),
      (line, at) => line.tell(end, at),
    );
  });
  it('reminds at 75 % of the time from the creation on', () => {
    expect(order({ promise }).run('2026-12-02T12:00:00Z').said(ON_TIME)).toEqual([
      'at-risk at-risk 2026-11-30T01:37:29.999Z',
      `breached deadline ${DUE}`,
    ]);
  });
  it('moves when the customer moves the day, and not when the partner does', () => {
    const moved = (by: string) =>
      order({ promise })
        .tell('order.promise-changed', FRIDAY, { to: { deliverBy: '2026-12-03', zone: 'Europe/Prague' }, by })
        .clock(ON_TIME).due;
    expect(new Date(moved('customer')!).toISOString()).toBe('2026-12-03T22:59:59.999Z');
    expect(new Date(moved('partner')!).toISOString()).toBe(DUE);
  });
});

describe('final status', () => {
  const FINAL = 'mall/final-status';
  const shipped = () =>
    order({ salesChannel: 'mall' }, '2026-11-25T09:00:00.000Z').tell('order.shipped', '2026-11-25T12:00:00.000Z');
  const confirmed = (type: string, evidence?: string) => shipped().tell(type, FRIDAY, { evidence });

  it.each([
    ['shipment.delivered', 'carrier', 'order.delivered'],
    ['shipment.delivered', 'customer', 'order.delivered'],
    ['shipment.returned', 'carrier', 'order.returned'],
  ])('is due one business day after %s was confirmed by the %s; %s keeps it', (type, evidence, end) => {
    expectDeadline(
      FINAL,
      MONDAY,
      () => confirmed(type, evidence),
      (line, at) => line.tell(end, at),
    );
  });
  it('reminds at 75 % of the working time', () => {
    expect(confirmed('shipment.delivered', 'carrier').run('2026-12-01T00:00:00Z').said(FINAL)).toEqual([
      `at-risk at-risk ${AT_RISK}`,
      `breached deadline ${MONDAY}`,
    ]);
  });
  it('does not run without evidence, and says so of an order whose status was set', () => {
    expect(confirmed('shipment.delivered').promises()).not.toContain(FINAL);
    expect(shipped().tell('order.delivered', FRIDAY).clock(FINAL)).toMatchObject({
      state: 'pending',
      target: 'no evidence',
      due: null,
    });
  });
  it('is kept by a status that was set before the carrier confirmed', () => {
    const line = shipped()
      .tell('order.delivered', '2026-11-27T12:00:00.000Z')
      .tell('shipment.delivered', FRIDAY, { evidence: 'carrier' });
    expect(line.clock(FINAL).state).toBe('met');
  });
  it('rules only the channel whose source tells the status of the partner', () => {
    const web = order({ salesChannel: 'web' }).tell('shipment.delivered', FRIDAY, { evidence: 'carrier' });
    expect(web.promises()).toEqual(['mall/ship-confirmation']);
  });
});
