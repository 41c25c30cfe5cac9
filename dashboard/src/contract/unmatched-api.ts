/**
 * What the tray of the unmatched asks: `GET /api/unmatched?days=`. It shows what was told and what no policy knew what to do with:
 * categories that fit no row of any promise, and partners whom no policy names. Instants are ms UTC.
 */
export interface UnmatchedAnswer {
  /** Only subjects that were told of since then. */
  readonly since: number;
  /** The most frequent first, `UNMATCHED_SHOWN` at most. */
  readonly categories: readonly UnmatchedCategory[];
  readonly partners: readonly UnmatchedPartner[];
  /** Aliases that hold, newest first: what people said, and what packs say. */
  readonly aliases: readonly CategoryAlias[];
  /** To what a category can be aliased: the categories that rows of promises in force name, sorted. */
  readonly known: readonly string[];
}

export const UNMATCHED_SHOWN = 200;
export const EXAMPLES_SHOWN = 5;

/** Tickets of which something was told and nothing was promised, by what they say of themselves. */
export interface UnmatchedCategory {
  /** Empty: they name none. */
  readonly category: string;
  readonly subcategory: string;
  /** How many tickets, and how many of these are not at an end. */
  readonly count: number;
  readonly open: number;
  /** When the first and the last of them was told. */
  readonly first: number;
  readonly last: number;
  /** `EXAMPLES_SHOWN` at most, the newest first. */
  readonly examples: readonly string[];
  /** The known category that is spelled most alike, or null. */
  readonly nearest: string | null;
}

/** Orders and tickets of a partner whom no policy names: market `default`, zone UTC. */
export interface UnmatchedPartner {
  readonly partner: string;
  readonly count: number;
  readonly open: number;
  readonly first: number;
  readonly last: number;
  readonly examples: readonly string[];
}

export interface CategoryAlias {
  readonly from: string;
  readonly to: string;
  /** `pack`: a policy's own (`pack` names it). `person`: somebody said so (`who`, `at`). */
  readonly by: 'pack' | 'person';
  readonly pack: string;
  readonly who: string;
  readonly at: number | null;
}
