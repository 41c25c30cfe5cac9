import type { CompiledRoute } from '../../contract/routing.ts';
import { isClockSignal, isKpiSignal, type Signal } from '../../contract/signal.ts';
import { hash } from '../incident/incident-state.ts';
import { placeOfSignal } from '../incident/item-change.ts';
import type { OpenItem } from '../incident/open-item.ts';
import { Members } from './members.ts';

/**
 * What belongs together at one hook, from its first item until nothing of it is open and everything has been said. JSON but
 * for its members: it is a state row, and they are rows of their own.
 */
export interface Group {
  /** The dedup key. */
  readonly id: string;
  readonly hook: string;
  readonly route: string;
  /** What makes the next item join it; of several that were merged, all their keys. */
  readonly keys: string[];
  /** Announcements are said once and over. */
  readonly announces: boolean;
  /** Takes in what its hook's limit leaves no post for: there is one at most at each hook. */
  readonly overflow: boolean;
  readonly timing: Timing;
  readonly threshold: CompiledRoute['threshold'];
  readonly members: Members;
  /** Items it ever had. */
  total: number;
  /** How many posts it had. */
  n: number;
  /** Whether a trigger stands that has had no resolve. */
  triggered: boolean;
  toldAt: number;
  /** Whether everything open in it was acknowledged when that was last looked at. */
  acknowledged: boolean;
  /** What there is to say beside its items. */
  news: 'acknowledged' | 'acknowledgement-expired' | 'customer-told' | null;
  /** Instants of breaches, ms UTC, as far as the threshold looks back. */
  breaches: number[];
  /** When it may speak; Infinity: when something happens. */
  due: number;
  /** Since when it has waited for a post that the hook's limit did not leave; Infinity: it does not. */
  waits: number;
}

export type Timing = Pick<CompiledRoute, 'waitMs' | 'everyMs' | 'repeatMs'>;

/** A ladder's step that names a hook has no route to say it: it is told as soon as others of the moment have gathered. */
export const LADDER = 'ladder';
export const LADDER_TIMING: Timing = { waitMs: 1_000, everyMs: 60_000, repeatMs: null };

export function beginGroup(
  start: Pick<Group, 'hook' | 'route' | 'announces' | 'timing' | 'threshold'> & { readonly overflow?: boolean },
  key: string,
  first: string,
): Group {
  return {
    overflow: false,
    ...start,
    id: `grp_${hash([start.hook, key, first])}`,
    keys: [key],
    members: new Members(),
    total: 0,
    n: 0,
    triggered: false,
    toldAt: 0,
    acknowledged: false,
    news: null,
    breaches: [],
    due: Number.POSITIVE_INFINITY,
    waits: Number.POSITIVE_INFINITY,
  };
}

/** What makes items belong together at a hook: its route, and what that groups by. */
export function groupKey(hook: string, route: string, by: CompiledRoute['groupBy'], item: OpenItem): string {
  if (by === 'incident') return JSON.stringify([hook, route, item.incident]);
  if (by === 'clock') return JSON.stringify([hook, route, item.key]);
  return JSON.stringify([hook, route, ...by.map((field) => fieldOf(item.signal, field))]);
}

/** Announcements of one title gather: a hundred reminders of a minute are one post. */
export const announcementKey = (hook: string, route: string, signal: Signal): string =>
  JSON.stringify([hook, route, 'announce', signal.kind, signal.title]);

function fieldOf(signal: Signal, field: string): string {
  if (field === 'kpi') return isKpiSignal(signal) ? signal.kpi : '';
  if (field === 'promise') return isClockSignal(signal) ? signal.promise : '';
  return placeOfSignal(signal)[field as 'partner' | 'carrier' | 'team' | 'channel' | 'market'];
}

/** Whether so many breaches have come that the route's threshold lets the group speak. */
export function isArmed({ threshold, triggered, breaches }: Group): boolean {
  return threshold === null || triggered || breaches.length >= threshold.breaches;
}

/** Takes note of a breach, and forgets those that the threshold does not look back to. */
export function countBreach(group: Group, at: number): void {
  const { threshold } = group;
  if (threshold === null) return;
  // More than it asks for tell it nothing, and in a storm there are very many.
  const last = [...group.breaches, at].slice(-threshold.breaches);
  group.breaches = last.filter((instant) => at - instant < threshold.withinMs);
}
