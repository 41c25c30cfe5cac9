import { describe } from 'vitest';

/** CI sets it: then nothing may be left out for want of a real broker, engine or browser. */
export const requireAll = process.env.BELFRY_REQUIRE_ALL === '1';

/**
 * The rule for every real part that a machine may lack. Where it is there, its tests run. Where it is missing they are
 * skipped, loudly; with `BELFRY_REQUIRE_ALL=1` that is a failure.
 *
 * @param part what was looked for, e.g. `Kafka`.
 * @param missing why it is not there and what would bring it, or undefined if it is there.
 * @example
 * describeReal('Kafka', kafka.missing)('the log on Kafka', () => { ... });
 */
export function describeReal(part: string, missing: string | undefined): typeof describe | typeof describe.skip {
  if (missing === undefined) return describe;
  const line = `${part} is missing: ${missing}`;
  if (requireAll) throw new Error(`${line} (BELFRY_REQUIRE_ALL=1 asks for it)`);
  console.warn(`\n!!! SKIPPED: ${line}\n`);
  return describe.skip;
}
