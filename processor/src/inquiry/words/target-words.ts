import type { Target } from '../../domain/policy/compiled.ts';
import { durationWords } from './duration-words.ts';

const READINGS = {
  'same-time': 'to the same time of day',
  hours: 'counted in hours of a usual day',
  'end-of-day': 'to the end of the day',
} as const;

/** What a promise is aimed at: `3 h, round the clock`. */
export function targetWords(target: Target): string {
  switch (target.kind) {
    case 'elapsed':
      return `${durationWords(target.ms)}, round the clock`;
    case 'working':
      return `${durationWords(target.ms)} of working time on the calendar ${target.calendar}`;
    case 'business-days':
      return `${target.days} business day${target.days === 1 ? '' : 's'} on the calendar ${target.calendar}, ${READINGS[target.reading]}`;
    case 'until':
      return `until ${target.field}, as it was promised`;
    case 'none':
      return 'no target: counted and timed, never breached';
    case 'not-set':
      return 'target not set yet: counted and timed, never breached';
  }
}

/** The calendar on which it counts; null round the clock. */
export const calendarOfTarget = (target: Target): string | null =>
  target.kind === 'working' || target.kind === 'business-days' ? target.calendar : null;
