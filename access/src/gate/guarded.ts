import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

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
};
