import type { CalendarEnds } from '../../processor/src/contract/signal.ts';

/** A notice as lanes say it: a calendar of a policy in force ends soon. */
export const notice: CalendarEnds = {
  id: 'sig_notice',
  kind: 'calendar-ends',
  about: 'calendar/mall/riyadh',
  title: 'The calendar riyadh ends soon',
  reason: 'publish the pack again',
  pack: 'mall',
  policy: 4,
  calendar: 'riyadh',
  ends: 9_000,
  at: 5_000,
  horizon: 6_001,
  quiet: false,
  lane: 0,
  offset: 3,
  k: 0,
};
