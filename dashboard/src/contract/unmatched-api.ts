/**
 * What the tray of the unmatched asks: `GET /api/unmatched?days=`. It shows what was told and what no policy knew what to do with:
 * categories that fit no row of any promise, and partners whom no policy names. Instants are ms UTC.
 */
export interface UnmatchedAnswer {
  /** Only clocks that began since then. */
  readonly since: number;
  /** The most frequent first, `UNMATCHED_SHOWN` at most. */
  readonly categories: readonly UnmatchedCategory[];
  readonly partners: readonly UnmatchedPartner[];
  /** Aliases that hold, newest first: what people said, and what packs say. */
  readonly aliases: readonly CategoryAlias[];
  /** To what a value can be aliased: the values that rows of promises on tickets name, sorted. */
  readonly known: Readonly<Record<AliasField, readonly string[]>>;
}

/** Which field of a ticket an alias is of. */
export const ALIAS_FIELDS = ['category', 'subcategory'] as const;
export type AliasField = (typeof ALIAS_FIELDS)[number];

export const UNMATCHED_SHOWN = 200;
export const EXAMPLES_SHOWN = 5;

/** Tickets that fit no row of a promise: they are timed, and no deadline is theirs. By what they say of themselves. */
export interface UnmatchedCategory {
  /** Empty: they name none. */
  readonly category: string;
  readonly subcategory: string;
  /** How many tickets, and how many of these are not at an end. */
  readonly count: number;
  readonly open: number;
  /** When the first and the last of them began. */
  readonly first: number;
  readonly last: number;
  /** `EXAMPLES_SHOWN` at most, the newest first. */
  readonly examples: readonly string[];
  /** The known value that is spelled most alike, where one is unknown; null where there is nothing like it. */
  readonly suggestion: { readonly field: AliasField; readonly from: string; readonly to: string } | null;
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

/**
 * One that holds. It is part of a pack, whoever wrote it: what a person says (`POST /api/say` with `category.aliased` and the
 * data `{ from, to, field?, reason? }`) is to be published as a new version of each pack that names `to`, which also judges what is
 * open again; until that is built a saying is kept in the audit list and changes nothing. `who` and `at` tell whose word it was.
 */
export interface CategoryAlias {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  readonly pack: string;
  /** `pack`: its author's. `person`: somebody said so. */
  readonly by: 'pack' | 'person';
  /** '' and null where its author wrote it. */
  readonly who: string;
  readonly at: number | null;
}
