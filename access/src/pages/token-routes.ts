import { SqlError } from '@belfry/sql';
import { type Context, Hono } from 'hono';
import { nameOf } from '../domain/caller.ts';
import { readWish, type WrongWish } from '../domain/wish.ts';
import { callerOf } from '../gate/caller-of.ts';
import { guarded } from '../gate/guarded.ts';
import type { Tokens } from '../tokens/tokens.ts';
import type { MadeToken } from './made-token.ts';
import { tokensPage } from './tokens-page.ts';

export interface TokenRoutesOptions {
  readonly tokens: Pick<Tokens, 'list' | 'make' | 'revoke'>;
  readonly now: () => number;
  /** Whether a proxy's word on the protocol counts. */
  readonly proxied: boolean;
}

/** The gate lets only admins through to here. */
const madeBy = (c: Context): string => {
  const caller = callerOf(c);
  return caller ? nameOf(caller) : 'unknown';
};

const FRESH = { 'Cache-Control': 'no-store' };
const pageGuard = guarded("'self'");

/**
 * | | |
 * |---|---|
 * | `GET /api/tokens` | every token that there was, without its text |
 * | `POST /api/tokens` `{scope, name, partner?, source?, expires?}` | makes one: 201 with its text and its link, once |
 * | `DELETE /api/tokens/4f...` | revokes it, on live sockets too |
 * | `/tokens` | the same as a page with forms, without a script |
 */
export function tokenRoutes({ tokens, now, proxied }: TokenRoutesOptions): Hono {
  const app = new Hono();

  async function make(c: Context, asked: Readonly<Record<string, unknown>>): Promise<MadeToken | WrongWish> {
    const wish = readWish(asked, now());
    if ('refused' in wish) return wish;
    const { token, text } = await tokens.make(wish, madeBy(c));
    const { hash: _, ...listed } = token;
    return { ...listed, standing: 'valid', lastUsed: null, text, link: `${originOf(c, proxied)}/enter#${text}` };
  }

  app.get('/api/tokens', (c) => c.json(tokens.list(), 200, FRESH));
  app.post('/api/tokens', (c) =>
    answering(c, async () => {
      const asked = (await c.req.json().catch(() => null)) as Record<string, unknown> | null;
      const made = await make(c, asked ?? {});
      return c.json(made, 'refused' in made ? 400 : 201, FRESH);
    }),
  );
  app.delete('/api/tokens/:id', (c) =>
    answering(c, async () => {
      const token = await tokens.revoke(c.req.param('id'));
      if (token === undefined) return c.json(noSuch(c.req.param('id')), 404);
      const { hash: _, ...listed } = token;
      return c.json(listed, 200, FRESH);
    }),
  );

  app.get('/tokens', pageGuard, (c) => c.html(tokensPage(tokens.list(), now(), {}), 200, FRESH));
  app.post('/tokens', pageGuard, (c) =>
    answering(c, async () => {
      const asked = await c.req.parseBody();
      const made = await make(c, asked);
      const page = tokensPage(tokens.list(), now(), { asked, made });
      return c.html(page, 'refused' in made ? 400 : 201, FRESH);
    }),
  );
  app.post('/tokens/:id/revoke', pageGuard, (c) =>
    answering(c, async () => {
      const token = await tokens.revoke(c.req.param('id'));
      if (token !== undefined) return c.redirect('/tokens', 303);
      return c.html(tokensPage(tokens.list(), now(), { made: noSuch(c.req.param('id')) }), 404, FRESH);
    }),
  );
  return app;
}

const noSuch = (id: string): WrongWish => ({
  refused: 'id',
  reason: `There is no token ${id}.`,
  remedy: 'belfry token list and the page /tokens name those that there are.',
});

/** As whoever asks reaches Belfry: others in the same house do so in the same way. */
function originOf(c: Context, proxied: boolean): string {
  const url = new URL(c.req.url);
  const told = proxied ? c.req.header('x-forwarded-proto')?.split(',')[0]?.trim() : undefined;
  return `${told === 'https' || told === 'http' ? `${told}:` : url.protocol}//${c.req.header('host') ?? url.host}`;
}

/** A token that could not be written was not made, and one that could not be is not revoked: it is said, not kept. */
async function answering(c: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const remedy = 'ClickHouse does not answer, and nothing was changed; try again.';
    return c.json({ refused: 'unavailable', reason: error.message, remedy }, 503, { 'Retry-After': '1' });
  }
}
