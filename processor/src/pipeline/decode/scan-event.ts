import { FUTURE_TOLERANCE_MS } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import type { Fact } from '../../domain/clock/facts/fact.ts';
import { type DecodedEvent, KNOWN_TYPES, NO_DATA, SURELY_FLAT_BYTES, storable } from './decoded-event.ts';
import { instantAt } from './instant-bytes.ts';
import { CLOSE, COLON, COMMA, endOfPlain, endOfValue, isDigit, isText, OPEN, QUOTE } from './json-bytes.ts';
import { KnownTexts } from './known-texts.ts';

/** Longer texts are mostly unlike each other. */
const SURELY_KNOWN_BYTES = 24;

/** The largest number has so many digits. */
const DIGITS_OF_LARGE = 308;

const texts = new KnownTexts();
/** As names of fields the engine wants them in its own table of names; this is how it puts one there. */
const fieldNames = new KnownTexts((name) => Object.keys({ [name]: 0 })[0]!);

/** Where the data ended that was read last; a pair of values each time would cost an object an event. */
let endOfData = 0;

/**
 * Reads an event straight from its bytes: only what judging needs becomes an object. Answers undefined for whatever is not
 * written as ingest writes nearly all events, or has any fault: `readEvent` reads those as a whole. That both read the
 * same is a property test.
 * @param keeps the top-level keys of data that facts keep.
 */
export function scanEvent(record: LogRecord, keeps: ReadonlySet<string>): DecodedEvent | undefined {
  const { key, value: bytes } = record;
  if (bytes.length > SURELY_FLAT_BYTES || bytes[0] !== OPEN) return undefined;
  // Where each text begins; 0 before it has come.
  let id = 0;
  let idEnd = 0;
  let source = 0;
  let sourceEnd = 0;
  let type: string | undefined;
  let subject = 0;
  let time = Number.NaN;
  let importid: string | undefined;
  let data: Fact['data'] | undefined;

  for (let at = 1; ; at++) {
    if (bytes[at] !== QUOTE) return undefined;
    const name = at + 1;
    const nameEnd = endOfPlain(bytes, name);
    if (nameEnd < 0 || bytes[nameEnd + 1] !== COLON) return undefined;
    const from = nameEnd + 3;
    const attribute = attributeAt(bytes, name, nameEnd);
    if (attribute === 'other') {
      at = endOfValue(bytes, nameEnd + 2);
    } else if (attribute === 'data') {
      if (data !== undefined) return undefined;
      data = dataAt(bytes, nameEnd + 2, keeps);
      if (data === undefined) return undefined;
      at = endOfData;
    } else {
      if (bytes[nameEnd + 2] !== QUOTE) return undefined;
      const to = endOfPlain(bytes, from);
      if (to < 0) return undefined;
      at = to + 1;
      switch (attribute) {
        case 'id':
          if (id > 0) return undefined;
          id = from;
          idEnd = to;
          break;
        case 'source':
          if (source > 0) return undefined;
          source = from;
          sourceEnd = to;
          break;
        case 'type':
          if (type !== undefined) return undefined;
          type = texts.at(bytes, from, to);
          break;
        case 'subject':
          if (subject > 0 || key.length !== to - from || !isText(bytes, from, key)) return undefined;
          subject = from;
          break;
        case 'time':
          if (!Number.isNaN(time)) return undefined;
          time = instantAt(bytes, from, to);
          if (Number.isNaN(time)) return undefined;
          break;
        case 'importid':
          if (importid !== undefined) return undefined;
          importid = texts.at(bytes, from, to);
          break;
      }
    }
    if (at < 0) return undefined;
    if (bytes[at] === CLOSE) {
      if (at + 1 !== bytes.length) return undefined;
      break;
    }
    if (bytes[at] !== COMMA) return undefined;
  }

  if (id === 0 || source === 0 || subject === 0 || type === undefined || !KNOWN_TYPES.has(type)) return undefined;
  if (!(time <= record.appendTime + FUTURE_TOLERANCE_MS)) return undefined;
  const hash = eventHashAt(bytes, source, sourceEnd, id, idEnd);
  const fact: Fact = { hash, type, time, offset: record.offset, data: data ?? NO_DATA };
  return { subject: key, source: texts.at(bytes, source, sourceEnd), importid, fact };
}

type Attribute = 'id' | 'source' | 'type' | 'subject' | 'time' | 'importid' | 'data' | 'other';

function attributeAt(bytes: Uint8Array, from: number, to: number): Attribute {
  switch (to - from) {
    case 2:
      return isText(bytes, from, 'id') ? 'id' : 'other';
    case 4:
      if (isText(bytes, from, 'type')) return 'type';
      if (isText(bytes, from, 'time')) return 'time';
      return isText(bytes, from, 'data') ? 'data' : 'other';
    case 6:
      return isText(bytes, from, 'source') ? 'source' : 'other';
    case 7:
      return isText(bytes, from, 'subject') ? 'subject' : 'other';
    case 8:
      return isText(bytes, from, 'importid') ? 'importid' : 'other';
    default:
      return 'other';
  }
}

/** The fields of an object that are kept; undefined where there is no such object. Sets `endOfData`. */
function dataAt(bytes: Buffer, from: number, keeps: ReadonlySet<string>): Fact['data'] | undefined {
  if (bytes[from] !== OPEN) return undefined;
  const kept: Record<string, unknown> = {};
  if (bytes[from + 1] === CLOSE) {
    endOfData = from + 2;
    return kept;
  }
  for (let at = from + 1; ; at++) {
    if (bytes[at] !== QUOTE) return undefined;
    const nameEnd = endOfPlain(bytes, at + 1);
    if (nameEnd < 0 || bytes[nameEnd + 1] !== COLON) return undefined;
    const name = fieldNames.at(bytes, at + 1, nameEnd);
    const value = nameEnd + 2;
    if (!keeps.has(name)) {
      at = endOfValue(bytes, value);
      if (at < 0) return undefined;
    } else {
      // To assign it would be something else.
      if (name === '__proto__') return undefined;
      const plainEnd = bytes[value] === QUOTE ? endOfPlain(bytes, value + 1) : -1;
      if (plainEnd >= 0) {
        const known = plainEnd - value <= SURELY_KNOWN_BYTES;
        kept[name] = known ? texts.at(bytes, value + 1, plainEnd) : bytes.toString('latin1', value + 1, plainEnd);
        at = plainEnd + 1;
      } else {
        at = endOfValue(bytes, value);
        if (at < 0) return undefined;
        const told: unknown = JSON.parse(bytes.toString('utf8', value, at));
        kept[name] = hasLargeNumber(bytes, value, at) ? storable(told) : told;
      }
    }
    if (bytes[at] === CLOSE) {
      endOfData = at + 1;
      return kept;
    }
    if (bytes[at] !== COMMA) return undefined;
  }
}

/** Whether a number may be told that is too large for one: such has an exponent, or more digits than these bytes. */
function hasLargeNumber(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > DIGITS_OF_LARGE) return true;
  for (let at = from + 1; at < to; at++) {
    // Letters in texts are mistaken for exponents where a digit stands before them; that costs a look at each value.
    if ((bytes[at]! | 0x20) === 0x65 && isDigit(bytes[at - 1]!)) return true;
  }
  return false;
}

/** `eventHash` of texts that lie in bytes and are all ASCII. */
function eventHashAt(bytes: Uint8Array, source: number, sourceEnd: number, id: number, idEnd: number): number {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let at = source; at < sourceEnd; at++) {
    high = Math.imul(high ^ bytes[at]!, 0x01000193);
    low = Math.imul(low ^ bytes[at]!, 0x85ebca6b);
  }
  high = Math.imul(high ^ 0x10001, 0x01000193);
  low = Math.imul(low ^ 0x10001, 0x85ebca6b);
  for (let at = id; at < idEnd; at++) {
    high = Math.imul(high ^ bytes[at]!, 0x01000193);
    low = Math.imul(low ^ bytes[at]!, 0x85ebca6b);
  }
  low ^= low >>> 15;
  high ^= high >>> 13;
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);
}
