export interface Sent {
  readonly method: string;
  /** The header of that name, or undefined. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
  readonly contentType: string | undefined;
}

/** What a page may send to another site without asking it first. A body without a type counts as one of them. */
const FORM_TYPE = /^\s*(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)/i;

/**
 * Whether a request may change something although only the browser or the machine vouches for it (a cookie, or no token at
 * all on loopback): a page of another site must not write through its reader's browser. Stricter than `hono/csrf`, which
 * lets every type pass that a browser asks about first: here a foreign Origin is refused whatever it sends. Programs such
 * as curl send neither Origin nor Sec-Fetch-Site, and no browser leaves out both.
 */
export function isFromOwnPage({ method, host, origin, secFetchSite, contentType }: Sent): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return true;
  if (secFetchSite !== undefined) return secFetchSite === 'same-origin' || secFetchSite === 'none';
  if (origin !== undefined) return hostOf(origin) === host;
  return method === 'DELETE' || !FORM_TYPE.test(contentType ?? 'text/plain');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
