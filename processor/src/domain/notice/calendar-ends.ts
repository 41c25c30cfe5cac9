import type { CalendarEnds } from '../../contract/index.ts';
import { DAY_MS } from '../calendar/zone.ts';
import type { CompiledPack } from '../policy/compiled.ts';
import { causedBy, type NoticeCause, noticeId } from './notice-cause.ts';
import type { PackVersion } from './policy-changed.ts';

/** So long before its end a calendar is told of, ms: a quarter is time enough to publish a pack. */
const NOTICE_MS = 90 * DAY_MS;

/** Something of a version that was compiled up to an instant. */
export interface End {
  readonly policy: number;
  readonly pack: string;
  readonly calendar: string;
  /** ms UTC. */
  readonly ends: number;
}

/**
 * What of a version ends: its calendars, and the zones whose clocks are still set forward and back. A zone in which a
 * calendar lies ends with it, and needs no word of its own.
 */
export function endsOf({ number, pack }: PackVersion): End[] {
  const calendars = Object.values(pack.calendars);
  const covered = new Set(calendars.map(({ zone }) => zone));
  const end = (calendar: string, ends: number): End => ({ policy: number, pack: pack.pack, calendar, ends });
  return [
    ...calendars.map(({ name, until }) => end(name, until)),
    ...shiftingZones(pack)
      .filter(({ name }) => !covered.has(name))
      .map(({ name, until }) => end(name, until)),
  ];
}

const shiftingZones = ({ zones }: CompiledPack): { name: string; until: number }[] =>
  Object.values(zones).flatMap(({ name, until }) => (until === undefined ? [] : [{ name, until }]));

/** The instant from which on it is to be said, ms UTC. */
export const noticeTime = ({ ends }: End): number => ends - NOTICE_MS;

/** Names it among those of its lane. */
export const keyOfEnd = ({ policy, calendar }: End): string => `${policy} ${calendar}`;

export function calendarEnds(end: End, cause: NoticeCause): CalendarEnds {
  const { pack, policy, calendar, ends } = end;
  const about = `calendar/${pack}/${calendar}`;
  return {
    id: noticeId('calendar-ends', about, policy),
    kind: 'calendar-ends',
    about,
    title: `The calendar ${calendar} ends soon`,
    reason:
      `What version ${policy} of the pack ${pack} knows of ${calendar} ends on ${new Date(ends).toISOString().slice(0, 10)}, ` +
      'and no deadline behind that can be worked out; publish the pack again with any change, which takes it six years ' +
      'ahead (the very same bytes are known already and would change nothing)',
    pack,
    policy,
    calendar,
    ends,
    at: noticeTime(end),
    ...causedBy(cause),
  };
}
