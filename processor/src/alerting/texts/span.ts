/** How long something is, in its two greatest units: whole days, hours, minutes. Less than a minute is none. */
export interface Span {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
}

const MINUTE = 60_000;

/** Cut, not rounded: a lateness is never told greater than it is. Beyond a day minutes are nobody's concern. */
export function spanOf(ms: number): Span {
  const total = Math.max(0, Math.floor(ms / MINUTE));
  const days = Math.floor(total / 1440);
  return { days, hours: Math.floor((total % 1440) / 60), minutes: days > 0 ? 0 : total % 60 };
}

export const isShort = ({ days, hours, minutes }: Span): boolean => days + hours + minutes === 0;
