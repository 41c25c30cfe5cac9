import { decodeNotification, type Notification } from '@belfry/processor/contract';
import { readLog } from '../../support/read-log.ts';
import { undisturbed } from '../../support/undisturbed-fold.ts';
import type { Stores } from '../world/room.ts';
import type { Differences } from './difference.ts';

/**
 * Whatever befell its owners, the log `deliveries` holds what one third fold would have said that never died, under the same
 * ids, and the receiver got each of them at least once, always in the same words.
 */
export async function compareDeliveries(differences: Differences, room: Stores): Promise<void> {
  const signals = (await readLog(room.log, 'signals')).flat();
  const expected = undisturbed(signals, room.log.partitions('events'));
  const bodies = new Map<string, string>();
  const torn: string[] = [];
  for (const told of await notificationsIn(room)) {
    const body = JSON.stringify(told);
    if (bodies.has(told.id) && bodies.get(told.id) !== body) torn.push(told.id);
    bodies.set(told.id, body);
  }
  differences.none('notifications told twice in different words', torn);
  differences.same(
    'notifications',
    [...bodies].map((pair) => pair.join(' ')),
    expected.map((told) => `${told.id} ${JSON.stringify(told)}`),
  );
  const posts = new Map<string, Set<string>>();
  for (const { id, body } of room.receiver.posts) posts.set(id, (posts.get(id) ?? new Set()).add(body));
  differences.same('posts received', [...posts.keys()], [...bodies.keys()]);
  differences.none(
    'posts received in different words',
    [...posts].filter(([, each]) => each.size > 1).map(([id]) => id),
  );
}

/** Undefined once the receiver has had all that it is to be told. */
export async function notDelivered(room: Stores): Promise<string | undefined> {
  const received = new Set(room.receiver.posts.map(({ id }) => id));
  const open = (await notificationsIn(room)).filter(({ id }) => !received.has(id));
  return open.length === 0 ? undefined : `${open.length} notifications have not been received`;
}

export async function notificationsIn({ log }: Stores): Promise<Notification[]> {
  const records = (await readLog(log, 'deliveries')).flat();
  return records.filter(({ kind }) => kind === 'notification').map(({ value }) => decodeNotification(value));
}
