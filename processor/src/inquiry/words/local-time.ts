import { DateTime } from 'luxon';

/** Instants as people in one zone read them. */
export interface LocalTime {
  readonly zone: string;
  /** `Thu 26 Nov 17:30:00`; with the year if it is another than that of `around`. */
  at(instant: number): string;
  /** With the year, always. */
  full(instant: number): string;
  /** `17:30`. */
  clock(instant: number): string;
  /** `Thu 26 Nov`. */
  day(instant: number): string;
}

/** @param around an instant whose year goes without saying, ms UTC. */
export function localTime(zone: string, around: number): LocalTime {
  const of = (instant: number): DateTime => DateTime.fromMillis(instant, { zone, locale: 'en-GB' });
  const { year } = of(around);
  const day = (instant: number): string => {
    const local = of(instant);
    return local.toFormat(local.year === year ? 'ccc d LLL' : 'ccc d LLL yyyy');
  };
  return {
    zone,
    day,
    at: (instant) => `${day(instant)} ${of(instant).toFormat('HH:mm:ss')}`,
    full: (instant) => of(instant).toFormat('ccc d LLL yyyy HH:mm:ss'),
    clock: (instant) => of(instant).toFormat('HH:mm'),
  };
}
