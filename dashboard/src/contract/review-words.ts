/** What has no name of its own is put in brackets, as no source would write it. */
export const groupInWords = (group: string | null): string =>
  group === null ? '(total)' : group === '' ? '(none)' : group;
export const levelInWords = (level: string): string => (level === '' ? '(first level)' : level);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `42 s`, `17 min`, `3 h 05`, `1,204 h`: hours and never days, since a day of working time is shorter than one. */
export function timeInWords(ms: number | null): string {
  if (ms === null) return 'n/a';
  if (ms < MINUTE) return `${Math.round(ms / 1000)} s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  if (ms >= 100 * HOUR) return `${inFull(Math.round(ms / HOUR))} h`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
}

/** Cut and not rounded, so that 99.97 % never reads as all. */
export const percentInWords = (percent: number | null): string =>
  percent === null ? 'n/a' : `${(Math.floor(percent * 10 + 1e-9) / 10).toFixed(1)} %`;

const grouped = new Intl.NumberFormat('en');
export const inFull = (n: number): string => grouped.format(n);
