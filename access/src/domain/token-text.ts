import { createHash } from 'node:crypto';
import { isScope, type Scope } from './scope.ts';

/** As many as a SHA-256 has: nobody guesses one, so a plain hash keeps it as well as a slow one would. */
export const TOKEN_BYTES = 32;

const FORM = /^bf_([a-z]+)_[A-Za-z0-9_-]{43}$/;

/** `bf_wall_...`: one that lies about can be recognised, by people and by scanners for secrets, and says what it opens. */
export const tokenText = (scope: Scope, random: Buffer): string => `bf_${scope}_${random.toString('base64url')}`;

export function looksLikeToken(text: string): boolean {
  return isScope(FORM.exec(text)?.[1]);
}

/** What is kept instead of the text. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
