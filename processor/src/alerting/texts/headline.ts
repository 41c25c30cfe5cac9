import { INCIDENTS_A_NOTIFICATION, type Notification } from '../../contract/notification.ts';
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
  const what = aboutOf(notification, words, zone);
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
      // Some of it has ended and the rest goes on: who reads no further must not take it for over.
      if (notification.action === 'update') return words.ended(items.length + more);
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
      if (isOverAlready(notification)) return words.overAlready;
      return notification.action === 'announce' && notification.kind === 'clock' ? words.soonDue : '';
  }
}

/** Broken late and ended before anybody was told: nothing is due soon, and nothing is to be done. */
const isOverAlready = ({ action, reason, kind, items }: Notification): boolean =>
  action === 'announce' &&
  reason === 'first' &&
  kind !== 'notice' &&
  items.length > 0 &&
  items.every(({ open, state }) => !open && state === 'resolved');

function aboutOf(notification: Notification, words: Words, zone: string): string {
  const { items, more, kind, partner } = notification;
  const name = titleOf(notification, words);
  if (kind === 'notice') return name === '' ? words.count(items.length + more, 'notice') : name;
  const [first] = items;
  const named = [name, ...whose(notification, words)].filter((part) => part !== '');
  const standing = first && isKpiSignal(first.signal) ? standingOf(first.signal, words) : '';
  // A KPI is named by its title alone: which window, its numbers say.
  if (kind === 'kpi' && manyOf(notification) <= 1 && name !== '') {
    return standing === '' ? words.list(named) : words.about(words.list(named), standing);
  }
  // The numbers of one KPI, where several are meant, would be taken for those of all.
  const timing = kind === 'clock' ? timingOf(notification, words, zone) : name === '' || partner === '' ? '' : standing;
  const line = [...named, timing].filter((part) => part !== '');
  const what = countOf(notification, name, words);
  // What is of several promises has no name that could stand behind a colon.
  if (name === '') return words.list([what, ...line]);
  return words.about(what, words.list(line));
}

/** `order 8812`, `214 orders of 12 incidents`, `3 of 214 orders open`. */
function countOf(notification: Notification, name: string, words: Words): string {
  const { action, kind, open, total, items, more, subject, incidents } = notification;
  const [first] = items;
  const many = manyOf(notification);
  if (many <= 1 && first && isClockSignal(first.signal)) return subjectWords(first.signal.subject, words);
  // What the items share, and their incidents, are those of the whole group only if all of it came along.
  const isAll = action === 'announce' || items.length + more >= total;
  const place = isAll && kind === 'clock' && subject !== '' ? subjectWords(subject, words) : '';
  // An order that ended and broke its promise anew is still one order.
  if (place !== '' && name !== '') return place;
  const noun = nounOf(notification, name);
  const isLess = action !== 'resolve' && action !== 'announce' && open > 0 && open < total;
  const count = isLess ? words.openOf(open, total, noun) : words.count(many, noun);
  if (place !== '') return words.list([count, place]);
  if (isLess || !isAll || incidents.length < 2) return count;
  return words.ofIncidents(count, incidents.length, incidents.length >= INCIDENTS_A_NOTIFICATION);
}

/** What is announced is said once, so what the group had before does not count. */
const manyOf = ({ action, total, items, more }: Notification): number =>
  action === 'announce' ? items.length + more : Math.max(total, items.length);

/** Empty where the items are of several promises; a promise whose title has changed is told by its name. */
function titleOf({ title, promise }: Notification, words: Words): string {
  const name = plain(title === '' ? promise : title);
  return name === '' ? '' : words.isolate(name);
}

function whose({ partner, carrier, team }: Notification, words: Words): string[] {
  const parts = [];
  if (partner !== '') parts.push(words.named('partner', words.isolate(plain(partner))));
  if (carrier !== '') parts.push(words.named('carrier', words.isolate(plain(carrier))));
  if (team !== '') parts.push(words.named('team', words.isolate(plain(team))));
  return parts;
}

function timingOf(notification: Notification, words: Words, zone: string): string {
  const { action, items, since, at } = notification;
  const isOver = action === 'resolve' || isOverAlready(notification);
  const dues = items.flatMap(({ signal }) => (isClockSignal(signal) ? [signal.due] : []));
  const instant = action === 'announce' && dues.length > 0 ? Math.min(...dues) : since;
  const moment: Moment = momentOf(instant, at, zone);
  const length = (ms: number): Span | null => (isShort(spanOf(ms)) ? null : spanOf(ms));
  const many = manyOf(notification) > 1;
  if (instant > at) {
    return many ? words.firstDue(moment, length(instant - at)) : words.due(moment, length(instant - at));
  }
  // What is over is late no more.
  const ago = isOver ? null : length(at - instant);
  return many ? words.firstMissed(moment, ago) : words.missed(moment, ago);
}

/** What is counted: by the items that came along, which are the worst of all and almost always of one kind. */
function nounOf({ kind, items, since, at }: Notification, name: string): Noun {
  // An order may have broken several promises, so these are not so many orders.
  if (name === '' && since <= at && items.every(({ signal }) => isClockSignal(signal))) return 'promise';
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
