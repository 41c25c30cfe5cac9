import { describe, expect, it } from 'vitest';
import { createFakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { createMemoryLog } from '../../../test/support/memory-log.ts';
import type { DeliveryRecord } from '../contract/delivery.ts';
import { deliveryRecord } from './hook-records.ts';
import { readProgress } from './read-deliveries.ts';

describe('where a hook stood', () => {
  /** A log of these records of `ops`, behind each of which stands one of another hook. */
  async function logOf(...records: DeliveryRecord[]) {
    const log = createMemoryLog({ wallClock: createFakeWallClock(0) });
    await log.ensure([{ name: 'deliveries', partitions: 1 }]);
    for (const record of records) {
      log.put('deliveries', 0, [deliveryRecord(record), deliveryRecord({ ...checkpoint(99), hook: 'other' })]);
    }
    return log;
  }
  const checkpoint = (next: number, told?: string[]): DeliveryRecord => ({
    hook: 'ops',
    of: 'deliveries',
    next,
    pending: [],
    at: 0,
    ...(told && { groups: { told, handedOn: [] } }),
  });

  it('is told by a checkpoint near the end that needs nothing before it', async () => {
    const log = await logOf(checkpoint(1, ['old']), checkpoint(5, ['new']), checkpoint(7));
    const near = await readProgress(log, 'ops', 4);
    expect([near.next, near.groups.wasTold('new'), near.groups.wasTold('old')]).toEqual([7, true, false]);
  });

  it('is read from the beginning if there is none', async () => {
    const log = await logOf(checkpoint(1, ['old']), checkpoint(5), checkpoint(7));
    const all = await readProgress(log, 'ops', 4);
    expect([all.next, all.groups.wasTold('old')]).toEqual([7, true]);
    expect((await readProgress(log, 'new', 4)).next).toBeNull();
  });
});
