import { businessDays } from '../calendar/business-days.ts';
import type { CalendarIndex } from '../calendar/calendar-index.ts';
import { addWorking, workingBetween } from '../calendar/working-time.ts';
import { DAY_MS, endOfLocalDay } from '../calendar/zone.ts';
import type { CompiledZone, Target, TargetRow } from '../policy/compiled.ts';
import { fieldAt } from '../policy/condition.ts';
import type { PromiseRule } from './ruleset.ts';

/** What a clock is aimed at: the last instant at which a stop keeps the promise, or why there is none. */
export type Aim =
  | {
      readonly kind: 'deadline';
      /** ms UTC. */
      readonly due: number;
      /** When each step of the promise's ladder is reached, ms UTC, in the ladder's order. */
      readonly steps: readonly number[];
    }
  | { readonly kind: 'none' | 'not-set'; readonly due: null; readonly steps: readonly [] };

const NO_STEPS: readonly number[] = [];
const NONE: Aim = { kind: 'none', due: null, steps: [] };
const NOT_SET: Aim = { kind: 'not-set', due: null, steps: [] };

/** The row of a subject that fits no row of the policy: it goes to the tray of unmatched ones, and is timed. */
export const UNMATCHED: TargetRow = {
  name: 'unmatched',
  target: { kind: 'not-set' },
  team: '',
  action: '',
  urgent: false,
  provenance: '',
};

/**
 * The deadline of a clock that started at `start` (ms UTC).
 * @throws CalendarError `CALENDAR_ENDS` when the working spans that were compiled do not reach so far.
 */
export function aim(target: Target, start: number, rule: PromiseRule, data: Readonly<Record<string, unknown>>): Aim {
  switch (target.kind) {
    case 'none':
      return NONE;
    case 'not-set':
      return NOT_SET;
    case 'until': {
      const due = promisedInstant(target.field, rule, data);
      return Number.isNaN(due) ? NOT_SET : roundTheClock(start, due, rule);
    }
    case 'elapsed':
      return roundTheClock(start, start + target.ms, rule);
    case 'working': {
      const calendar = rule.calendars.get(target.calendar)!;
      return onCalendar(calendar, start, addWorking(calendar, start, target.ms), rule);
    }
    case 'business-days': {
      const calendar = rule.calendars.get(target.calendar)!;
      return onCalendar(calendar, start, businessDays(calendar, start, target.days, target.reading), rule);
    }
  }
}

/**
 * What was promised, ms UTC; NaN when it is no time that can be read. A day without a time counts to its end: in the zone
 * that the promise names, else in the partner's, where the pack knows them, else in UTC. Without a zone a time of day would
 * be read in the machine's (law 1), so it is none.
 */
function promisedInstant(field: string, rule: PromiseRule, data: Readonly<Record<string, unknown>>): number {
  const promised = fieldAt(data, field);
  if (typeof promised !== 'string') return Number.NaN;
  if (!DAY.test(promised)) return INSTANT.test(promised) ? Date.parse(promised) : Number.NaN;
  const told = fieldAt(data, field.replace(/[^.]+$/, 'zone'));
  const zone =
    rule.zones.get(typeof told === 'string' ? told : '') ??
    rule.zones.get(rule.partnerZones.get(typeof data.partner === 'string' ? data.partner : '') ?? '') ??
    UTC;
  return endOfLocalDay(zone, Date.parse(promised) / DAY_MS);
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const UTC: CompiledZone = { name: 'UTC', offsets: [0, 0] };

function roundTheClock(start: number, due: number, rule: PromiseRule): Aim {
  const { ladder } = rule.promise;
  if (ladder.length === 0) return { kind: 'deadline', due, steps: NO_STEPS };
  const steps: number[] = [];
  for (const { at } of ladder) {
    steps.push('percent' in at ? start + Math.round(((due - start) * at.percent) / 100) : due - at.before);
  }
  return { kind: 'deadline', due, steps };
}

/** A share of a target in working time is working time: nobody is reminded on a Sunday night of a Monday's deadline. */
function onCalendar(calendar: CalendarIndex, start: number, due: number, rule: PromiseRule): Aim {
  const { ladder } = rule.promise;
  if (ladder.length === 0) return { kind: 'deadline', due, steps: NO_STEPS };
  const working = workingBetween(calendar, start, due);
  const steps: number[] = [];
  for (const { at } of ladder) {
    steps.push(
      'percent' in at ? addWorking(calendar, start, Math.round((working * at.percent) / 100)) : due - at.before,
    );
  }
  return { kind: 'deadline', due, steps };
}
