import { StringDecoder } from 'node:string_decoder';
import type { NewRecord } from '@belfry/ingest/log';
import { type Delivery, type DeliveryOutcome, type DeliveryRecord, encodeDelivery } from '../contract/delivery.ts';
import { decodeNotification, encodeNotification } from '../contract/notification.ts';
import type { Answer, Verdict } from './retry.ts';
import type { WaitingNotification } from './waiting-notification.ts';

/** What a hook's lane writes to the log `deliveries`. */

/** More of a body is not kept: it is shown to people. */
const BODY_BYTES = 64 * 1024;

export const deliveryRecord = (record: DeliveryRecord): NewRecord => ({
  key: record.hook,
  kind: 'delivery',
  value: encodeDelivery(record),
});

/** The notification as the fallback gets it. Its id follows from the first one's, so that a second copy is dropped there. */
export function copyFor(fallback: string, hook: string, waiting: WaitingNotification): NewRecord {
  const notification = decodeNotification(waiting.value);
  const copy = { ...notification, id: `${notification.id}~${fallback}`, hook: fallback, insteadOf: hook };
  return { key: fallback, kind: 'notification', value: encodeNotification(copy) };
}

/** What came of one attempt; `waiting` counts it already. */
export function attemptOf(
  hook: string,
  waiting: WaitingNotification,
  answer: Answer,
  verdict: Verdict,
  made: { readonly at: number; readonly body: string; readonly urlHash: string },
): Delivery {
  return {
    ...about(hook, waiting, verdict.kind, made.at),
    status: answer.kind === 'answered' ? answer.status : null,
    error: errorOf(answer),
    nextRetry: verdict.kind === 'retrying' ? verdict.nextRetry : null,
    ...(waiting.attempt === 1 ? { body: cut(made.body) } : {}),
    ...(verdict.kind === 'disabled' ? { urlHash: made.urlHash } : {}),
  };
}

/**
 * What was decided without an attempt.
 * @param nextRetry when it is tried again, or null if that is the end of it.
 */
export const decisionOf = (
  hook: string,
  waiting: WaitingNotification,
  outcome: 'needless' | 'fell-back',
  at: number,
  nextRetry: number | null,
): Delivery => ({ ...about(hook, waiting, outcome, at), nextRetry });

function about(hook: string, waiting: WaitingNotification, outcome: DeliveryOutcome, at: number): Delivery {
  const { id, group, action, offset, attempt, first } = waiting;
  return {
    hook,
    notification: id,
    group,
    action,
    offset,
    attempt,
    outcome,
    status: null,
    error: '',
    at,
    first: first ?? at,
    nextRetry: null,
  };
}

function errorOf(answer: Answer): string {
  switch (answer.kind) {
    case 'timeout':
      return 'no answer in time';
    case 'unreachable':
      return answer.reason;
    case 'answered':
      if (answer.status < 300) return '';
      return answer.status < 400 ? 'a redirect, which hooks do not follow' : `answered ${answer.status}`;
  }
}

/** Between two characters. */
function cut(body: string): string {
  const bytes = Buffer.from(body);
  return bytes.length <= BODY_BYTES ? body : new StringDecoder('utf8').write(bytes.subarray(0, BODY_BYTES));
}
