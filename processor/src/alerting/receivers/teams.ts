import type { Notification } from '../../contract/notification.ts';
import { guardedPost } from '../guard/guarded-post.ts';
import type { TeamsHook } from '../hook-config.ts';
import { type Telling, tellingOf } from '../texts/telling.ts';
import { fitted } from './fitted.ts';
import { incidentPage } from './incident-page.ts';
import type { Receiver, ReceiverDeps } from './receiver.ts';

/** Teams refuses what is longer than 28 kB; what it counts beside the body is not said, so a little is left. */
export const MOST_BYTES = 27_000;

/** A Workflows url, which is the secret; it takes one Adaptive Card. */
export function teamsReceiver(hook: TeamsHook, deps: ReceiverDeps): Receiver {
  return {
    body: (notification) => fittingMessage(notification, hook, deps.baseUrl),
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

function fittingMessage(notification: Notification, hook: TeamsHook, baseUrl: string | undefined): string {
  const page = incidentPage(notification, baseUrl);
  const written = (telling: Telling): string => JSON.stringify(messageOf(telling, notification, page));
  return written(fitted(tellingOf(notification, hook), (telling) => Buffer.byteLength(written(telling)) <= MOST_BYTES));
}

const COLORS = { critical: 'attention', warning: 'warning', info: 'default' } as const;

function messageOf(telling: Telling, { action, severity }: Notification, page: string | null): object {
  const { words, headline, act, facts, items, more, notes } = telling;
  const color = action === 'resolve' ? 'good' : COLORS[severity];
  const body: object[] = [line(headline, { size: 'large', weight: 'bolder', color })];
  if (act !== '') body.push(line(act, { weight: 'bolder' }));
  for (const { label, value } of facts) {
    body.push({
      type: 'RichTextBlock',
      spacing: 'none',
      inlines: [run(words.about(label, ''), { isSubtle: true }), run(value, {})],
    });
  }
  items.forEach((item, n) => {
    body.push({ ...line(`• ${item}`, {}), ...(n === 0 ? { separator: true } : { spacing: 'small' }) });
  });
  if (more > 0) body.push(line(words.more(more), { isSubtle: true }));
  for (const note of notes) body.push(line(note, {}));
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.5',
          fallbackText: headline,
          rtl: words.direction === 'rtl',
          body,
          ...(page === null ? {} : { actions: [{ type: 'Action.OpenUrl', title: words.openPage, url: page }] }),
          msteams: { width: 'Full' },
        },
      },
    ],
  };
}

interface Look {
  readonly size?: 'large';
  readonly weight?: 'bolder';
  readonly color?: 'attention' | 'warning' | 'good' | 'default';
  readonly isSubtle?: true;
}

/** Text runs know no Markdown, so a partner's name cannot become a link. */
const run = (text: string, look: Look): object => ({ type: 'TextRun', text, ...look });
const line = (text: string, look: Look): object => ({ type: 'RichTextBlock', inlines: [run(text, look)] });
