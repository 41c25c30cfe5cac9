import { businessDays, countBetween, countOn, type Piece, usualDay } from './counting.ts';
import type { Course } from './course.ts';
import type { PaperStepTime, PaperTarget } from './paper.ts';
import { joined, type PausePiece } from './pauses.ts';
import { told } from './sight.ts';

/** What a clock is aimed at, worked out anew from its start, its row and all that is left out of its time. */
export interface PaperAim {
  /** Null without a deadline, and while a pause lasts that began before it. */
  readonly due: number | null;
  /** When each step of the ladder comes, in the ladder's order; null for those that do not. */
  readonly steps: readonly (number | null)[];
  /** A pause lasts now and there is no deadline for it. */
  readonly paused: boolean;
}

const DAY = 86_400_000;

export function aimOf(clock: Course, pauses: readonly PausePiece[]): PaperAim {
  const { start, row, promise } = clock;
  // What comes after the end of a clock is no pause of it: one that ended while paused is due as if the pause had ended then.
  const end = clock.stop ?? Number.POSITIVE_INFINITY;
  const out = joined(
    [...clock.gaps, ...pauses.map(({ from, to }): Piece => [from, to])].map(
      ([from, to]): Piece => [Math.max(from, start), Math.min(to, end)],
    ),
  );
  const due = dueOf(clock, row.target, out);
  const steps = promise.ladder.map(({ at }) => instantOf(at, clock, due, out));
  const lasts = out.some(([, to]) => to === Number.POSITIVE_INFINITY);
  return { due, steps, paused: lasts && due === null };
}

function dueOf(clock: Course, target: PaperTarget, out: readonly Piece[]): number | null {
  const { start, policy } = clock;
  switch (target.kind) {
    case 'none':
    case 'not-set':
      return null;
    case 'until':
      return promised(clock, target.field);
    case 'elapsed':
      return countOn(start, target.ms, undefined, out);
    case 'working':
      return countOn(start, target.ms, policy.calendars[target.calendar]!, out);
    case 'business-days': {
      const calendar = policy.calendars[target.calendar]!;
      if (target.reading === 'hours') return countOn(start, target.days * usualDay(calendar), calendar, out);
      let due = businessDays(start, target.days, target.reading, calendar);
      for (const [from, to] of out) {
        if (from >= due) break;
        if (to === Number.POSITIVE_INFINITY) return null;
        due = countOn(due, countBetween(from, to, calendar), calendar, [])!;
      }
      return due;
    }
  }
}

/** A promised instant is what it is; a day counts to its last millisecond in its zone. Anything else is not set. */
function promised({ data, policy }: Course, field: string): number | null {
  const value = told(data, field);
  if (typeof value !== 'string') return null;
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) {
    const instant = /T.*(Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(instant) ? null : instant;
  }
  const zone = told(data, [...field.split('.').slice(0, -1), 'zone'].join('.'));
  const hours =
    policy.zoneHours[String(zone)] ?? policy.zoneHours[policy.partnerZones[String(data.partner)] ?? ''] ?? 0;
  const day = Date.parse(value);
  return Number.isNaN(day) ? null : day + DAY - hours * 3_600_000 - 1;
}

function instantOf(at: PaperStepTime, clock: Course, due: number | null, out: readonly Piece[]): number | null {
  const calendars = clock.policy.calendars;
  if ('start' in at) return countOn(clock.start, at.start, at.calendar ? calendars[at.calendar]! : undefined, out);
  if ('percent' in at) return shareOf(at.percent, clock, out);
  if ('before' in at) return beforeDeadline(at.before, clock, out);
  if (due === null) return null;
  return countOn(due, at.after, at.calendar ? calendars[at.calendar]! : undefined, out);
}

/**
 * Taken back from the deadline. While a pause lasts nobody knows the deadline; but a step that would have come before the
 * pause began, had it never begun, has come.
 */
function beforeDeadline(before: number, clock: Course, out: readonly Piece[]): number | null {
  const { target } = clock.row;
  const lasting = out.find(([, to]) => to === Number.POSITIVE_INFINITY);
  // A pause that began while the clock was stopped begins for it at the reopening. One that was reopened in the instant of its
  // stop never stood.
  const reopenings = clock.gaps.filter(([from, to]) => from < to).map(([, to]) => to);
  const begun = lasting && Math.max(lasting[0], ...reopenings);
  const others = out.map((piece): Piece => (piece === lasting ? [piece[0], begun!] : piece));
  const due = dueOf(clock, target, others);
  if (due === null) return null;
  const instant = due - before;
  return begun === undefined || target.kind === 'until' || instant <= begun ? instant : null;
}

/** A share is counted as the deadline is: in working time, without pauses, or on the plain way to a promised instant. */
function shareOf(percent: number, clock: Course, out: readonly Piece[]): number | null {
  const { start, policy, row } = clock;
  const { target } = row;
  const share = (whole: number): number => Math.round((whole * percent) / 100);
  switch (target.kind) {
    case 'none':
    case 'not-set':
      return null;
    case 'until': {
      const due = promised(clock, target.field);
      return due === null ? null : start + share(due - start);
    }
    case 'elapsed':
      return countOn(start, share(target.ms), undefined, out);
    case 'working':
      return countOn(start, share(target.ms), policy.calendars[target.calendar]!, out);
    case 'business-days': {
      const calendar = policy.calendars[target.calendar]!;
      const whole =
        target.reading === 'hours'
          ? target.days * usualDay(calendar)
          : countBetween(start, businessDays(start, target.days, target.reading, calendar), calendar);
      return countOn(start, share(whole), calendar, out);
    }
  }
}
