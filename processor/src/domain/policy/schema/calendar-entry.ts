import * as z from 'zod';
import { closed, text } from './closed.ts';

/** The shape of a calendar and of a partner in YAML. Hours and dates are read by `read/read-calendar.ts`. */

const dated = (what: string) => z.record(z.string(), text(what), `a mapping from dates to ${what}`);

export const calendar = closed('a calendar', {
  zone: text('an IANA time zone such as `Europe/Prague`').meta({ description: 'Whose wall clock the hours are on.' }),
  hours: z
    .record(z.string(), text('hours such as `09:00-18:00`'), 'a mapping from weekdays to hours')
    .meta({ description: '`monday to friday: 09:00-12:00, 13:00-18:00`. A weekday that is not named is free.' }),
  holidays: dated('the name of the holiday')
    .optional()
    .meta({ description: '`2026-04-03: Good Friday`, or `2026-03-19 to 2026-03-22: Eid`.' }),
  'every-year': dated('the name of the holiday').optional().meta({ description: '`12-25: Christmas Day`.' }),
  exceptions: dated('hours such as `09:00-13:00`')
    .optional()
    .meta({ description: 'Other hours on a date, whatever its weekday; they win over holidays.' }),
});

export const partner = closed('a partner', {
  name: text('the name that people know'),
  market: text('the market that it sells in, such as `cz`'),
  zone: text('an IANA time zone such as `Europe/Prague`'),
  tier: text('its tier, such as `gold`'),
  'review-day': z
    .int('the day of the month of its review, from 1 to 28')
    .min(1, 'a day of the month from 1 to 28')
    .max(28, 'a day of the month from 1 to 28, since every month has it'),
});

export type CalendarEntry = z.infer<typeof calendar>;
