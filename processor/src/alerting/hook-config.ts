import type { HookLanguage } from '../contract/routing.ts';

/** A receiver of notifications with all that is needed to reach it. Holds secrets: never logged, shown or put into a log. */
interface AnyHook {
  /** Its own: progress is kept under it. */
  readonly name: string;
  readonly language: HookLanguage;
  /** IANA. */
  readonly zone: string;
  readonly perMinute: number;
  /** The hook that is told instead while this one does not take posts. */
  readonly fallback: string | null;
  /** Whether its address may be on this machine or in a private network. */
  readonly allowPrivate: boolean;
}

/** Standard Webhooks. Each secret is `whsec_` and base64; every one signs, so that a receiver may change over in peace. */
export interface WebhookHook extends AnyHook {
  readonly kind: 'webhook';
  readonly url: string;
  readonly secrets: readonly string[];
}

export interface SlackHook extends AnyHook {
  readonly kind: 'slack';
  readonly url: string;
  /** Proves that a press of a button comes from Slack; null: buttons are left out. */
  readonly signingSecret: string | null;
}

/** A Workflows url. */
export interface TeamsHook extends AnyHook {
  readonly kind: 'teams';
  readonly url: string;
}

export interface PagerDutyHook extends AnyHook {
  readonly kind: 'pagerduty';
  /** The Events API v2, https://events.pagerduty.com/v2/enqueue unless configured. */
  readonly url: string;
  readonly routingKey: string;
  /** Proves that a webhook comes from PagerDuty; null: nothing is taken back from there. */
  readonly webhookSecret: string | null;
}

export interface EmailHook extends AnyHook {
  readonly kind: 'email';
  /** smtp:// or smtps://, with user and password. */
  readonly smtp: string;
  readonly from: string;
  readonly to: readonly string[];
}

export type HookConfig = WebhookHook | SlackHook | TeamsHook | PagerDutyHook | EmailHook;
