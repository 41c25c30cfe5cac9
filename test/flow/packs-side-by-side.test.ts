import { simulateHistory } from '@belfry/ingest/simulator';
import { describe, expect, it } from 'vitest';
import { PackTimeline } from '../support/pack-timeline.ts';

/** All packs of processor/policies are published at every start: each judges what is its own, and nothing that is another's. */

const ALL = ['demo', 'fulfilment-hub', 'generic-support', 'mall', 'oto', 'webbee'];
const AT = '2026-11-26T14:30:00.000Z';

const promisesOf = (subject: string, type: string, data: Record<string, unknown>): string[] =>
  new PackTimeline(ALL, subject).tell(type, AT, data).promises();

describe('a ticket', () => {
  it.each<[string, Record<string, unknown>, readonly string[]]>([
    [
      'with a category',
      { category: 'tech', subcategory: 'system-down', priority: 'P1', channel: 'chat' },
      ['oto/ticket-resolution'],
    ],
    ['with nothing at all', {}, ['oto/ticket-resolution']],
    ['with an impact', { category: 'tech', impact: 'high', urgency: 'low' }, ['webbee/escalation']],
    [
      'of a segment',
      { segment: 'business', category: 'tech' },
      ['generic-support/first-response', 'generic-support/resolution'],
    ],
    [
      'of a segment, with an impact',
      { segment: 'business', impact: 'high', urgency: 'low' },
      ['generic-support/first-response', 'generic-support/resolution'],
    ],
    [
      'of a hub',
      { fulfilledBy: 'hub', category: 'storage', impact: 'high', segment: 'business' },
      ['fulfilment-hub/issue-resolution'],
    ],
    ['of a test', { test: true, category: 'tech', segment: 'business' }, []],
  ])('%s has the promises of one pack', (_, data, promises) => {
    expect(promisesOf('ticket/T-1', 'ticket.created', data)).toEqual(promises);
  });
});

describe('an order', () => {
  const created = { promise: { deliverBy: '2026-12-01', zone: 'Europe/Prague' } };
  const opened = (data: Record<string, unknown>): string[] =>
    new PackTimeline(ALL, 'order/1')
      .tell('order.created', AT, { ...created, ...data })
      .tell('order.opened', AT)
      .promises();
  it.each<[Record<string, unknown>, readonly string[]]>([
    [{ salesChannel: 'web' }, ['mall/on-time-delivery', 'mall/ship-confirmation']],
    [{ salesChannel: 'demo' }, ['demo/ship-in-3s']],
    [{ fulfilledBy: 'hub' }, ['fulfilment-hub/delivery', 'mall/on-time-delivery', 'mall/ship-confirmation']],
  ])('with %j', (data, promises) => {
    expect(opened(data)).toEqual(promises);
  });
});

it('the demo tells nothing that begins a clock of the new packs', () => {
  const to = Date.parse('2026-11-23T12:00:00Z');
  const history = simulateHistory({ seed: 'packs', from: to - 20 * 86_400_000, to, orders: 400, tickets: 200 });
  const line = new PackTimeline(ALL, '');
  for (const { subject, type, time, data } of history) line.about(subject).tell(type, time, data);
  expect(line.promises()).toEqual(['mall/on-time-delivery', 'mall/ship-confirmation', 'oto/ticket-resolution']);
});
