import type { LogRecord } from '@belfry/ingest/log';
import { decodeNotification, type Notification, type NotificationAction } from '../contract/notification.ts';
import type { Tries } from './hook-progress.ts';

/** A notification that a hook has read and not settled. Its contents stay in bytes, since thousands may wait. */
export interface WaitingNotification {
  readonly id: string;
  /** By which a second copy is known: its id, unless somebody asked for it again. */
  readonly key: string;
  readonly offset: number;
  /** Notifications of one group go one after the other. */
  readonly group: string;
  readonly action: NotificationAction;
  /** Somebody asked for it: a test, or what is delivered again. It is sent as it is, and to nobody else. */
  readonly byHand: boolean;
  /** It is here because another hook did not take it. */
  readonly insteadOf: boolean;
  /** When the log took it, ms UTC. */
  readonly appended: number;
  /** Since when it has been waiting: its first attempt, or when it was read, ms UTC. */
  readonly since: number;
  readonly value: Buffer;
  /** Attempts that were made, none of which worked. */
  attempt: number;
  /** When it was tried first, ms UTC. */
  first: number | null;
  /** When it may be tried next, ms UTC. */
  nextRetry: number;
  /** The fallback has it as well. */
  fellBack: boolean;
  underWay: boolean;
  /** Its last outcome has been handed to the log. */
  settling: boolean;
}

/**
 * @param tries what is known of it from before.
 * @returns the error when the record is no notification.
 */
export function waitingNotification(
  record: LogRecord,
  tries: Tries | undefined,
  now: number,
): WaitingNotification | Error {
  let notification: Notification;
  try {
    notification = decodeNotification(record.value);
    const { id, group, action } = notification;
    if (![id, group, action].every((text) => typeof text === 'string'))
      throw new Error('id, group or action is missing');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
  return {
    id: notification.id,
    key: notification.again === undefined ? notification.id : `${notification.id} again ${record.offset}`,
    offset: record.offset,
    group: notification.group,
    action: notification.action,
    byHand: notification.again !== undefined || notification.action === 'test',
    insteadOf: notification.insteadOf !== undefined,
    appended: record.appendTime,
    since: tries?.first ?? now,
    // A copy, so that one record does not hold the whole fetch that it came in.
    value: Buffer.from(record.value),
    attempt: tries?.attempt ?? 0,
    first: tries?.first ?? null,
    nextRetry: tries?.nextRetry ?? now,
    fellBack: tries?.fellBack ?? false,
    underWay: false,
    settling: false,
  };
}

/** What a receiver is told of it: that somebody asked for it again changes nothing in it. */
export function contentsOf(waiting: WaitingNotification): Notification {
  const { again, ...notification } = decodeNotification(waiting.value);
  return notification;
}
