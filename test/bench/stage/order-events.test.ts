import { checkEvent } from '@belfry/ingest/schema';
import { expect, test } from 'vitest';
import { dueOrder, openOrder, PROMISED_MS, scanOrder, shipDueOrder, shipOpenOrder, streamed } from './order-events.ts';

const AT = Date.UTC(2026, 0, 5, 9);

interface Told {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
}
const eventOf = ({ value }: { readonly value: Buffer }): Told => JSON.parse(value.toString('utf8')) as Told;

test('intake would take every event', () => {
  const lives = Array.from({ length: 5 }, (_, step) => streamed(step * 1_000, AT));
  const others = [openOrder(1, AT), scanOrder(1, 7, AT), shipOpenOrder(1, AT), dueOrder(1, AT), shipDueOrder(1, AT)];
  for (const record of [...lives, ...others]) {
    const event = eventOf(record);
    expect(checkEvent(event)).toEqual({ type: event.type });
    expect(record.key).toBe(event.subject);
  }
});

test('an order is due when it should be: it was opened as long before as the promise is', () => {
  expect(Date.parse(eventOf(dueOrder(1, AT)).time)).toBe(AT - PROMISED_MS);
});

test('in a stream every order lives through its events in their order, and no event comes twice', () => {
  const events = Array.from({ length: 10_000 }, (_, n) => eventOf(streamed(n, AT + n)));
  expect(new Set(events.map(({ id }) => id)).size).toBe(10_000);
  const ofOne = events.filter(({ subject }) => subject === 'order/live-1003').map(({ type }) => type);
  expect(ofOne).toEqual([
    'order.created',
    'order.opened',
    'shipment.tracking-set',
    'order.shipped',
    'shipment.delivered',
  ]);
});
