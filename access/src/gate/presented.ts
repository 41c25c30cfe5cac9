import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { parse } from 'hono/utils/cookie';

/** The session is the token itself: it ends with it, in every process, and nothing else has to be kept. */
export const COOKIE = 'belfry_token';

/** What a request shows of who sends it, over HTTP or at a socket's handshake. */
export interface Presented {
  readonly token: string | undefined;
  /** `cookie`: a browser sent it by itself, for whichever page. */
  readonly by: 'bearer' | 'cookie' | 'nothing';
  readonly remote: string | undefined;
  readonly headers: Headers;
}

type Headers = Readonly<
  Partial<
    Record<
      'host' | 'authorization' | 'cookie' | 'x-forwarded-for' | 'x-forwarded-proto' | 'forwarded' | 'x-real-ip' | 'via',
      string
    >
  >
>;

export function presentedIn(c: Context): Presented {
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  const header = (name: string): string | undefined => c.req.header(name);
  const headers = {
    host: header('host') ?? new URL(c.req.url).host,
    authorization: header('authorization'),
    cookie: header('cookie'),
    'x-forwarded-for': header('x-forwarded-for'),
    'x-forwarded-proto': header('x-forwarded-proto'),
    forwarded: header('forwarded'),
    'x-real-ip': header('x-real-ip'),
    via: header('via'),
  };
  return presented(headers as Headers, incoming?.socket.remoteAddress);
}

/** @param given the token that the client handed over beside its headers. */
export function presentedAt(headers: IncomingHttpHeaders, remote: string | undefined, given: unknown): Presented {
  const shown = presented(headers as Headers, remote);
  return typeof given === 'string' && given !== '' ? { ...shown, token: given, by: 'bearer' } : shown;
}

function presented(headers: Headers, remote: string | undefined): Presented {
  const bearer = /^Bearer +(\S+)\s*$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { token: bearer, by: 'bearer', remote, headers };
  const cookie = headers.cookie === undefined ? undefined : parse(headers.cookie, COOKIE)[COOKIE];
  if (cookie !== undefined && cookie !== '') return { token: cookie, by: 'cookie', remote, headers };
  return { token: undefined, by: 'nothing', remote, headers };
}
