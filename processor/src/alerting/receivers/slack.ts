import type { Button, KnownBlock, MrkdwnElement } from '@slack/types';
import type { Notification } from '../../contract/notification.ts';
import { guardedPost } from '../guard/guarded-post.ts';
import type { SlackHook } from '../hook-config.ts';
import { cut } from '../texts/plain.ts';
import { type Telling, tellingOf } from '../texts/telling.ts';
import { fitted } from './fitted.ts';
import { incidentPage } from './incident-page.ts';
import type { Receiver, ReceiverDeps } from './receiver.ts';
import { chunks, slackEscape } from './slack-escape.ts';

/** What Slack takes: longer headers and texts, or more blocks, are refused whole. */
const MOST_HEADER = 150;
const MOST_TEXT = 3000;
const MOST_FIELD = 2000;
const MOST_FIELDS = 10;
const MOST_VALUE = 2000;
/** Of 50 blocks, so many for the list. */
const MOST_LIST_BLOCKS = 30;
/** By these the answers of Slack are known (inbound/slack.ts). */
export const ACKNOWLEDGE_ACTION = 'belfry.acknowledge';
export const OPEN_ACTION = 'belfry.open';

/** An incoming webhook; its url is the secret. */
export function slackReceiver(hook: SlackHook, deps: ReceiverDeps): Receiver {
  return {
    body: (notification) => JSON.stringify(messageOf(notification, hook, deps.baseUrl)),
    post: ({ body }, abandoned) =>
      guardedPost({
        url: hook.url,
        body,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        allowPrivate: hook.allowPrivate,
        abandoned,
        ...deps,
      }),
  };
}

export interface SlackMessage {
  /** What a phone shows before it is unlocked. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

function messageOf(notification: Notification, hook: SlackHook, baseUrl: string | undefined): SlackMessage {
  const telling = fitted(tellingOf(notification, hook), (one) => listOf(one).length <= MOST_LIST_BLOCKS);
  const { headline, act, notes } = telling;
  const blocks: KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: cut(headline, MOST_HEADER), emoji: false } },
  ];
  // What a header has no room for is told in full below it.
  if (headline.length > MOST_HEADER) blocks.push(...sections([slackEscape(headline)]));
  if (act !== '') blocks.push(...sections([`*${slackEscape(act)}*`]));
  const fields = telling.facts.map(({ label, value }) =>
    mrkdwn(cut(`*${slackEscape(label)}*\n${slackEscape(value)}`, MOST_FIELD)),
  );
  if (fields.length > 0) blocks.push({ type: 'section', fields: fields.slice(0, MOST_FIELDS) });
  blocks.push(...listOf(telling));
  blocks.push(...sections(notes.map(slackEscape)));
  blocks.push({ type: 'context', elements: [mrkdwn(slackEscape(`Belfry · ${notification.id}`))] });
  const elements = buttonsOf(notification, hook, telling, baseUrl);
  if (elements.length > 0) blocks.push({ type: 'actions', elements });
  return { text: slackEscape(headline), blocks, unfurl_links: false, unfurl_media: false };
}

function listOf({ items, more, words }: Telling): KnownBlock[] {
  const lines = items.map((item) => `• ${slackEscape(item)}`);
  if (more > 0) lines.push(words.more(more));
  return sections(lines);
}

function buttonsOf(
  { action, incidents, ...rest }: Notification,
  { signingSecret }: SlackHook,
  { words }: Telling,
  baseUrl: string | undefined,
): Button[] {
  const buttons: Button[] = [];
  const asks = action === 'trigger' || action === 'update';
  const value = fitting(incidents);
  if (asks && signingSecret !== null && value !== '') {
    buttons.push({
      type: 'button',
      action_id: ACKNOWLEDGE_ACTION,
      style: 'primary',
      text: { type: 'plain_text', text: words.acknowledge, emoji: false },
      value,
    });
  }
  const url = incidentPage({ action, incidents, ...rest }, baseUrl);
  if (url !== null) {
    buttons.push({
      type: 'button',
      action_id: OPEN_ACTION,
      text: { type: 'plain_text', text: words.openPage, emoji: false },
      url,
    });
  }
  return buttons;
}

/** The incidents that a press acknowledges, separated by blanks: as many as a button can carry. */
function fitting(incidents: readonly string[]): string {
  let value = '';
  for (const incident of incidents) {
    const longer = value === '' ? incident : `${value} ${incident}`;
    if (longer.length > MOST_VALUE) break;
    value = longer;
  }
  return value;
}

/** Verbatim: nothing in it becomes a link or a mention. */
const mrkdwn = (text: string): MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true });
const sections = (lines: readonly string[]): KnownBlock[] =>
  chunks(lines, MOST_TEXT).map((text) => ({ type: 'section', text: mrkdwn(text) }));
