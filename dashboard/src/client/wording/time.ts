import { locale } from '../language/language.ts';

/** Times of day in a wall's zone. Formatters are costly to make, so each is made once. */
export interface TimeOfDay {
  /** `14:32:07` */
  seconds(instant: number): string;
  /** `14:47` today, otherwise `Tue 14:47`, or `3 Nov 14:47` when it is more than six days away. */
  near(instant: number, now: number): string;
}

export function timeOfDay(zone: string): TimeOfDay {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options });
  const seconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const minutes = format({ hour: '2-digit', minute: '2-digit' });
  const weekday = format({ weekday: 'short' });
  const date = format({ day: 'numeric', month: 'short' });
  const day = format({ year: 'numeric', month: '2-digit', day: '2-digit' });
  const SIX_DAYS = 6 * 86_400_000;
  return {
    seconds: (instant) => seconds.format(instant),
    near(instant, now) {
      const time = minutes.format(instant);
      if (day.format(instant) === day.format(now)) return time;
      return `${(Math.abs(instant - now) < SIX_DAYS ? weekday : date).format(instant)} ${time}`;
    },
  };
}
