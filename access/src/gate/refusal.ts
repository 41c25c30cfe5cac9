import type { Context } from 'hono';
import { html } from 'hono/html';
import { page } from '../pages/page.ts';

/** Why a request is not answered, in the form in which all of Belfry refuses. */
export interface Refusal {
  readonly status: 401 | 403 | 413 | 429 | 503;
  readonly refused: string;
  readonly reason: string;
  readonly remedy: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

export const noToken: Refusal = {
  status: 401,
  refused: 'token',
  reason: 'This Belfry shows itself to holders of a token only.',
  remedy: 'Open the link that you were given, or send the token as Authorization: Bearer bf_...',
};

export function badToken(is: 'unknown' | 'expired' | 'revoked'): Refusal {
  const reason =
    is === 'unknown'
      ? 'The token is none of this Belfry.'
      : `The token was ${is === 'expired' ? 'good until it ended' : 'revoked'}.`;
  return { status: 401, refused: 'token', reason, remedy: 'Ask for a new link; /enter signs you out of the old one.' };
}

export const notReadYet: Refusal = {
  status: 503,
  refused: 'starting',
  reason: 'The tokens have not been read from ClickHouse yet.',
  remedy: 'Try again in a second.',
  retryAfter: 1,
};

export const tooMany = (reason: string, remedy: string, retryAfter: number): Refusal => ({
  status: 429,
  refused: 'too-many',
  reason,
  remedy,
  retryAfter,
});

export const foreignPage: Refusal = {
  status: 403,
  refused: 'origin',
  reason: 'The request was sent by a page of another site, or looks as if it were.',
  remedy:
    'Send it from a page of this Belfry, with a token as Authorization: Bearer, or with a content type that no form sends.',
};

export const outOfScope = (scope: string): Refusal => ({
  status: 403,
  refused: 'scope',
  reason: `A token of scope ${scope} does not open this.`,
  remedy: 'Ask an admin for another one; docs/access.md says which scope opens what.',
});

export const otherPartner = (partner: string): Refusal => ({
  status: 403,
  refused: 'partner',
  reason: `This token shows the partner ${partner} and nobody else.`,
  remedy: `Ask with partner=${partner}.`,
});

export const bodyTooLarge = (most: number): Refusal => ({
  status: 413,
  refused: 'too-large',
  reason: `The body is larger than ${most / 1024} kB.`,
  remedy: 'Send less.',
});

/** JSON, or for a browser that opens a page the same words with the way to sign in. */
export function refuse(c: Context, { status, retryAfter, ...told }: Refusal): Response | Promise<Response> {
  c.header('Cache-Control', 'no-store');
  if (status === 401) c.header('WWW-Authenticate', 'Bearer realm="Belfry"');
  if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
  if (!c.req.header('accept')?.includes('text/html')) return c.json(told, status);
  const words = html`<main>
      <h1>Not opened</h1>
      <p role="alert">${told.reason} ${told.remedy}</p>
      ${again(c, status)}
      <p><a href="/enter">Sign in</a></p>
    </main>`;
  return c.html(page('Not opened', words), status);
}

/** A browser keeps its session to itself when a page of another site led it here; from this page it shows it. */
const again = (c: Context, status: number) =>
  status === 401 && c.req.method === 'GET'
    ? html`<p><a href="${c.req.path}${new URL(c.req.url).search}">Open it again</a> if you are signed in and came by a link.</p>`
    : '';
