import type { CalendarIndex } from '../../calendar/calendar-index.ts';
import { addWorking } from '../../calendar/working-time.ts';
import type { TargetRow } from '../../policy/compiled.ts';
import { holds } from '../../policy/condition.ts';
import { REOPENED } from '../../policy/pause-names.ts';
import { clockKey } from '../clock-key.ts';
import type { Fact } from '../facts/fact.ts';
import type { Standing } from '../facts/standing.ts';
import type { PromiseRule } from '../rules/promise-rule.ts';
import { type Aim, aim, UNMATCHED } from './aim.ts';
import { beforeLasting, endPause, lasting, NO_PAUSES, type Pause } from './pauses.ts';

/** One promise on one subject, as its facts tell it. Whether time has run out is not a fact: see tell/telling.ts. */
export interface JudgedClock {
  /** Names it among its subject's clocks: the promise and the cycle. */
  readonly key: string;
  readonly rule: PromiseRule;
  /** From 1. */
  readonly cycle: number;
  /** ms UTC. */
  readonly start: number;
  row: TargetRow;
  aim: Aim;
  /** In their order, without overlap. */
  pauses: readonly Pause[];
  end: End;
  /** When it ended, ms UTC. */
  stop: number | null;
  /** The type of the event that ended it. */
  endedBy: string;
  /** How often it went on after it had stopped, and the last of those stops, ms UTC. */
  reopenings: number;
  wentOnFrom: number | null;
}

export type End = 'running' | 'stopped' | 'cancelled';

export function beginClock(rule: PromiseRule, cycle: number, start: number, standing: Standing): JudgedClock {
  const row = rowFor(rule, standing, start);
  return {
    key: cycle === 1 ? rule.firstKey : clockKey(rule.promise.id, cycle),
    rule,
    cycle,
    start,
    row,
    aim: aim(row.target, start, rule, standing.dataMovedBy(rule.promise.movedBy)),
    pauses: NO_PAUSES,
    end: 'running',
    stop: null,
    endedBy: '',
    reopenings: 0,
    wentOnFrom: null,
  };
}

/** What a promise is aimed at follows the data while the clock runs: a new category brings its own target. */
export function aimAgain(clock: JudgedClock, standing: Standing): void {
  const { rule, start, pauses } = clock;
  clock.row = rowFor(rule, standing, start);
  clock.aim = aim(clock.row.target, start, rule, standing.dataMovedBy(rule.promise.movedBy), pauses);
}

/** @param pauses as they are from now on. */
export function pauseClock(clock: JudgedClock, pauses: readonly Pause[], standing: Standing): void {
  if (pauses === clock.pauses) return;
  clock.pauses = pauses;
  aimAgain(clock, standing);
}

export function endClock(clock: JudgedClock, end: 'stopped' | 'cancelled', fact: Fact, standing: Standing): void {
  pauseClock(clock, endPause(clock.pauses, fact.time), standing);
  clock.end = end;
  clock.stop = fact.time;
  clock.endedBy = fact.type;
}

/** The time from the stop to the reopening does not count. */
export function reopenClock(clock: JudgedClock, at: number, standing: Standing): void {
  const from = Math.max(clock.stop!, clock.start);
  if (at > from) clock.pauses = [...clock.pauses, { from, to: at, rule: REOPENED, holder: '' }];
  clock.wentOnFrom = clock.stop;
  clock.end = 'running';
  clock.stop = null;
  clock.endedBy = '';
  clock.reopenings++;
  aimAgain(clock, standing);
}

/** Whether a pause lasts that began before the deadline: time does not bring the clock nearer to it. */
export const isPaused = ({ aim: { due }, pauses }: JudgedClock): boolean =>
  due === null ? lasting(pauses) !== undefined : due === Number.POSITIVE_INFINITY;

/**
 * What a paused clock would be aimed at had its pause never begun, and when it did begin; undefined of one that is not paused.
 * A promised date is not asked for again: pauses do not move it, so such a clock is not paused.
 */
export function unpausedAim({ row, start, rule, pauses }: JudgedClock): { aim: Aim; since: number } | undefined {
  const before = beforeLasting(pauses);
  const since = pauses[before.length]?.from;
  return since === undefined ? undefined : { aim: aim(row.target, start, rule, NO_DATA, before), since };
}

const NO_DATA = {};

/** The deadline, where there is one now: a row may have none, and while the clock is paused nobody knows it. */
export const knownDue = ({ aim: { due } }: JudgedClock): number | null =>
  due === Number.POSITIVE_INFINITY ? null : due;

/** Went on after an end that had come too late: that the deadline had passed needs no other proof. */
export const hasEndedLate = ({ aim: { due }, wentOnFrom }: JudgedClock): boolean =>
  due !== null && wentOnFrom !== null && wentOnFrom > due;

function rowFor(rule: PromiseRule, standing: Standing, start: number): TargetRow {
  for (const row of rule.promise.rows) {
    if (row.when !== undefined && !holds<unknown>(row.when, standing.data, rule.read)) continue;
    if (row.starts !== undefined) {
      const isWithin = isWorking(rule.calendars.get(row.starts.calendar)!, start);
      if (isWithin !== row.starts.within) continue;
    }
    return row;
  }
  return UNMATCHED;
}

/** Whether an instant is working time: it is its own next one. */
export const isWorking = (calendar: CalendarIndex, at: number): boolean => addWorking(calendar, at, 1) === at + 1;
