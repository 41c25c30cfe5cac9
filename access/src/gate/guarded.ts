import type { Context, MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { isLoopback } from '../domain/loopback.ts';

/**
 * Headers that let no foreign or inline script or style run.
 * @param formAction where forms may be sent: a page without any says `'none'`. A page with one says its own origin when it
 *   sends it, so that the gate sees where it comes from.
 */
export const guarded = (formAction: "'none'" | "'self'" = "'none'") =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: [formAction],
      frameAncestors: ["'self'"],
    },
    referrerPolicy: formAction === "'none'" ? 'no-referrer' : 'same-origin',
    // Whoever terminates TLS in front of us decides this; over plain HTTP it means nothing.
    strictTransportSecurity: false,
  });

const guard = guarded();
/** A page that has said more precisely what it may do keeps its word. */
const OWN_WORD = ['content-security-policy', 'referrer-policy'] as const;

/** They mean something to a browser only where it trusts the origin; elsewhere it complains of each on its console. */
const NEEDS_TRUST = ['cross-origin-opener-policy', 'origin-agent-cluster'] as const;

/** Over TLS, or at this machine. Who claims a proxy that is none changes the answer to nobody but themselves. */
function isTrustedOrigin(c: Context): boolean {
  const { protocol, hostname } = new URL(c.req.url);
  const passedOnAs = c.req.header('x-forwarded-proto')?.split(',')[0]?.trim();
  return protocol === 'https:' || passedOnAs === 'https' || isLoopback(hostname.replace(/^\[(.*)\]$/, '$1'));
}

/** The same headers on every answer, refusals included. */
export const guardEverything: MiddlewareHandler = async (c, next) => {
  let said: readonly (readonly [string, string])[] = [];
  await guard(c, async () => {
    await next();
    said = OWN_WORD.flatMap((name) => {
      const value = c.res.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
  });
  for (const [name, value] of said) c.res.headers.set(name, value);
  if (!isTrustedOrigin(c)) for (const name of NEEDS_TRUST) c.res.headers.delete(name);
};
