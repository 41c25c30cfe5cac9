import type { LogRecord } from '@belfry/ingest/log';
import { type Delivery, encodeDelivery, encodeNotification, type Notification } from '@belfry/processor/contract';
import { expect, test } from 'vitest';
import { aNotification, itemOf, missedPickup } from '../../../../test/support/a-notification.ts';
import { ToldBook } from './told-book.ts';

let offset = 0;
const record = (kind: LogRecord['kind'], key: string, value: Buffer): LogRecord => ({
  ...{ partition: 0, offset: offset++, appendTime: offset, kind, key, value },
});
const about = (id: string, orders: readonly string[], over: Partial<Notification> = {}) => {
  const items = orders.map((order) => itemOf(missedPickup(order), { key: `order/${order}|mall/pickup|1` }));
  return record('notification', 'ops', encodeNotification(aNotification({ id, hook: 'ops', items, ...over })));
};
const tried = (of: LogRecord, over: Partial<Delivery>): LogRecord =>
  record(
    'delivery',
    'ops',
    encodeDelivery({
      ...{ hook: 'ops', notification: 'msg_1', group: 'g', action: 'trigger', offset: of.offset, attempt: 1 },
      ...{ outcome: 'delivered', status: 200, error: '', at: 9_000, first: 9_000, nextRetry: null },
      ...over,
    }),
  );

test('a post is told of each order that it names, with the clocks of that order only, and how it ended', () => {
  const book = new ToldBook();
  const post = about('msg_1', ['1', '2|x']);
  book.take(post);
  expect(book.of('order/1')).toMatchObject([{ id: 'msg_1', hook: 'ops', outcome: null, attempts: 0 }]);
  expect(book.of('order/2|x').map(({ items }) => items.map(({ key }) => key))).toEqual([['order/2|x|mall/pickup|1']]);
  book.take(tried(post, { outcome: 'retrying', status: 500, error: 'status 500', nextRetry: 10_000 }));
  book.take(tried(post, { attempt: 2, at: 10_000 }));
  // What an earlier owner wrote late does not undo the end.
  book.take(tried(post, { outcome: 'retrying', status: 500, nextRetry: 11_000 }));
  expect(book.of('order/1')).toMatchObject([
    { outcome: 'delivered', outcomeAt: 10_000, attempts: 2, status: 200, error: '' },
  ]);
  expect(book.of('order/3')).toEqual([]);
});

test('newest first; a copy is told once; the oldest are forgotten', () => {
  const book = new ToldBook(3);
  for (const id of ['a', 'b', 'b', 'c']) book.take(about(id, ['1']));
  expect(book.of('order/1').map(({ id }) => id)).toEqual(['c', 'b']);
  book.take(about('d', ['2']));
  book.take(about('e', ['2']));
  book.take(about('f', ['2']));
  expect(book.of('order/1')).toEqual([]);
  expect(book.of('order/2').map(({ id }) => id)).toEqual(['f', 'e', 'd']);
});
