import { secureHeaders } from 'hono/secure-headers';

/**
 * Headers that let no foreign or inline script or style run.
 * @param formAction where forms may be sent: a page without any says `'none'`.
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
    referrerPolicy: 'no-referrer',
    // Whoever terminates TLS in front of us decides this; over plain HTTP it means nothing.
    strictTransportSecurity: false,
  });
