import { AddressRefusedError } from './guarded-lookup.ts';

/**
 * What went wrong on the way to a receiver, without any word that could be a secret: an error's message may quote a url, a key
 * or the other side; its code (ECONNREFUSED, ENOTFOUND, CERT_HAS_EXPIRED) cannot.
 */
export function wordsOf(error: unknown): string {
  if (error instanceof AddressRefusedError) return error.message;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'the connection failed';
}
