import { createHash } from 'node:crypto';
import type { Notification } from '../../contract/notification.ts';
import type { EmailHook } from '../hook-config.ts';
import { cut } from '../texts/plain.ts';
import { type Telling, tellingOf } from '../texts/telling.ts';
import { incidentPage } from './incident-page.ts';

/** A mail before it is packed: what the log of deliveries keeps of it. The same for each attempt, its date included. */
export interface EmailBody {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly date: string;
  /** Of the notification, so that a mail that was sent twice is one mail. */
  readonly messageId: string;
  /** Of the group: no mail has this id, but all that answer it are one thread. */
  readonly thread: string;
  readonly language: EmailHook['language'];
}

const MOST_SUBJECT = 200;

export function emailBody(notification: Notification, hook: EmailHook, baseUrl: string | undefined): EmailBody {
  const telling = tellingOf(notification, hook);
  const page = incidentPage(notification, baseUrl);
  const domain = /@([^@>\s]+)>?\s*$/.exec(hook.from)?.[1] ?? 'belfry.invalid';
  return {
    subject: cut(telling.headline, MOST_SUBJECT),
    text: textOf(telling, page),
    html: htmlOf(telling, page, hook.language),
    date: new Date(notification.at).toISOString(),
    messageId: `<${hashOf(notification.id)}@${domain}>`,
    thread: `<${hashOf(notification.group)}@${domain}>`,
    language: hook.language,
  };
}

/** Ids of mails may hold few signs; a hash holds no others. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

function textOf(telling: Telling, page: string | null): string {
  const { words, headline, act, facts, items, more, notes } = telling;
  const parts = [
    [headline, ...(act === '' ? [] : [act])],
    facts.map(({ label, value }) => words.about(label, value)),
    [...items.map((item) => `- ${item}`), ...(more > 0 ? [words.more(more)] : [])],
    [...notes],
    page === null ? [] : [words.about(words.openPage, page)],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** No picture, no style sheet, no script: nothing is fetched when it is read. */
function htmlOf(telling: Telling, page: string | null, language: string): string {
  const { words, headline, act, facts, items, more, notes } = telling;
  const rows = facts.map(
    ({ label, value }) => `<tr><th align="start">${escaped(label)}</th><td>${escaped(value)}</td></tr>`,
  );
  return [
    `<!doctype html><html lang="${language}" dir="${words.direction}"><head><meta charset="utf-8"><title>${escaped(headline)}</title></head>`,
    `<body dir="${words.direction}" style="font-family:sans-serif;font-size:16px">`,
    `<h1 style="font-size:20px">${escaped(headline)}</h1>`,
    act === '' ? '' : `<p><strong>${escaped(act)}</strong></p>`,
    rows.length === 0 ? '' : `<table>${rows.join('')}</table>`,
    items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`,
    more === 0 ? '' : `<p>${escaped(words.more(more))}</p>`,
    ...notes.map((note) => `<p>${escaped(note)}</p>`),
    page === null ? '' : `<p><a href="${escaped(page)}">${escaped(words.openPage)}</a></p>`,
    '</body></html>',
  ].join('');
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);
