import type { Notification } from '../../contract/notification.ts';
import { guardedPost } from '../guard/guarded-post.ts';
import type { PagerDutyHook } from '../hook-config.ts';
import type { Answer } from '../retry.ts';
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

/** So many posts are remembered of which a part was taken. */
const MOST_HALF_TAKEN = 1000;

/**
 * The group is the dedup key, so an update is a trigger of the same incident. What opens nothing (an announcement, a heartbeat)
 * is not told: whatever PagerDuty hears wakes somebody. An end that had no post of its own is an event of its own all the same:
 * an incident that is listed as resolved in another one would go on waking people.
 */
export function pagerDutyReceiver(hook: PagerDutyHook, deps: ReceiverDeps): Receiver {
  /** How many events of a post were taken, while not all of them are. */
  const taken = new Map<string, number>();
  return {
    body(notification) {
      const event = eventOf(notification, hook, deps.baseUrl);
      const events = [...(event ? [event] : []), ...endsOf(notification)];
      return events.length === 0 ? null : JSON.stringify(events);
    },
    async post({ id, body }, abandoned) {
      const events = JSON.parse(body) as readonly PagerDutyEvent[];
      let answer: Answer = { kind: 'answered', status: 202, retryAfter: null };
      for (let n = taken.get(id) ?? 0; n < events.length; n++) {
        answer = await postEvent(events[n]!, abandoned);
        if (answer.kind !== 'answered' || answer.status < 200 || answer.status >= 300) return remember(id, n, answer);
      }
      taken.delete(id);
      return answer;
    },
  };

  // The key joins on the way out: what is posted is kept in a log, and read on a page.
  function postEvent(event: PagerDutyEvent, abandoned: AbortSignal): Promise<Answer> {
    return guardedPost({
      url: hook.url,
      body: JSON.stringify({ routing_key: hook.routingKey, ...event }),
      headers: { 'content-type': 'application/json' },
      allowPrivate: hook.allowPrivate,
      abandoned,
      ...deps,
    });
  }

  function remember(id: string, next: number, answer: Answer): Answer {
    taken.set(id, next);
    const [oldest] = taken.keys();
    if (taken.size > MOST_HALF_TAKEN && oldest !== undefined) taken.delete(oldest);
    return answer;
  }
}

function endsOf({ others }: Notification): readonly PagerDutyEvent[] {
  return others.flatMap(({ action, group }) =>
    action === 'update' ? [] : [{ event_action: action, dedup_key: group }],
  );
}

function eventOf(notification: Notification, hook: PagerDutyHook, baseUrl: string | undefined): PagerDutyEvent | null {
  const { action, group } = notification;
  if (action === 'announce' || action === 'heartbeat') return null;
  const key = { event_action: ACTIONS[action], dedup_key: action === 'test' ? TEST_KEY : group };
  if (action === 'acknowledge' || action === 'resolve') return key;
  const { headline, act, notes, items, more, others, othersMore, words } = tellingOf(notification, hook);
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
        ...(others.length === 0 ? {} : { others: othersMore > 0 ? [...others, words.more(othersMore)] : others }),
        incidents,
        notification: id,
      },
    },
  };
}
