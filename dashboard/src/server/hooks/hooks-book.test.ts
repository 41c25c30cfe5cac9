import type { RecordKind } from '@belfry/ingest/log';
import {
  type CompiledRouting,
  type Delivery,
  type DeliveryRecord,
  encodeDelivery,
  encodeNotification,
  type Notification,
} from '@belfry/processor/contract';
import { describe, expect, it } from 'vitest';
import { testOf } from './ask-for.ts';
import { HooksBook } from './hooks-book.ts';

const HOUR = 3_600_000;
const hook = { name: 'ops', kind: 'webhook', language: 'en', zone: 'UTC', perMinute: 60, fallback: null } as const;
const all = {
  name: 'all',
  line: 9,
  when: {},
  severity: [],
  during: null,
  threshold: null,
  to: ['ops'],
  goOn: false,
  groupBy: 'incident',
  waitMs: 0,
  everyMs: 60_000,
  repeatMs: null,
} as const;
const routing: CompiledRouting = { hooks: [hook], routes: [all], calendars: {}, heartbeat: null };

/** A book, and a log that it reads as it is told. */
function told() {
  let now = 1_000;
  let offset = 0;
  const book = new HooksBook(() => now);
  const put = (kind: RecordKind, key: string, value: Buffer): number => {
    book.take({ partition: 0, offset, appendTime: now, kind, key, value });
    return offset++;
  };
  return {
    book,
    ops: () => book.list(routing).hooks[0]!,
    advance: (ms: number) => {
      now += ms;
    },
    notify: (id: string, over: Partial<Notification> = {}): number =>
      put('notification', 'ops', encodeNotification({ ...testOf('ops', id, now), ...over })),
    word: (record: DeliveryRecord | object) => put('delivery', 'ops', encodeDelivery(record as DeliveryRecord)),
    attempt: (offset_: number, outcome: Delivery['outcome'], over: Partial<Delivery> = {}) =>
      put(
        'delivery',
        'ops',
        encodeDelivery({
          hook: 'ops',
          notification: 'msg',
          group: 'g',
          action: 'trigger',
          offset: offset_,
          attempt: 1,
          outcome,
          status: 204,
          error: '',
          at: now,
          first: now,
          nextRetry: null,
          ...over,
        }),
      ),
  };
}

describe('the book of hooks', () => {
  it('shows what was told, newest first, with what was posted and what came of it', () => {
    const { ops, notify, attempt, advance } = told();
    const first = notify('msg_1');
    const second = notify('msg_2');
    expect(ops()).toMatchObject({ state: 'idle', waiting: 2, lastDelivered: null });
    attempt(first, 'retrying', { error: 'answered 500', status: 500, body: '{"a":1}', nextRetry: 2_000 });
    expect(ops()).toMatchObject({ state: 'failing', failuresInARow: 1, lastError: 'answered 500', waiting: 2 });
    advance(1_000);
    attempt(first, 'delivered', { attempt: 2 });
    const { deliveries, ...rest } = ops();
    expect(rest).toEqual({
      name: 'ops',
      kind: 'webhook',
      fallback: null,
      state: 'ok',
      failuresInARow: 0,
      lastError: '',
      lastDelivered: 2_000,
      waiting: 1,
    });
    expect(deliveries.map(({ id, at, attempts, body, last }) => [id, at, attempts, body, last?.outcome])).toEqual([
      ['msg_2', 1_000, 0, null, undefined],
      ['msg_1', 1_000, 2, '{"a":1}', 'delivered'],
    ]);
    expect(second).toBe(1);
  });

  it('shows a copy once, and each redelivery by itself', () => {
    const { ops, notify, attempt } = told();
    const first = notify('msg_1');
    notify('msg_1');
    attempt(first, 'delivered');
    const again = notify('msg_1', { again: { who: 'lena', at: 5 } });
    expect(ops()).toMatchObject({ waiting: 1 });
    attempt(again, 'retrying', { nextRetry: 9 });
    expect(ops().deliveries.map(({ id, notification, last }) => [id, notification.again?.who, last?.outcome])).toEqual([
      ['msg_1', 'lena', 'retrying'],
      ['msg_1', undefined, 'delivered'],
    ]);
  });

  it('keeps fifty, and counts what waits beyond them until it has its end', () => {
    const { ops, notify, attempt, word } = told();
    const offsets = Array.from({ length: 60 }, (_, n) => notify(`msg_${n}`));
    expect([ops().deliveries.length, ops().deliveries[0]!.id, ops().waiting]).toEqual([50, 'msg_59', 60]);
    attempt(offsets[0]!, 'gave-up');
    attempt(offsets[1]!, 'fell-back', { nextRetry: 9_000, attempt: 0 });
    attempt(offsets[2]!, 'fell-back', { attempt: 0 });
    expect(ops().waiting).toBe(58);
    // What was passed over without a word is no more among what a checkpoint says is pending.
    word({ hook: 'ops', of: 'deliveries', next: 60, pending: [1, 59], at: 1 });
    expect(ops().waiting).toBe(2);
  });

  it('passes over what an earlier Belfry wrote, and what is about notifications that it did not read', () => {
    const { ops, word, attempt } = told();
    word({ hook: 'ops', next: 7, pending: [], at: 1 });
    word({ hook: 'ops', signal: 'sig_1', offset: 3, attempt: 1, outcome: 'disabled', at: 1, first: 1 });
    expect(ops().state).toBe('idle');
    attempt(40_000, 'delivered');
    expect(ops()).toMatchObject({ state: 'ok', deliveries: [] });
  });

  it('names hooks that fail for the wall, as long as somebody serves them', () => {
    const { book, notify, attempt, word, advance } = told();
    attempt(notify('msg_1'), 'disabled', { urlHash: 'abc', status: 410 });
    expect(book.failing()).toEqual(['ops']);
    advance(2 * HOUR);
    word({ hook: 'ops', of: 'deliveries', next: 1, pending: [], at: 1 });
    advance(2 * HOUR);
    expect(book.failing()).toEqual(['ops']);
    advance(2 * HOUR);
    expect(book.failing()).toEqual([]);
  });

  it('says that nobody is told, and what the routes say', () => {
    const { book } = told();
    expect(book.list(null)).toEqual({ hooks: [], nobody: true, routes: [] });
    expect(book.list({ ...routing, routes: [all, { ...all, to: [] }] }).nobody).toBe(true);
    expect(book.list(routing)).toMatchObject({
      nobody: false,
      routes: [{ name: 'all', line: 9, to: ['ops'], sentence: 'Everything, to ops.' }],
    });
  });
});
