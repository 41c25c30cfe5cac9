import type { PackChange } from '../domain/policy/diff/pack-change.ts';

/** `GET /api/policies/812/changes?from=640`: what the version 812 has that 640 had not, and the other way round. */
export interface PolicyChanges {
  /** null: it is the first of its name, and has no changes. */
  readonly from: number | null;
  readonly to: number;
  readonly pack: string;
  readonly changes: readonly PolicyChange[];
}

/** JSON knows no undefined: a change that concerns the pack has the promise null. */
export type PolicyChange = Omit<PackChange, 'promise'> & { readonly promise: string | null };
