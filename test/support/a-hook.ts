import type {
  EmailHook,
  PagerDutyHook,
  SlackHook,
  TeamsHook,
  WebhookHook,
} from '../../processor/src/alerting/hook-config.ts';

/** One hook of each kind, as a hooks file would have it. */

const common = {
  language: 'en',
  zone: 'Asia/Riyadh',
  perMinute: 60,
  fallback: null,
  allowPrivate: false,
} as const;

export const whsec = (text: string): string => `whsec_${Buffer.from(text.padEnd(24, '.')).toString('base64')}`;

export const aWebhook = (over: Partial<WebhookHook> = {}): WebhookHook => ({
  ...common,
  kind: 'webhook',
  name: 'ops',
  url: 'https://example.org/hook/s3cret-path',
  secrets: [whsec('s3cret-of-the-webhook')],
  ...over,
});

export const aSlack = (over: Partial<SlackHook> = {}): SlackHook => ({
  ...common,
  kind: 'slack',
  name: 'night',
  url: 'https://hooks.slack.com/services/T0/B0/s3cret-path',
  signingSecret: 's3cret-of-slack',
  ...over,
});

export const aTeams = (over: Partial<TeamsHook> = {}): TeamsHook => ({
  ...common,
  kind: 'teams',
  name: 'desk',
  url: 'https://example.org/workflows/s3cret-path?sig=s3cret-of-teams',
  ...over,
});

export const aPagerDuty = (over: Partial<PagerDutyHook> = {}): PagerDutyHook => ({
  ...common,
  kind: 'pagerduty',
  name: 'pager',
  url: 'https://events.pagerduty.com/v2/enqueue',
  routingKey: 's3cret-routing-key',
  webhookSecret: 's3cret-of-pagerduty',
  ...over,
});

export const anEmail = (over: Partial<EmailHook> = {}): EmailHook => ({
  ...common,
  kind: 'email',
  name: 'mail',
  smtp: 'smtp://belfry:s3cret-password@mail.example.org:587',
  from: 'Belfry <belfry@example.org>',
  to: ['night@example.org', 'desk@example.org'],
  ...over,
});
