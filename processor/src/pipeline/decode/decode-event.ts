import type { LogRecord } from '@belfry/ingest/log';
import type { DecodedEvent, Undecodable } from './decoded-event.ts';
import { readEvent } from './read-event.ts';
import { scanEvent } from './scan-event.ts';

/**
 * Reads an event: from its bytes if it is written as nearly all are, else as a whole. Both read the same.
 * @param keeps the top-level keys of data that facts keep.
 */
export const decodeEvent = (record: LogRecord, keeps: ReadonlySet<string>): DecodedEvent | Undecodable =>
  scanEvent(record, keeps) ?? readEvent(record, keeps);
