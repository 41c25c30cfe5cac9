import * as z from 'zod';

/**
 * Instants and days as sources may write them (events.md). An instant names its zone, because a time without one means
 * something else in every country; a day stands alone only where a promise is told, and counts to its end there.
 */

/** Placeholders of systems that have no time to tell (0001-01-01) lie before it; no order or ticket does. */
const since1970 = '(?=19[7-9]|[2-9]\\d)';
const day = since1970 + z.regexes.date.source.replace(/^\^|\$$/g, '');
const clockTime = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?';
const zone = '(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';

/** `2026-11-23T17:00:00+01:00`; seconds and their fraction may be missing, the zone may not. */
export const INSTANT = new RegExp(`^${day}T${clockTime}${zone}$`);
/** An instant, or a day: `2026-11-23`. */
export const INSTANT_OR_DAY = new RegExp(`^${day}(?:T${clockTime}${zone})?$`);

const DAY_ONLY = new RegExp(`^${day}$`);
const BEFORE_1970 = /^(?:0\d|1[0-8]|19[0-6])\d*-\d\d-\d\d/;
const WITHOUT_ZONE = new RegExp(`^${day}[T ]${clockTime}$`);
export const instant = z
  .string()
  .regex(INSTANT)
  .meta({ format: 'date-time', examples: ['2026-11-23T17:00:00+01:00'] });
export const instantOrDay = z
  .string()
  .regex(INSTANT_OR_DAY)
  .meta({ description: 'An instant with a zone, or a day.', examples: ['2026-11-23T17:00:00+01:00', '2026-11-23'] });

export type InstantFault = 'TIME_WITHOUT_ZONE' | 'TIME_UNREADABLE';

/** What is wrong with a text that is no instant, and what to write instead. */
export function explainInstant(value: unknown, dayAllowed: boolean): { code: InstantFault; message: string } {
  const told = JSON.stringify(value);
  const orDay = dayAllowed ? ', or a day such as 2026-11-23' : '';
  if (typeof value === 'string' && WITHOUT_ZONE.test(value)) {
    const meant = value.replace(' ', 'T');
    return {
      code: 'TIME_WITHOUT_ZONE',
      message: `is ${told}, which names no zone: write ${meant}Z if it is UTC, or its offset, for instance ${meant}+01:00`,
    };
  }
  if (typeof value === 'string' && DAY_ONLY.test(value)) {
    return {
      code: 'TIME_WITHOUT_ZONE',
      message: `is ${told}, a day without a zone: write an instant of it, for instance ${value}T12:00:00Z, and data.timeQuality "date"`,
    };
  }
  if (typeof value === 'string' && BEFORE_1970.test(value)) {
    return { code: 'TIME_UNREADABLE', message: `is ${told}, a placeholder before 1970: write when it happened` };
  }
  return {
    code: 'TIME_UNREADABLE',
    message: `is ${told}, no time that can be read: write ISO 8601 with a zone, for instance 2026-11-23T17:00:00+01:00${orDay}`,
  };
}
