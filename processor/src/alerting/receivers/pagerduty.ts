import type { Notification } from '../../contract/notification.ts';
import { guardedPost } from '../guard/guarded-post.ts';
import type { PagerDutyHook } from '../hook-config.ts';
import { cut } from '../texts/plain.ts';
import { tellingOf } from '../texts/telling.ts';
import { incidentPage } from './incident-page.ts';
import type { Receiver, ReceiverDeps } from './receiver.ts';

const MOST_SUMMARY = 1024;
const TEST_KEY = 'test';
const ACTIONS = {
  trigger: 'trigger',
  update: 'trigger',
  test: 'trigger',
  acknowledge: 'acknowledge',
  resolve: 'resolve',
} as const;

/** An event of the Events API v2, but for its routing key, which is the secret. */
export interface PagerDutyEvent {
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key: string;
  readonly client?: 'Belfry';
  readonly client_url?: string;
  readonly links?: readonly { readonly href: string; readonly text: string }[];
  readonly payload?: {
    readonly summary: string;
    readonly source: string;
    readonly severity: Notification['severity'];
    readonly timestamp: string;
    readonly component?: string;
    readonly group?: string;
    readonly class: string;
    readonly custom_details: Readonly<Record<string, unknown>>;
  };
}

/**
 * One notification is one event. The group is the dedup key, so an update is a trigger of the same incident. What opens nothing
 * (an announcement, a heartbeat) is not told: whatever PagerDuty hears wakes somebody.
 */
export function pagerDutyReceiver(hook: PagerDutyHook, deps: ReceiverDeps): Receiver {
  return {
    body(notification) {
      const event = eventOf(notification, hook, deps.baseUrl);
      return event === null ? null : JSON.stringify(event);
    },
    // The key joins on the way out: what is posted is kept in a log, and read on a page.
    post({ body }, abandoned) {
      const event = JSON.parse(body) as PagerDutyEvent;
      return guardedPost({
        url: hook.url,
        body: JSON.stringify({ routing_key: hook.routingKey, ...event }),
        headers: { 'content-type': 'application/json' },
        allowPrivate: hook.allowPrivate,
        abandoned,
        ...deps,
      });
    },
  };
}

function eventOf(notification: Notification, hook: PagerDutyHook, baseUrl: string | undefined): PagerDutyEvent | null {
  const { action, group } = notification;
  if (action === 'announce' || action === 'heartbeat') return null;
  const key = { event_action: ACTIONS[action], dedup_key: action === 'test' ? TEST_KEY : group };
  if (action === 'acknowledge' || action === 'resolve') return key;
  const { headline, act, notes, items, more, words } = tellingOf(notification, hook);
  const { severity, at, partner, carrier, promise, kind, route, incidents, open, total, signals, id } = notification;
  const page = incidentPage(notification, baseUrl);
  return {
    ...key,
    client: 'Belfry',
    ...(page === null ? {} : { client_url: page, links: [{ href: page, text: words.openPage }] }),
    payload: {
      summary: cut(headline, MOST_SUMMARY),
      source: 'Belfry',
      severity: action === 'test' ? 'info' : severity,
      timestamp: new Date(at).toISOString(),
      ...(carrier === '' ? {} : { component: carrier }),
      ...(partner === '' ? {} : { group: partner }),
      class: promise === '' ? kind : promise,
      custom_details: {
        ...(act === '' ? {} : { act }),
        open,
        total,
        signals,
        ...(route === '' ? {} : { route }),
        ...(notes.length === 0 ? {} : { notes }),
        ...(items.length === 0 ? {} : { items: more > 0 ? [...items, words.more(more)] : items }),
        incidents,
        notification: id,
      },
    },
  };
}
