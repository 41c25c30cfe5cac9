import { zoneDay } from '../calendar/zone.ts';
import type { CompiledZone, KpiCohort } from '../policy/compiled.ts';
import { dayOfIso } from './calendar-day.ts';
import { type DataReader, firstTimeOf } from './happening.ts';
import type { KpiClock, KpiView } from './view.ts';

/** The local day to which a subject belongs, or undefined while that is not known. */
export type Cohort = (view: KpiView, clock: KpiClock | undefined) => number | undefined;

/** @param zone the KPI's own; without it the partner's. */
export function cohortOf(cohort: KpiCohort, zone: CompiledZone | undefined, read: DataReader): Cohort {
  switch (cohort.kind) {
    case 'due':
      return (view, clock) => (typeof clock?.due === 'number' ? deadlineDay(zone ?? view.zone, clock.due) : undefined);
    case 'start':
      return (view, clock) => (clock === undefined ? undefined : zoneDay(zone ?? view.zone, clock.start));
    case 'first':
      return (view) => {
        const time = firstTimeOf(view.facts, cohort, read);
        return time === undefined ? undefined : zoneDay(zone ?? view.zone, time);
      };
    case 'field':
      return (view) => promisedDay(read(view.data, cohort.field), zone ?? view.zone);
  }
}

/**
 * A deadline is the last instant that keeps a promise, so it belongs to the day that it closes: 23:59:59.999 and the
 * midnight after it both close the promised day, and an order promised for the 5th never counts on the 6th.
 */
const deadlineDay = (zone: CompiledZone, due: number): number => zoneDay(zone, due - 1);

/** A day that was promised is that day, whatever the zone; an instant is the last of the day that it closes. */
function promisedDay(told: unknown, zone: CompiledZone): number | undefined {
  if (typeof told !== 'string') return undefined;
  const day = dayOfIso(told);
  if (day !== undefined) return day;
  // Without a zone it would be read in the machine's (law 1), so it is no time.
  const instant = ZONED.test(told) ? Date.parse(told) : Number.NaN;
  return Number.isNaN(instant) ? undefined : deadlineDay(zone, instant);
}

const ZONED = /T.*(?:Z|[+-]\d\d:\d\d)$/;
