import type { NotificationAction, NotificationReason } from '../../contract/notification.ts';
import type { IncidentBoard } from '../incident/incident-board.ts';
import { beginningOf, type OpenItem } from '../incident/open-item.ts';
import type { Silences } from '../incident/silences.ts';
import type { Group } from './group.ts';

/** What a group has to say at an instant. */
export interface GroupSpeech {
  readonly action: NotificationAction;
  readonly reason: NotificationReason;
  readonly items: readonly OpenItem[];
  /** Items that the hook knows to be open once it has been told. */
  readonly open: number;
}

/**
 * What a group has to say; null if nothing. A silence hides what begins and what goes on, never the end of what was told;
 * what was never told has no end to tell, but that something was broken and is over already is to be known.
 * @param at ms UTC.
 */
export function speechOf(group: Group, board: IncidentBoard, silences: Silences, at: number): GroupSpeech | null {
  const news = newsOf(group, board, silences);
  if (group.announces) {
    if (news.length === 0) return null;
    const reason = group.news === 'customer-told' ? 'customer-told' : 'first';
    return { action: 'announce', reason, items: news, open: 0 };
  }
  const known = knownOf(group, board, news);
  const open = known.length;
  if (!group.triggered) {
    if (news.length === 0) return null;
    return { action: open === 0 ? 'announce' : 'trigger', reason: 'first', items: news, open };
  }
  if (open === 0) return { action: 'resolve', reason: 'resolved', items: news, open };
  return goingOn(group, news, known, silences, at);
}

function goingOn(
  group: Group,
  news: readonly OpenItem[],
  known: readonly OpenItem[],
  silences: Silences,
  at: number,
): GroupSpeech | null {
  const open = known.length;
  if (group.news === 'acknowledged') {
    return { action: 'acknowledge', reason: 'acknowledged', items: news.length > 0 ? news : known, open };
  }
  const heard = known.filter(({ signal }) => !silences.hides(signal));
  if (group.news === 'acknowledgement-expired' && heard.length > 0) {
    const ended = news.filter((item) => !item.open);
    return { action: 'update', reason: 'acknowledgement-expired', items: [...heard, ...ended], open };
  }
  if (news.length > 0) {
    const reason = news.some((item) => item.open) ? 'changed' : 'resolved';
    return { action: 'update', reason, items: news, open };
  }
  // It may have been woken by what a silence hides: that is no reason to tell the rest again.
  if (group.acknowledged || heard.length === 0 || at < repeatOf(group)) return null;
  return { action: 'update', reason: 'repeat', items: heard, open };
}

/** The items whose news may be told now, in no order. */
function newsOf(group: Group, board: IncidentBoard, silences: Silences): OpenItem[] {
  const news: OpenItem[] = [];
  for (const name of group.members.pending) {
    const item = board.items.get(name)!;
    const isNews = item.open
      ? !silences.hides(item.signal)
      : isTold(group, item) || (isOver(item) && !silences.hides(beginningOf(item)));
    if (isNews) news.push(item);
  }
  return news;
}

/** The open items that the hook will know of once it has been told these news. In no order. */
function knownOf(group: Group, board: IncidentBoard, news: readonly OpenItem[]): OpenItem[] {
  const known = news.filter(({ open }) => open);
  const fresh = new Set(known);
  if (fresh.size === group.members.size) return known;
  for (const name of group.members.names()) {
    const item = board.items.get(name)!;
    if (item.open && isTold(group, item) && !fresh.has(item)) known.push(item);
  }
  return known;
}

/** When it is told again although nothing has changed, ms UTC; Infinity: never. */
export const repeatOf = ({ timing: { repeatMs }, toldAt }: Group): number =>
  repeatMs === null ? Number.POSITIVE_INFINITY : toldAt + repeatMs;

/** It was broken and ended late: nothing is to be done any more, but it happened. */
const isOver = ({ open, broken, state }: OpenItem): boolean => !open && broken && state === 'resolved';

const isTold = (group: Group, { name }: OpenItem): boolean => group.members.get(name)?.told === true;

/** Its items, in no order. */
export function* membersOf(group: Group, board: IncidentBoard): Iterable<OpenItem> {
  for (const name of group.members.names()) yield board.items.get(name)!;
}
