import { type EventLog, LOGS } from '@belfry/ingest/log';
import { decodeNotification, type Notification } from '@belfry/processor/contract';
import { expect } from 'vitest';
import { readLog } from './read-log.ts';
import { undisturbed } from './undisturbed-fold.ts';

/** How often each notification stands in the log, and all of them without repeats, in the order of the log. */
export interface ToldToHooks {
  readonly told: readonly Notification[];
  readonly repeats: number;
}

/**
 * Whatever befell those that wrote it, the log `deliveries` holds what one fold would have said that read the log `signals`
 * from its beginning and never died: the same ids, the same bodies also where one stands there twice, and the posts of a
 * group in their order. Closes the log.
 */
export async function expectToldAsByOne(log: EventLog): Promise<ToldToHooks> {
  await log.ensure(LOGS);
  const signals = (await readLog(log, 'signals')).flat();
  const deliveries = (await readLog(log, 'deliveries')).flat().filter(({ kind }) => kind === 'notification');
  const expected = undisturbed(signals, log.partitions('events'));
  await log.close();

  const bodies = new Map<string, string>();
  const order = new Map<string, number[]>();
  for (const { key, value } of deliveries) {
    const { id, hook, group, n } = decodeNotification(value);
    const body = value.toString();
    expect(key).toBe(hook);
    if (bodies.has(id)) expect(body, 'a repeat says what was said').toBe(bodies.get(id));
    else order.set(group, [...(order.get(group) ?? []), n]);
    bodies.set(id, body);
  }
  expect([...bodies].sort()).toEqual(expected.map((told) => [told.id, JSON.stringify(told)]).sort());
  for (const [group, counts] of order) {
    expect(counts, group).toEqual(counts.map((_, n) => n));
  }
  return { told: expected, repeats: deliveries.length - bodies.size };
}
