import type { WallClock } from '@belfry/ingest/contract';
import type { Notification, NotificationAction } from '../../contract/notification.ts';
import type { Lookup } from '../guard/guarded-lookup.ts';
import type { HookConfig } from '../hook-config.ts';
import type { Answer } from '../retry.ts';
import { emailReceiver } from './email.ts';
import { pagerDutyReceiver } from './pagerduty.ts';
import { slackReceiver } from './slack.ts';
import { teamsReceiver } from './teams.ts';
import { webhookReceiver } from './webhook.ts';

export interface Posting {
  readonly id: string;
  readonly action: NotificationAction;
  readonly body: string;
}

/** What stands between a notification and one receiver: how it is told, and how that gets there. */
export interface Receiver {
  /** What is posted, the same bytes at each attempt; null: a receiver of this kind has nothing to be told by it. Pure. */
  body(notification: Notification): string | null;
  /** One attempt. Never throws; whatever goes wrong is an answer, and no secret is in it. */
  post(posting: Posting, abandoned: AbortSignal): Promise<Answer>;
}

export interface ReceiverDeps {
  readonly wallClock: WallClock;
  /** Where people reach the pages, for instance `https://belfry.example.org`; without it posts have no links. */
  readonly baseUrl?: string | undefined;
  /** How names are resolved; default: as the machine does. */
  readonly lookup?: Lookup | undefined;
}

/** @param hook has passed `checkHooks`. */
export function createReceiver(hook: HookConfig, deps: ReceiverDeps): Receiver {
  switch (hook.kind) {
    case 'webhook':
      return webhookReceiver(hook, deps);
    case 'slack':
      return slackReceiver(hook, deps);
    case 'teams':
      return teamsReceiver(hook, deps);
    case 'pagerduty':
      return pagerDutyReceiver(hook, deps);
    case 'email':
      return emailReceiver(hook, deps);
  }
}
