import { z } from 'zod';

/** What Slack documents of Block Kit, as far as Belfry uses it; strict, so that a block of another shape is refused. */
const plainText = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(most), emoji: z.literal(false) });
const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(most), verbatim: z.literal(true) });
const button = z.strictObject({
  type: z.literal('button'),
  action_id: z.string().max(255),
  text: plainText(75),
  style: z.enum(['primary', 'danger']).optional(),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
});
const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: plainText(150) }),
  z.strictObject({
    type: z.literal('section'),
    text: mrkdwn(3000).optional(),
    fields: z.array(mrkdwn(2000)).min(1).max(10).optional(),
  }),
  z.strictObject({ type: z.literal('context'), elements: z.array(mrkdwn(3000)).min(1).max(10) }),
  z.strictObject({ type: z.literal('actions'), elements: z.array(button).min(1).max(25) }),
]);
export const slackMessage = z.strictObject({
  text: z.string().min(1).max(40_000),
  blocks: z.array(block).min(1).max(50),
  unfurl_links: z.literal(false),
  unfurl_media: z.literal(false),
});

/** What is published of Adaptive Cards 1.5, as far as Belfry uses it; strict, so that an element of another shape is refused. */
const textRun = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string().min(1),
  size: z.enum(['small', 'default', 'medium', 'large', 'extraLarge']).optional(),
  weight: z.enum(['lighter', 'default', 'bolder']).optional(),
  color: z.enum(['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention']).optional(),
  isSubtle: z.boolean().optional(),
});
const element = z.strictObject({
  type: z.literal('RichTextBlock'),
  inlines: z.array(textRun).min(1),
  separator: z.boolean().optional(),
  spacing: z.enum(['none', 'small', 'default']).optional(),
});
export const teamsMessage = z.strictObject({
  type: z.literal('message'),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
        type: z.literal('AdaptiveCard'),
        version: z.literal('1.5'),
        fallbackText: z.string().min(1),
        rtl: z.boolean(),
        body: z.array(element).min(1),
        actions: z
          .array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() }))
          .optional(),
        msteams: z.strictObject({ width: z.literal('Full') }),
      }),
    }),
  ]),
});

/** What PagerDuty documents of the Events API v2, but for the routing key. */
const key = { dedup_key: z.string().min(1).max(255) };
export const pagerDutyEvent = z.discriminatedUnion('event_action', [
  z.strictObject({
    ...key,
    event_action: z.literal('trigger'),
    client: z.string(),
    client_url: z.url().optional(),
    links: z.array(z.strictObject({ href: z.url(), text: z.string() })).optional(),
    payload: z.strictObject({
      summary: z.string().min(1).max(1024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime(),
      component: z.string().optional(),
      group: z.string().optional(),
      class: z.string(),
      custom_details: z.record(z.string(), z.unknown()),
    }),
  }),
  z.strictObject({ ...key, event_action: z.literal('acknowledge') }),
  z.strictObject({ ...key, event_action: z.literal('resolve') }),
]);
