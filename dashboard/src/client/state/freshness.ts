/** From when on the age of the picture warns, and from when on the picture counts as old (screens: link lost). ms. */
export const WARN_AGE_MS = 3_000;
export const OLD_AGE_MS = 15_000;
/** For how long the wall still says that it had been old, ms. */
const REMEMBERED_MS = 60_000;

/** `link`: the server does not answer. `data`: it does, but cannot read its log or its tables. */
export type StaleCause = 'link' | 'data';

export interface Freshness {
  readonly level: 'fresh' | 'aging' | 'old';
  readonly cause: StaleCause;
  /** Since when nothing newer is known (ms UTC). */
  readonly since: number;
  /** How old the picture is, ms. */
  readonly age: number;
  /** The last time that the picture was stale, while it is worth saying. */
  readonly was: { readonly from: number; readonly until: number } | null;
}

export interface Observed {
  /** ms UTC by the server's clock. */
  readonly now: number;
  /** The instant of which the picture is known to be whole. */
  readonly asOf: number;
  readonly linked: boolean;
}

/** How fresh the picture is, looked at each second; what was seen before says whether it has just recovered. */
export function freshness(before: Freshness | null, { now, asOf, linked }: Observed): Freshness {
  const age = Math.max(0, now - asOf);
  const level = age >= OLD_AGE_MS ? 'old' : age >= WARN_AGE_MS ? 'aging' : 'fresh';
  const recovered = level === 'fresh' && before !== null && before.level !== 'fresh';
  const was = recovered ? { from: before.since, until: now } : (before?.was ?? null);
  return {
    level,
    cause: linked ? 'data' : 'link',
    since: asOf,
    age,
    was: was !== null && now - was.until < REMEMBERED_MS ? was : null,
  };
}
