import { type EventLog, LogError, type Subscription } from '@belfry/ingest/log';
import { decodeDelivery } from '../contract/delivery.ts';
import { HookProgress } from './hook-progress.ts';

/**
 * How far a hook has come, from all that the log `deliveries` retains as of now.
 * @throws LogError when the log cannot be read.
 */
export async function readProgress(log: EventLog, hook: string): Promise<HookProgress> {
  const progress = new HookProgress();
  const { low, high } = await log.bounds('deliveries', 0);
  if (low >= high) return progress;
  let subscription: Subscription | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      log
        .subscribe({
          log: 'deliveries',
          reader: {
            assigned: () => Promise.resolve(low),
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
