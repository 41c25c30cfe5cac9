/** The codes of this room. None is worth a retry: the same question gets the same answer until a pack is published. */
export type CalendarErrorCode =
  /** An instant, or an answer, lies outside what was compiled (2010 to six years after the pack was published). */
  | 'CALENDAR_ENDS'
  /** A calendar whose hours, holidays and exceptions leave no working time after the pack is published. */
  | 'NO_WORKING_TIME'
  /** A zone that the zone database does not know. */
  | 'UNKNOWN_ZONE';

export class CalendarError extends Error {
  readonly code: CalendarErrorCode;
  /** The calendar's name, or the zone's. */
  readonly calendar: string;
  /** What to write or do instead. */
  readonly instead: string;
  readonly retriable = false;

  constructor(code: CalendarErrorCode, calendar: string, message: string, instead: string) {
    super(`${message} (${code})`);
    this.name = 'CalendarError';
    this.code = code;
    this.calendar = calendar;
    this.instead = instead;
  }
}

/** @param doing what was being worked out, for instance `adding 2 h of working time`. */
export function calendarEnds(calendar: string, from: number, until: number, at: number, doing: string): CalendarError {
  const told = Number.isFinite(at) ? new Date(at).toISOString() : String(at);
  return new CalendarError(
    'CALENDAR_ENDS',
    calendar,
    `${doing} at ${told} leaves the calendar "${calendar}", which was compiled from ${new Date(from).toISOString()} ` +
      `to ${new Date(until).toISOString()}.`,
    'the pack again with any change (the same bytes are known already): that compiles it six years ahead; nothing before 2010 is kept',
  );
}
