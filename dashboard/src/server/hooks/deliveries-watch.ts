import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog, LogRecord } from '@belfry/ingest/log';
import { createSignalsFeed } from '../signals-feed.ts';
/** What takes the records of the log `deliveries`, in their order. */
export interface DeliveriesBook {
  take(record: LogRecord): void;
}

const AGAIN_MS = 1_000;

export interface DeliveriesWatch {
  /** Resolves once reading has begun. Throws LogError if the log `deliveries` cannot be read. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Keeps the books of hooks from the log `deliveries`, whose last while is all that they need. */
export function watchDeliveries(options: {
  readonly log: EventLog;
  readonly wallClock: WallClock;
  readonly books: readonly DeliveriesBook[];
  readonly report: (line: string) => void;
}): DeliveriesWatch {
  const { log, wallClock, books, report } = options;
  let running = false;
  let cancel = (): void => undefined;
  /** What is read again after a loss is in the book already. */
  let next = 0;
  const feed = createSignalsFeed({
    log,
    name: 'deliveries',
    clock: () => performance.now(),
    apply(record) {
      if (record.offset < next) return;
      next = record.offset + 1;
      for (const book of books) book.take(record);
    },
    applied: () => undefined,
    failed(error) {
      report(`The hooks view lost the log deliveries and reads it again: ${error.message}`);
      again();
    },
    report,
  });

  function again(): void {
    if (!running) return;
    cancel = wallClock.after(AGAIN_MS, () => {
      feed
        .stop()
        .then(() => (running ? feed.start() : undefined))
        .catch(again);
    });
  }

  return {
    async start() {
      running = true;
      await feed.start();
    },
    async stop() {
      running = false;
      cancel();
      await feed.stop();
    },
  };
}
