import type { NewRecord } from '@belfry/ingest/log';
import { encodeNotification, type Notification } from '@belfry/processor/contract';

/** A notification that says nothing but that it came, as somebody asked for it. @param id `msg_` and something of its own. */
export const testOf = (hook: string, id: string, at: number): Notification => ({
  id,
  hook,
  group: `test/${id}`,
  n: 0,
  action: 'test',
  reason: 'test',
  route: '',
  at,
  kind: 'notice',
  severity: 'info',
  title: 'Test',
  promise: '',
  subject: '',
  partner: '',
  carrier: '',
  team: '',
  level: '',
  role: '',
  incidents: [],
  open: 0,
  total: 0,
  since: at,
  items: [],
  more: 0,
  signals: 0,
  acknowledged: null,
});

/** For the log `deliveries`. */
export const recordOf = (notification: Notification): NewRecord => ({
  key: notification.hook,
  kind: 'notification',
  value: encodeNotification(notification),
});
