import { type BelfryEvent, FUTURE_TOLERANCE_MS } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import { eventHash, type Fact } from '../../domain/clock/facts/fact.ts';
import {
  type DecodedEvent,
  KNOWN_TYPES,
  NO_DATA,
  SURELY_FLAT_BYTES,
  storable,
  type Undecodable,
} from './decoded-event.ts';

/**
 * Reads an event as ingest wrote it. Ingest has checked it by its whole contract; what is checked here is what judging
 * rests on, because the log outlives every version of ingest and others may write to it.
 * @param keeps the top-level keys of data that facts keep.
 */
export function readEvent(record: LogRecord, keeps: ReadonlySet<string>): DecodedEvent | Undecodable {
  let event: BelfryEvent;
  try {
    event = JSON.parse(record.value.toString('utf8')) as BelfryEvent;
  } catch {
    return { code: 'NOT_JSON', reason: 'the record is not JSON; publish CloudEvents 1.0 JSON through ingest' };
  }
  if (typeof event !== 'object' || event === null || typeof event.id !== 'string' || typeof event.source !== 'string') {
    return { code: 'NOT_AN_EVENT', reason: 'the record has no id or no source; an event needs both' };
  }
  if (!KNOWN_TYPES.has(event.type)) {
    return {
      code: 'UNKNOWN_TYPE',
      reason: `${inWords(event.type)} is not a type that Belfry takes (/docs/api lists them)`,
    };
  }
  if (event.subject !== record.key) {
    return { code: 'WRONG_KEY', reason: `the record's key is not its subject ${inWords(event.subject)}` };
  }
  if (event.importid !== undefined && typeof event.importid !== 'string') {
    return { code: 'NOT_AN_EVENT', reason: `its importid ${inWords(event.importid)} is no text` };
  }
  if (record.value.length > SURELY_FLAT_BYTES && isDeeper(event, DEPTH)) {
    return { code: 'NOT_AN_EVENT', reason: `it is nested more than ${DEPTH} levels deep; send what is told flat` };
  }
  const time = instantOf(event.time);
  if (Number.isNaN(time)) {
    return { code: 'NO_TIME', reason: `time ${inWords(event.time)} is not ISO 8601 with a zone, from 1970 on` };
  }
  if (time > record.appendTime + FUTURE_TOLERANCE_MS) {
    const ahead = Math.round((time - record.appendTime) / 1000);
    return { code: 'IN_THE_FUTURE', reason: `its time lies ${ahead} s ahead of the log's; mend the source's clock` };
  }
  const fact: Fact = {
    hash: eventHash(event.source, event.id),
    type: event.type,
    time,
    offset: record.offset,
    data: keep(event.data, keeps),
  };
  return { subject: event.subject, source: event.source, importid: event.importid, fact };
}

/** Without a zone, Date.parse would take the machine's, and state would no longer follow from the log alone (law 1). */
const instantOf = (time: unknown): number =>
  typeof time === 'string' && ZONED.test(time) ? Date.parse(time) : Number.NaN;

const ZONED = /^(?:19[7-9]\d|[2-9]\d{3})-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Something of any kind, in a message: turning a stranger's object into text can fail or never end. */
const inWords = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value.slice(0, 100)) : value === null ? 'null' : `(${typeof value})`;

/** What is kept is written down again as JSON, whose depth the engine bounds by its stack. */
const DEPTH = 64;

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeper(inner, depth - 1));
}

function keep(data: unknown, keeps: ReadonlySet<string>): Fact['data'] {
  // A list has no fields; kept as one it would be written in two ways.
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return NO_DATA;
  const told = data as Fact['data'];
  let strange = false;
  for (const key in told) if (!keeps.has(key) || storable(told[key]) !== told[key]) strange = true;
  if (!strange) return told;
  const kept: Record<string, unknown> = {};
  for (const key in told) if (keeps.has(key)) kept[key] = storable(told[key]);
  return kept;
}
