import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Caller, scopeOf } from '../domain/caller.ts';
import { mayDo } from '../domain/may-do.ts';
import { isFromOwnPage } from '../domain/own-page.ts';
import { isAboutOnly } from '../domain/own-partner.ts';
import { guardEverything } from './guarded.ts';
import { type IdentifyOptions, identify } from './identify.ts';
import { type AccessLimits, limiter } from './limits.ts';
import { presentedIn } from './presented.ts';
import {
  bodyTooLarge,
  foreignPage,
  noToken,
  otherPartner,
  outOfScope,
  type Refusal,
  refuse,
  tooMany,
} from './refusal.ts';

/** Intake reads its bodies as they come and knows its own limit, and admits requests by what the log can take. */
const INTAKE = '/events';

/**
 * The one gate before all routes: who asks, whether they may, whether a page of another site speaks through them, and how
 * much. What it lets pass finds the caller by `callerOf`.
 */
export function createGate(options: IdentifyOptions, limits: AccessLimits): MiddlewareHandler {
  const requests = limiter(limits.requestsInTenSeconds, 10);
  const limited = bodyLimit({
    maxSize: limits.bodyBytes,
    onError: (c) => refuse(c, bodyTooLarge(limits.bodyBytes)),
  });

  async function refusalOf(c: Context): Promise<Refusal | undefined> {
    const { method, path } = c.req;
    const shown = presentedIn(c);
    const open = mayDo('nobody', method, path);
    if (open === 'signed') {
      // Slack sends a form and no Origin, as a page of another site might; but no page can make the signature.
      c.set('caller', null);
      return undefined;
    }
    const who = open === 'yes' && shown.token === undefined ? { refusal: noToken } : await identify(shown, options);
    // A token that is worth nothing keeps nobody from signing in or from asking whether Belfry is well.
    const caller = 'caller' in who ? who.caller : null;
    if (caller === null && open === 'no') return 'refusal' in who ? who.refusal : noToken;
    c.set('caller', caller);
    if (shown.by !== 'bearer' && !isFromOwnPage(sentBy(c, shown.headers.host))) return foreignPage;
    if (caller === null) return undefined;
    return scopeRefusal(c, caller) ?? (await tooOften(caller, path));
  }

  async function tooOften(caller: Caller, path: string): Promise<Refusal | undefined> {
    if (caller.kind === 'local' || path === INTAKE) return undefined;
    const wait = await requests.count(caller.token.id);
    return wait === 0 ? undefined : tooMany('Too many requests with this token.', `Go on in ${wait} s.`, wait);
  }

  return (c, next) =>
    guardEverything(c, async () => {
      const refusal = await refusalOf(c);
      if (refusal !== undefined) c.res = await refuse(c, refusal);
      else if (c.req.path === INTAKE) await next();
      else {
        const tooLarge = await limited(c, next);
        if (tooLarge instanceof Response) c.res = tooLarge;
      }
    });
}

function scopeRefusal(c: Context, caller: Caller): Refusal | undefined {
  const scope = scopeOf(caller);
  const permission = mayDo(scope, c.req.method, c.req.path);
  if (permission === 'no') return outOfScope(scope);
  if (permission !== 'own-partner') return undefined;
  // Only tokens of scope partner are bound to one, and all of them are.
  const partner = (caller.kind === 'token' && caller.token.partner) || '';
  return isAboutOnly(partner, c.req.path, c.req.queries().partner ?? []) ? undefined : otherPartner(partner);
}

const sentBy = (c: Context, host: string | undefined) => ({
  method: c.req.method,
  host,
  origin: c.req.header('origin'),
  secFetchSite: c.req.header('sec-fetch-site'),
  contentType: c.req.header('content-type'),
});
