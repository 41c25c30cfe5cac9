import { DateTime } from 'luxon';

const DAY_MS = 86_400_000;

/** `2026-04-03` as whole days since 1970-01-01, or undefined. */
export function readDate(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text.trim())) return undefined;
  const date = DateTime.fromISO(text.trim(), { zone: 'utc' });
  return date.isValid ? date.toMillis() / DAY_MS : undefined;
}
