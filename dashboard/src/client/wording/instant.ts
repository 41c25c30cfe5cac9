import { locale } from '../language/language.ts';

/** Instants with their day, in a zone: `23 Nov 14:32`. */
export function instantWords(zone: string): (instant: number) => string {
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hourCycle: 'h23',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  // The language's own comma between day and time is noise in a column of them.
  return (instant) => parts.format(instant).replace(/[,،]/u, '');
}
