import type { ListedToken } from '../tokens/tokens.ts';

/** A token that was just made, with what is never shown again. */
export interface MadeToken extends ListedToken {
  readonly text: string;
  /** Where whoever opens it is signed in. */
  readonly link: string;
}
