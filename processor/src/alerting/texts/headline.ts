import type { Notification } from '../../contract/notification.ts';
import { isClockSignal, isKpiSignal, isNotice } from '../../contract/signal.ts';
import { standingOf } from './item-line.ts';
import { type Moment, momentOf } from './moment.ts';
import { plain } from './plain.ts';
import { isShort, type Span, spanOf } from './span.ts';
import { subjectWords } from './subject-words.ts';
import type { Noun, Words } from './words.ts';

/**
 * The first line, all that a locked phone shows: `214 orders: Pickup 2 h, carrier aramex, first missed 14:32 (35 min ago)`.
 * What has become of it since the post before, if anything, is put first.
 */
export function headline(notification: Notification, words: Words, zone: string): string {
  const { action, at } = notification;
  if (action === 'heartbeat') return words.heartbeat(momentOf(at, at, zone));
  if (action === 'test') return words.test;
  const lead = leadOf(notification, words, zone);
  const what = notification.kind === 'notice' ? title(notification, words) : aboutOf(notification, words, zone);
  return lead === '' ? what : words.about(lead.charAt(0).toUpperCase() + lead.slice(1), what);
}

function leadOf(notification: Notification, words: Words, zone: string): string {
  const { reason, acknowledged, at, items, total, more } = notification;
  const who = acknowledged ? words.isolate(plain(acknowledged.who)) : null;
  switch (reason) {
    case 'repeat':
      return words.still;
    case 'acknowledged':
      return acknowledged && who !== null ? words.acknowledgedBy(who, momentOf(acknowledged.until, at, zone)) : '';
    case 'acknowledgement-expired':
      return words.acknowledgementExpired(who);
    case 'resolved': {
      const allTakenBack = more === 0 && items.length >= total && items.every(({ state }) => state === 'retracted');
      return allTakenBack && total > 0 ? words.takenBack : words.resolved;
    }
    case 'customer-told': {
      const told = items.find(({ customerTold }) => customerTold !== null)?.customerTold;
      return words.customerTold(
        told ? momentOf(told.at, at, zone) : null,
        told ? words.isolate(plain(told.channel)) : '',
      );
    }
    default:
      return notification.action === 'announce' && notification.kind === 'clock' ? words.soonDue : '';
  }
}

function aboutOf(notification: Notification, words: Words, zone: string): string {
  const { open, total, items, kind, action } = notification;
  const noun = nounOf(notification);
  const [first] = items;
  const named = [title(notification, words), ...whose(notification, words)];
  const kpi = first && isKpiSignal(first.signal) ? standingOf(first.signal, words) : '';
  // A KPI is named by its title alone: which window, its numbers say.
  if (kind === 'kpi' && total <= 1) return kpi === '' ? words.list(named) : words.about(words.list(named), kpi);
  const timing = kind === 'clock' ? timingOf(notification, words, zone) : kpi;
  const line = words.list([...named, timing].filter((part) => part !== ''));
  return words.about(count(), line);

  function count(): string {
    if (total <= 1 && first && isClockSignal(first.signal)) return subjectWords(first.signal.subject, words);
    if (action !== 'resolve' && action !== 'announce' && open > 0 && open < total)
      return words.openOf(open, total, noun);
    return words.count(Math.max(total, items.length), noun);
  }
}

const title = (notification: Notification, words: Words): string => words.isolate(plain(notification.title));

function whose({ partner, carrier, team }: Notification, words: Words): string[] {
  const parts = [];
  if (partner !== '') parts.push(words.named('partner', words.isolate(plain(partner))));
  if (carrier !== '') parts.push(words.named('carrier', words.isolate(plain(carrier))));
  if (team !== '') parts.push(words.named('team', words.isolate(plain(team))));
  return parts;
}

function timingOf({ action, items, since, at, total }: Notification, words: Words, zone: string): string {
  const dues = items.flatMap(({ signal }) => (isClockSignal(signal) ? [signal.due] : []));
  const instant = action === 'announce' && dues.length > 0 ? Math.min(...dues) : since;
  const moment: Moment = momentOf(instant, at, zone);
  const length = (ms: number): Span | null => (isShort(spanOf(ms)) ? null : spanOf(ms));
  const many = total > 1;
  if (instant > at) {
    return many ? words.firstDue(moment, length(instant - at)) : words.due(moment, length(instant - at));
  }
  // What is over is late no more.
  const ago = action === 'resolve' ? null : length(at - instant);
  return many ? words.firstMissed(moment, ago) : words.missed(moment, ago);
}

/** What is counted: by the items that came along, which are the worst of all and almost always of one kind. */
function nounOf({ kind, items }: Notification): Noun {
  if (kind === 'kpi') return 'kpi';
  const kinds = new Set(
    items.map(({ signal }) =>
      isClockSignal(signal) ? signal.subject.split('/')[0] : isNotice(signal) ? 'notice' : 'kpi',
    ),
  );
  const [only] = kinds;
  if (kinds.size !== 1) return 'thing';
  return only === 'order' || only === 'ticket' || only === 'notice' || only === 'kpi' ? only : 'thing';
}
