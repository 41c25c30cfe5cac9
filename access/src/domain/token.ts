import type { Scope } from './scope.ts';

/** A token as it is kept: nobody can make its text from this. */
export interface Token {
  /** Short and public: lists, the command line and whoever revokes it name it by this. */
  readonly id: string;
  /** SHA-256 of its text, as hex. */
  readonly hash: string;
  readonly name: string;
  readonly scope: Scope;
  /** The only partner that it shows; null but for scope `partner`. */
  readonly partner: string | null;
  /** The only CloudEvents source that it may speak as; null: any. */
  readonly source: string | null;
  /** ms UTC, as all instants here. */
  readonly created: number;
  /** Who made it, for people. */
  readonly createdBy: string;
  /** From this instant on it is worth nothing; null: never. */
  readonly expires: number | null;
  readonly revoked: number | null;
}

export type Standing = 'valid' | 'expired' | 'revoked';

/** An instant of expiry is the first one at which the token no longer counts. */
export function standingOf({ expires, revoked }: Token, now: number): Standing {
  if (revoked !== null) return 'revoked';
  return expires !== null && now >= expires ? 'expired' : 'valid';
}
