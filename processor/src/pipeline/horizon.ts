import { decodeTick } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';

/**
 * How far time has come in a lane (DESIGN, Horizon), strictly by offset. Append times may step back; the horizon never
 * does. It passes neither the clock of a tick's sender nor that of the log: the slower one counts.
 */
export class Horizon {
  /** The highest append time read, ms UTC. */
  highestAppend: number;
  /** The highest min(tick's time, highest append time) read, ms UTC. */
  at: number;

  constructor(at = 0, highestAppend = 0) {
    this.at = at;
    this.highestAppend = highestAppend;
  }

  take(record: LogRecord): void {
    if (record.appendTime > this.highestAppend) this.highestAppend = record.appendTime;
    if (record.kind !== 'tick') return;
    const told = Math.min(decodeTick(record.value).at, this.highestAppend);
    if (told > this.at) this.at = told;
  }
}
