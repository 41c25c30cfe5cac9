const UNITS = { h: 3_600_000, d: 86_400_000 } as const;
const LENGTH = /^([1-9]\d{0,4})([hd])$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Reads when a token ends: after a length (`30d`, `12h`), before a day (`2026-12-31`, UTC), or at an instant with its zone.
 *
 * @returns ms UTC, or undefined if it says none of these.
 */
export function readExpiry(text: string, now: number): number | undefined {
  const [, count, unit] = LENGTH.exec(text) ?? [];
  if (count !== undefined) return now + Number(count) * UNITS[unit as keyof typeof UNITS];
  if (!DAY.test(text) && !INSTANT.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
