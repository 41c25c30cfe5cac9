import { type EventLog, LogError, type Subscription } from '@belfry/ingest/log';
import { decodeDelivery } from '../contract/delivery.ts';
import { HookProgress } from './hook-progress.ts';

/** So far back a hook looks for where it stood: a checkpoint of the last hour is there, and the tries of the last day. */
const LOOK_BACK = 200_000;

/**
 * How far a hook has come, as of now: from the last while of the log `deliveries`, or from all that it retains if nothing
 * in there says enough. A log that is never cleaned grows for years, and a start does not wait for them.
 * @throws LogError when the log cannot be read.
 */
export async function readProgress(log: EventLog, hook: string, lookBack = LOOK_BACK): Promise<HookProgress> {
  const { low, high } = await log.bounds('deliveries', 0);
  const near = Math.max(low, high - lookBack);
  const progress = await fold(log, hook, near, high);
  return near === low || progress.isWhole ? progress : await fold(log, hook, low, high);
}

async function fold(log: EventLog, hook: string, from: number, high: number): Promise<HookProgress> {
  const progress = new HookProgress();
  if (from >= high) return progress;
  let subscription: Subscription | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      log
        .subscribe({
          log: 'deliveries',
          reader: {
            assigned: () => Promise.resolve(from),
            received(_partition, records) {
              for (const { key, kind, value, offset } of records) {
                if (kind === 'delivery' && key === hook) progress.take(decodeDelivery(value));
                if (offset >= high - 1) resolve();
              }
            },
            // The log may end in markers of foreign transactions, which are no records.
            passed: (_partition, nextOffset) => {
              if (nextOffset >= high) resolve();
            },
            revoked: () => reject(new LogError('LOG_SESSION_LOST', 'the log was taken away', { retriable: true })),
            failed: reject,
          },
        })
        .then((subscribed) => {
          subscription = subscribed;
        }, reject);
    });
  } finally {
    await subscription?.stop();
  }
  return progress;
}
