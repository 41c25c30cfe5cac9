import type { CalendarIndex } from '../../calendar/calendar-index.ts';
import { addWorking, workingBetween } from '../../calendar/working-time.ts';
import { holds } from '../../policy/condition.ts';
import { REOPENED } from '../../policy/pause-names.ts';
import type { Fact } from '../facts/fact.ts';
import type { Standing } from '../facts/standing.ts';
import type { Pausing } from '../rules/roles.ts';
import { type Entered, fits } from './trigger.ts';

/** A span in which a clock does not count, ms UTC. */
export interface Pause {
  readonly from: number;
  /** null while it lasts: it is the last one then. */
  readonly to: number | null;
  /** The pause of the policy that says so, or `reopened`: the time in which it had stopped. */
  readonly rule: string;
  readonly holder: string;
}

/** Shared by the many clocks that never paused. */
export const NO_PAUSES: readonly Pause[] = [];

/**
 * Which of a promise's pauses are on after a fact, as bits in the order of its list. A fact that both ends and begins a
 * pause leaves it on.
 */
export function pausesOn(before: number, { rule, pauses }: Pausing, fact: Fact, standing: Standing, entered: Entered) {
  let on = before;
  for (let n = 0; n < pauses.length; n++) {
    const pause = pauses[n]!;
    const bit = 1 << n;
    if ('while' in pause) {
      on = holds<unknown>(pause.while, standing.data, rule.read) ? on | bit : on & ~bit;
      continue;
    }
    if (pause.until.on.includes(fact.type) && fits(pause.until, fact, rule, entered)) on &= ~bit;
    if (pause.from.on.includes(fact.type) && fits(pause.from, fact, rule, entered)) on |= bit;
  }
  return on;
}

/** The pause that lasts, if one does. */
export function lasting(pauses: readonly Pause[]): Pause | undefined {
  const last = pauses.at(-1);
  return last?.to === null ? last : undefined;
}

/** The pauses after what is on has changed at an instant: of several that are on, the first of the list speaks. */
export function changePause(pauses: readonly Pause[], on: number, { rule }: Pausing, at: number): readonly Pause[] {
  const speaks = on === 0 ? undefined : rule.promise.pauses![31 - Math.clz32(on & -on)];
  const now = lasting(pauses);
  if (now?.rule === speaks?.name) return pauses;
  const closed = endPause(pauses, at);
  return speaks === undefined ? closed : [...closed, { from: at, to: null, rule: speaks.name, holder: speaks.holder }];
}

/** Ends the pause that lasts; one of no length never was. */
export function endPause(pauses: readonly Pause[], at: number): readonly Pause[] {
  const now = lasting(pauses);
  if (now === undefined) return pauses;
  const before = pauses.slice(0, -1);
  return at > now.from ? [...before, { ...now, to: at }] : before;
}

/** Time that counts: the working time of a calendar, or all time without one. */
export type Counted = CalendarIndex | undefined;

export const countOn = (on: Counted, from: number, ms: number): number =>
  on === undefined ? from + ms : addWorking(on, from, ms);

export const countBetween = (on: Counted, from: number, to: number): number =>
  on === undefined ? to - from : workingBetween(on, from, to);

/**
 * Moves an instant on by the counted time of the pauses that begin before it; one that begins at it or later changes
 * nothing, so a pause after the breach never undoes it. As long as a pause lasts that began before it, it never comes:
 * Infinity.
 */
export function postponed(on: Counted, instant: number, pauses: readonly Pause[]): number {
  let at = instant;
  for (const { from, to } of pauses) {
    if (from >= at) break;
    if (to === null) return Number.POSITIVE_INFINITY;
    at = countOn(on, at, countBetween(on, from, to));
  }
  return at;
}

/** What of the pauses lies behind an instant. */
export function pausesSince(pauses: readonly Pause[], since: number): readonly Pause[] {
  if (pauses.length === 0) return pauses;
  return pauses
    .filter(({ to }) => to === null || to > since)
    .map((pause) => (pause.from >= since ? pause : { ...pause, from: since }));
}

/**
 * The pauses before the one that lasts. One that was handed on without a gap, from the customer to the vendor, is one: it
 * lasts since its first holder. The time in which the clock had stopped is no part of it.
 */
export function beforeLasting(pauses: readonly Pause[]): readonly Pause[] {
  if (lasting(pauses) === undefined) return pauses;
  let first = pauses.length - 1;
  while (first > 0 && isHandedOn(pauses[first - 1]!, pauses[first]!)) first--;
  return pauses.slice(0, first);
}

const isHandedOn = (before: Pause, after: Pause): boolean => before.to === after.from && before.rule !== REOPENED;
