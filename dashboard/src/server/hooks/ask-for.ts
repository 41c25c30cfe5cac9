import type { NewRecord } from '@belfry/ingest/log';
import { bareNotification, encodeNotification, type Notification } from '@belfry/processor/contract';

/** A notification that says nothing but that it came, as somebody asked for it. @param id `msg_` and something of its own. */
export const testOf = (hook: string, id: string, at: number): Notification =>
  bareNotification({ id, hook, group: `test/${id}`, n: 0, action: 'test', title: 'Test', at });

/** For the log `deliveries`. */
export const recordOf = (notification: Notification): NewRecord => ({
  key: notification.hook,
  kind: 'notification',
  value: encodeNotification(notification),
});
