import type { LogRecord } from '@belfry/ingest/log';
import { describe, expect, test } from 'vitest';
import { decodeEvent } from './decode-event.ts';

const APPENDED = Date.UTC(2026, 0, 5);
const KEEPS = new Set(['partner', 'promise']);

const good = {
  specversion: '1.0',
  id: '1',
  source: 's',
  type: 'order.opened',
  subject: 'order/1',
  time: '2026-01-05T00:00:00Z',
};

const decode = (value: unknown, key = 'order/1') => {
  const bytes = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  const record: LogRecord = { partition: 0, offset: 0, appendTime: APPENDED, kind: 'event', key, value: bytes };
  return decodeEvent(record, KEEPS);
};

/** What JSON can say that no text can be made of. */
const odd = { toString: 1, valueOf: 1, toJSON: 1 };
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('a record that cannot be judged is named, and nothing is thrown', () => {
  test.each([
    ['no JSON', '{"id":', 'NOT_JSON'],
    ['nothing', '', 'NOT_JSON'],
    ['not UTF-8', '\ufffd', 'NOT_JSON'],
    ['null', 'null', 'NOT_AN_EVENT'],
    ['an array', '[]', 'NOT_AN_EVENT'],
    ['a number', '5', 'NOT_AN_EVENT'],
    ['an id that is none', { ...good, id: 7 }, 'NOT_AN_EVENT'],
    ['a type that is an object', { ...good, type: odd }, 'UNKNOWN_TYPE'],
    ['a type of the engine', { ...good, type: '__proto__' }, 'UNKNOWN_TYPE'],
    ['a type that is deep', JSON.stringify(good).replace('"order.opened"', deep(50_000)), 'UNKNOWN_TYPE'],
    ['a subject that is an object', { ...good, subject: odd }, 'WRONG_KEY'],
    ['an importid that is an object', { ...good, importid: odd }, 'NOT_AN_EVENT'],
    ['an importid that is null', { ...good, importid: null }, 'NOT_AN_EVENT'],
    [
      'data that is deep',
      JSON.stringify({ ...good, data: { partner: 0 } }).replace('0}}', `${deep(50_000)}}}`),
      'NOT_AN_EVENT',
    ],
    ['a time that is an object', { ...good, time: odd }, 'NO_TIME'],
    ['a time that is a number', { ...good, time: APPENDED }, 'NO_TIME'],
    ['a time without a zone', { ...good, time: '2026-01-05T00:00:00' }, 'NO_TIME'],
    ['a time whose zone stands in brackets', { ...good, time: '2026-01-04 10:00 (T+01:00' }, 'NO_TIME'],
    ['a time in words', { ...good, time: 'Mon, 05 Jan 2026 00:00 GMT+0100' }, 'NO_TIME'],
    ['a month that is none', { ...good, time: '2026-13-05T00:00:00Z' }, 'NO_TIME'],
    ['a placeholder', { ...good, time: '0001-01-01T00:00:00Z' }, 'NO_TIME'],
    ['a year before all years', { ...good, time: '-271821-04-20T00:00:00Z' }, 'NO_TIME'],
    ['a year beyond all years', { ...good, time: '+275760-09-13T00:00:00Z' }, 'NO_TIME'],
    ['the future', { ...good, time: '2026-01-05T00:05:00.001Z' }, 'IN_THE_FUTURE'],
  ])('%s', (_, value, code) => {
    expect(decode(value)).toMatchObject({ code });
  });

  test('and what comes near is taken', () => {
    expect(decode({ ...good, time: '2026-01-05T01:05:00.000+01:00' })).toMatchObject({ subject: 'order/1' });
    expect(decode({ ...good, data: { partner: odd, other: 1 } })).toMatchObject({ fact: { data: { partner: odd } } });
  });
});

test('data that is a list tells no field: its state row is the same, written as bytes or as text', () => {
  const decoded = decode({ ...good, data: [] });
  expect(decoded).toMatchObject({ fact: { data: {} } });
  expect(Array.isArray('fact' in decoded ? decoded.fact.data : [])).toBe(false);
});
