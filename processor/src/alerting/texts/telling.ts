import type { Notification } from '../../contract/notification.ts';
import { isClockSignal, isNotice } from '../../contract/signal.ts';
import type { HookConfig } from '../hook-config.ts';
import { headline } from './headline.ts';
import { itemLine } from './item-line.ts';
import { wordsIn } from './languages.ts';
import { momentOf } from './moment.ts';
import { plain } from './plain.ts';
import type { Words } from './words.ts';

/**
 * A notification in words, whoever receives it: plain lines without any markup, which each kind of receiver sets in its own.
 * What a person at night needs comes first.
 */
export interface Telling {
  readonly words: Words;
  /** What, whose, how late, how many. */
  readonly headline: string;
  /** Who has to act, and how; empty if the policy names nobody. */
  readonly act: string;
  /** What else there is to know: why a notice was sent, who has acknowledged, who wanted it again. */
  readonly notes: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** One line each, the worst first. */
  readonly items: readonly string[];
  /** How many there are beyond those. */
  readonly more: number;
}

const REASONS_SHOWN = 3;

/** Pure: the times are those of the notification, in the hook's zone. */
export function tellingOf(
  notification: Notification,
  { language, zone }: Pick<HookConfig, 'language' | 'zone'>,
): Telling {
  const words = wordsIn(language);
  const moment = (instant: number) => momentOf(instant, notification.at, zone);
  // A single one has said all of itself in the first line.
  const single = notification.total === 1 && notification.items.length + notification.more === 1;
  return {
    words,
    headline: headline(notification, words, zone),
    act: toAct(notification, words),
    notes: notesOf(notification, words, zone),
    facts: factsOf(notification, words, zone),
    items:
      single && notification.items.every(({ open }) => open)
        ? []
        : notification.items.map((item) => itemLine(item, notification, words, moment)),
    more: notification.more,
  };
}

function toAct({ action, level, role, items }: Notification, words: Words): string {
  if (action !== 'trigger' && action !== 'update') return '';
  const responsible = items
    .map(({ signal }) => signal)
    .find(
      (signal) => isClockSignal(signal) && signal.responsibility !== '' && (level === '' || signal.level === level),
    );
  const responsibility = responsible && isClockSignal(responsible) ? responsible.responsibility : '';
  const who = [level, role].filter((part) => part !== '').map((part) => words.isolate(plain(part)));
  if (who.length === 0 && responsibility === '') return '';
  return words.toAct(who, responsibility === '' ? '' : words.isolate(plain(responsibility)));
}

function notesOf(notification: Notification, words: Words, zone: string): readonly string[] {
  const { action, at, acknowledged, again, insteadOf, items } = notification;
  const name = (text: string): string => words.isolate(plain(text));
  const notes: string[] = [];
  const notices = items.map(({ signal }) => signal).filter(isNotice);
  for (const { reason } of notices.slice(0, REASONS_SHOWN)) notes.push(words.isolate(plain(reason, 600)));
  if (acknowledged) {
    const { who, until, comment } = acknowledged;
    if (action !== 'acknowledge' && until > at && action !== 'resolve') {
      notes.push(words.acknowledgedBy(name(who), momentOf(until, at, zone)));
    }
    if (comment !== '') notes.push(words.comment(words.isolate(plain(comment, 600))));
  }
  if (again) notes.push(words.again(name(again.who), momentOf(again.at, at, zone)));
  if (insteadOf !== undefined) notes.push(words.insteadOf(name(insteadOf)));
  return notes;
}

function factsOf(notification: Notification, words: Words, zone: string): Telling['facts'] {
  const { action, partner, carrier, team, severity, since, at, open, total, kind, route } = notification;
  if (action === 'heartbeat' || action === 'test') return [];
  const name = (text: string): string => words.isolate(plain(text));
  const facts = [{ label: words.field('severity'), value: words.severity(severity) }];
  if (partner !== '') facts.push({ label: words.field('partner'), value: name(partner) });
  if (carrier !== '') facts.push({ label: words.field('carrier'), value: name(carrier) });
  if (team !== '') facts.push({ label: words.field('team'), value: name(team) });
  if (action !== 'announce') {
    if (kind === 'clock') facts.push({ label: words.field('since'), value: words.time(momentOf(since, at, zone)) });
    facts.push({ label: words.field('open'), value: words.share(open, total) });
  }
  if (route !== '') facts.push({ label: words.field('route'), value: name(route) });
  return facts;
}
