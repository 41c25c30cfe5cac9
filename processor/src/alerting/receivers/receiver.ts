import type { WallClock } from '@belfry/ingest/contract';
import type { Notification, NotificationAction } from '../../contract/notification.ts';
import type { HookConfig } from '../hook-config.ts';
import type { Answer } from '../retry.ts';
import { createWebhook } from './webhook.ts';

export interface Posting {
  readonly id: string;
  readonly action: NotificationAction;
  readonly body: string;
}

export interface Receiver {
  /** The same bytes each time; null: nothing to be told to this kind. */
  body(notification: Notification): string | null;
  /** One attempt. Never throws; whatever goes wrong is an answer. */
  post(posting: Posting, abandoned: AbortSignal): Promise<Answer>;
}

export interface ReceiverDeps {
  readonly wallClock: WallClock;
  /** Where people reach the pages, for instance `https://belfry.example.org`; without it posts have no links. */
  readonly baseUrl?: string | undefined;
}

export function createReceiver(hook: HookConfig, deps: ReceiverDeps): Receiver {
  if (hook.kind === 'webhook') return createWebhook(hook, deps.wallClock);
  throw new Error(`hook ${hook.name}: there is no receiver of the kind ${hook.kind} yet; write a webhook`);
}
