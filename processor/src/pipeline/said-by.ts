import type { BelfryEvent } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import { SAID_TYPES, type Said } from '../contract/said.ts';

export const PASSED_ON: ReadonlySet<string> = new Set(SAID_TYPES);

/** What a person said, as the third fold is told it. The record has been decoded before. */
export const saidBy = (lane: number, { offset, appendTime, value }: LogRecord): Said => ({
  lane,
  offset,
  at: appendTime,
  event: JSON.parse(value.toString('utf8')) as BelfryEvent,
});
