import { readFileSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { Token } from '../domain/token.ts';
import type { Identified } from '../gate/identify.ts';
import { COOKIE, type Presented, presentedIn } from '../gate/presented.ts';
import { noToken, refuse } from '../gate/refusal.ts';
import { enterPage } from './enter-page.ts';

export interface SessionOptions {
  readonly identify: (shown: Presented) => Promise<Identified>;
  readonly now: () => number;
  /** Whether a proxy's word on the protocol counts. */
  readonly proxied: boolean;
}

/** A browser keeps no cookie longer than 400 days; a wall without an end signs in again once a year. */
const LONGEST_S = 365 * 86_400;

/**
 * | | |
 * |---|---|
 * | `GET /enter#bf_...` | signs in with the token of the link |
 * | `POST /api/session` `{"token": "bf_..."}` | the same for programs: sets the cookie, says where to go |
 * | `DELETE /api/session` | signs out here; the token goes on |
 */
export function sessionRoutes({ identify, now, proxied }: SessionOptions): Hono {
  const file = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
  const [script, style] = [file('./enter.js'), file('./access.css')];
  const app = new Hono();

  app.get('/enter', (c) => c.html(enterPage(), 200, { 'Cache-Control': 'no-cache' }));
  app.get('/enter.js', (c) =>
    c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' }),
  );
  app.get('/access.css', (c) =>
    c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' }),
  );

  app.post('/api/session', async (c) => {
    const told = (await c.req.json().catch(() => null)) as { token?: unknown } | null;
    if (typeof told?.token !== 'string') {
      const remedy = 'Send {"token": "bf_..."} as application/json.';
      return c.json({ refused: 'token', reason: 'The body names no token.', remedy }, 400);
    }
    // As if it had been shown by itself, so that wrong ones count here too.
    const who = await identify({ ...presentedIn(c), token: told.token, by: 'bearer' });
    if ('refusal' in who) return refuse(c, who.refusal);
    if (who.caller.kind === 'local') return refuse(c, noToken);
    const { token } = who.caller;
    const left = token.expires === null ? LONGEST_S : Math.ceil((token.expires - now()) / 1_000);
    setCookie(c, COOKIE, told.token, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      secure: isEncrypted(c, proxied),
      maxAge: Math.min(left, LONGEST_S),
    });
    return c.json({ scope: token.scope, ...wayOn(token) }, 200, { 'Cache-Control': 'no-store' });
  });

  app.delete('/api/session', (c) => {
    deleteCookie(c, COOKIE, { path: '/', secure: isEncrypted(c, proxied) });
    return c.json({ signedOut: true }, 200, { 'Cache-Control': 'no-store' });
  });
  return app;
}

function wayOn({ scope, partner }: Token): { goTo: string | null; note?: string } {
  if (scope === 'partner') return { goTo: `/partner/${encodeURIComponent(partner ?? '')}` };
  if (scope === 'source')
    return { goTo: null, note: 'This token is for a program that sends events; it opens no page.' };
  return { goTo: '/' };
}

function isEncrypted(c: Context, proxied: boolean): boolean {
  if (new URL(c.req.url).protocol === 'https:') return true;
  return proxied && c.req.header('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
}
