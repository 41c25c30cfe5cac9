import type { WallClock } from '@belfry/ingest/contract';
import { type EventLog, LogError, type NewRecord } from '@belfry/ingest/log';

const RETRY_MS = 1000;
/** An append carries no more than a log takes at once, unless one writing alone is larger. */
const APPEND_BYTES = 512 * 1024;

interface Writing {
  readonly records: readonly NewRecord[];
  readonly written: (durable: boolean) => void;
}

/**
 * Appends records in the order in which they were handed over: one append in flight, what gathers meanwhile goes with the
 * next. What is handed over together is appended together. A log that is away is waited for, since a post whose outcome is not written down is a post again.
 */
export class DeliveryWriter {
  private readonly log: EventLog;
  private readonly wallClock: WallClock;
  private readonly queue: Writing[] = [];
  /** What the log has been given and has not acknowledged. */
  private underWay: readonly Writing[] = [];
  private closed = false;

  constructor(log: EventLog, wallClock: WallClock) {
    this.log = log;
    this.wallClock = wallClock;
  }

  /** Resolves with true once all of them are durable, or with false when waiting for the log has been given up. */
  write(...records: readonly NewRecord[]): Promise<boolean> {
    if (this.closed) return Promise.resolve(false);
    return new Promise((written) => {
      this.queue.push({ records, written });
      if (this.underWay.length === 0) void this.run();
    });
  }

  /** Gives up waiting: whatever is not known to be durable now never will be. */
  close(): void {
    this.closed = true;
    for (const { written } of [...this.underWay, ...this.queue.splice(0)]) written(false);
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      this.underWay = this.queue.splice(0, howManyFit(this.queue));
      const durable = await this.append(this.underWay.flatMap(({ records }) => records));
      for (const { written } of this.underWay) written(durable);
      this.underWay = [];
    }
  }

  private async append(records: readonly NewRecord[]): Promise<boolean> {
    while (!this.closed) {
      try {
        await this.log.append('deliveries', 0, records);
        return true;
      } catch (error) {
        if (error instanceof LogError && error.code === 'LOG_CLOSED') return false;
        await new Promise<void>((resolve) => void this.wallClock.after(RETRY_MS, resolve));
      }
    }
    return false;
  }
}

function howManyFit(queue: readonly Writing[]): number {
  let bytes = 0;
  const end = queue.findIndex(({ records }, at) => {
    for (const { value } of records) bytes += value.length;
    return at > 0 && bytes > APPEND_BYTES;
  });
  return end < 0 ? queue.length : end;
}
