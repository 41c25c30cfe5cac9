import { BelfryError } from './belfry-error.ts';

/** @throws BelfryError `USAGE` when there is no such time zone */
export function requireZone(name: string | undefined): void {
  if (name === undefined) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    throw new BelfryError('USAGE', `"${name}" is no time zone: write an IANA name such as Europe/Prague or UTC.`);
  }
}
