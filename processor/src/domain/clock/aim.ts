import { businessDays } from '../calendar/business-days.ts';
import { addWorking } from '../calendar/working-time.ts';
import type { Target, TargetRow } from '../policy/compiled.ts';
import { fieldAt } from '../policy/condition.ts';
import type { PromiseRule } from './ruleset.ts';

/** What a clock is aimed at: the last instant at which a stop keeps the promise, or why there is none. */
export type Aim =
  | { readonly kind: 'deadline'; readonly due: number }
  | { readonly kind: 'none' | 'not-set'; readonly due: null };

const NONE: Aim = { kind: 'none', due: null };
const NOT_SET: Aim = { kind: 'not-set', due: null };

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
    case 'elapsed':
      return { kind: 'deadline', due: start + target.ms };
    case 'working':
      return { kind: 'deadline', due: addWorking(rule.calendars.get(target.calendar)!, start, target.ms) };
    case 'business-days':
      return {
        kind: 'deadline',
        due: businessDays(rule.calendars.get(target.calendar)!, start, target.days, target.reading),
      };
    case 'until': {
      // Ingest has turned days into instants: the end of the promised day in the promise's zone.
      const promised = fieldAt(data, target.field);
      const due = typeof promised === 'string' ? Date.parse(promised) : Number.NaN;
      return Number.isNaN(due) ? NOT_SET : { kind: 'deadline', due };
    }
    case 'none':
      return NONE;
    case 'not-set':
      return NOT_SET;
  }
}
