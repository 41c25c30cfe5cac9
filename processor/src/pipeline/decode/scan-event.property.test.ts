import { EVENT_TYPES } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantAt } from './instant-bytes.ts';
import { endOfValue } from './json-bytes.ts';
import { readEvent } from './read-event.ts';
import { scanEvent } from './scan-event.ts';

const APPENDED = Date.UTC(2026, 0, 5);
const KEEPS = new Set(['partner', 'promise', 'number', '7', '__proto__']);

const recordOf = (value: Buffer, key = 'order/1'): LogRecord => ({
  partition: 0,
  offset: 3,
  appendTime: APPENDED,
  kind: 'event',
  key,
  value,
});

/** Objects are compared with the order of their keys: the state row of a subject has it. */
const written = (value: unknown): string => JSON.stringify(value);

const readsTheSame = (value: Buffer): 'scanned' | 'read' => {
  const record = recordOf(value);
  const scanned = scanEvent(record, KEEPS);
  if (scanned === undefined) return 'read';
  const read = readEvent(record, KEEPS);
  expect(scanned).toStrictEqual(read);
  expect(written(scanned)).toBe(written(read));
  return 'scanned';
};

const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('p01', '\\', '"', '\u007f', 'ž'));
const field = fc.oneof(fc.constantFrom(...KEEPS, 'actor', 'id', 'data', ''), text);
const data = fc.dictionary(field, fc.oneof(text, fc.jsonValue()), { noNullPrototype: true });
const plainEvent = fc.record(
  {
    specversion: fc.constant('1.0'),
    id: fc.string({ unit: fc.constantFrom('a', '1', '-', '/') }),
    source: fc.constantFrom('https://shop.example.org', 's', ''),
    type: fc.constantFrom(...EVENT_TYPES),
    subject: fc.constant('order/1'),
    time: fc.date({ min: new Date(0), max: new Date(APPENDED), noInvalidDate: true }).map((date) => date.toISOString()),
    importid: fc.constant('history'),
    data,
    note: fc.jsonValue(),
  },
  { requiredKeys: ['id', 'source', 'type', 'subject', 'time'] },
);
/** An event in which anything may be something else, and stands in any place, perhaps twice. */
const anyEvent = fc
  .tuple(plainEvent, fc.array(fc.tuple(field, fc.jsonValue())), fc.nat(), fc.boolean())
  .map(([event, others, turn, twice]) => {
    const members = [...Object.entries(event), ...(twice ? others : others.filter(([name]) => !(name in event)))];
    const at = turn % (members.length + 1);
    const turned = [...members.slice(at), ...members.slice(0, at)];
    return `{${turned.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
  });

describe('an event is read from its bytes as it is read as a whole', () => {
  test('as ingest writes it, and it is read from its bytes', () => {
    fc.assert(
      fc.property(plainEvent, (event) => {
        const { data: told, note, ...plain } = event;
        expect(readsTheSame(Buffer.from(JSON.stringify({ ...plain, data: { partner: 'p', number: 7 } })))).toBe(
          'scanned',
        );
        readsTheSame(Buffer.from(JSON.stringify(event)));
      }),
    );
  });

  test('with members in any order, of any kind, and twice', () => {
    fc.assert(
      fc.property(anyEvent, (json) => void readsTheSame(Buffer.from(json))),
      { numRuns: 500 },
    );
  });

  test('with bytes that were changed, lost or put in', () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      loses: fc.nat({ max: 2 }),
      gains: fc.oneof(
        fc.uint8Array({ maxLength: 2 }),
        fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '\\u00e', '0', '-', 'e', '.', ' ').map(Buffer.from),
      ),
    });
    const changed = fc.tuple(anyEvent, fc.array(change, { minLength: 1, maxLength: 3 })).map(([json, changes]) => {
      let bytes = Buffer.from(json);
      for (const { at, loses, gains } of changes) {
        const place = Math.floor(at * bytes.length);
        bytes = Buffer.concat([bytes.subarray(0, place), gains, bytes.subarray(place + loses)]);
      }
      return bytes;
    });
    fc.assert(
      fc.property(changed, (bytes) => void readsTheSame(bytes)),
      { numRuns: 2000 },
    );
  });
});

describe('the end of a value', () => {
  const isJson = (bytes: Buffer): boolean => {
    try {
      JSON.parse(bytes.toString('utf8'));
      return true;
    } catch {
      return false;
    }
  };

  test('is that of its JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const bytes = Buffer.from(JSON.stringify(value));
        expect(endOfValue(bytes, 0)).toBe(bytes.length);
      }),
    );
  });

  test.each(['01', '-', '1.', '.5', '1e', '1e+', '-0', '0.0E-1', '"\\u00zz"', '"\\x"', '[1,]', '{"a":1,}', '{1:2}'])(
    'of %s is found if it is JSON, and only then',
    (json) => {
      const bytes = Buffer.from(json);
      expect(endOfValue(bytes, 0) === bytes.length).toBe(isJson(bytes));
    },
  );

  test('is found in no bytes that JSON.parse refuses', () => {
    const unit = fc.constantFrom(...'0123456789+-.eE"\\u/bf[]{},:truefalsn', '\u0000', ' ');
    const garbled = fc.oneof(
      fc.string({ unit }).map((json) => Buffer.from(json)),
      fc.uint8Array().map((bytes) => Buffer.concat([Buffer.from('"'), bytes, Buffer.from('"')])),
    );
    fc.assert(
      fc.property(garbled, (bytes) => {
        if (endOfValue(bytes, 0) === bytes.length) expect(isJson(bytes)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an instant is read from its bytes as Date.parse reads it', () => {
  const two = (most: number) => fc.nat({ max: most }).map((n) => String(n).padStart(2, '0'));
  const form = fc
    .tuple(
      fc.integer({ min: 1969, max: 9999 }),
      fc.tuple(two(13), two(32), two(25), two(61), two(61)),
      fc.constantFrom('', '.0', '.123', '.999', '.1234'),
      fc.oneof(
        fc.constantFrom('Z', '', '+01:00', '-00:00', 'z'),
        fc.tuple(fc.constantFrom('+', '-'), two(25), two(61)).map(([s, h, m]) => `${s}${h}:${m}`),
      ),
    )
    .map(
      ([year, [month, day, hour, minute, second], fraction, zone]) =>
        `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`,
    );

  test('or is not read', () => {
    fc.assert(
      fc.property(form, (told) => {
        const bytes = Buffer.from(`"${told}"`);
        const instant = instantAt(bytes, 1, bytes.length - 1);
        if (!Number.isNaN(instant)) expect(instant).toBe(Date.parse(told));
      }),
      { numRuns: 5000 },
    );
  });

  test('and is read in the form that programs write', () => {
    const dates = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        const bytes = Buffer.from(date.toISOString());
        expect(instantAt(bytes, 0, bytes.length)).toBe(date.getTime());
      }),
      { numRuns: 2000 },
    );
    const day = Buffer.from('2024-02-29T00:00:00+01:00');
    expect(instantAt(day, 0, day.length)).toBe(Date.parse('2024-02-28T23:00:00Z'));
  });
});
