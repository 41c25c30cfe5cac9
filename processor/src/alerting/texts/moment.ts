import { DateTime } from 'luxon';

/** An instant as people in a zone read it: the day only where it is not the day on which they are told. */
export interface Moment {
  /** `14:32`. */
  readonly time: string;
  /** Day and month, and year if it is another one; null: today. */
  readonly date: { readonly day: number; readonly month: number; readonly year: number | null } | null;
}

/** @param told when it is told, ms UTC. */
export function momentOf(instant: number, told: number, zone: string): Moment {
  const local = DateTime.fromMillis(instant, { zone });
  const then = DateTime.fromMillis(told, { zone });
  const { day, month, year } = local;
  const date = local.hasSame(then, 'day') ? null : { day, month, year: year === then.year ? null : year };
  return { time: local.toFormat('HH:mm'), date };
}
