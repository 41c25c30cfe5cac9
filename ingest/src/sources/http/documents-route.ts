import { Hono } from 'hono';
import { eventJsonSchema } from '../../contract/schema.ts';
import type { Limits } from '../../domain/limits.ts';
import { docsPage } from './docs-page.ts';
import { openApi } from './openapi.ts';

/** The published contract: `/schemas/event.json`, `/openapi.json` and `/docs/api` for people. */
export function documentsRoute(limits: Limits): Hono {
  const route = new Hono();
  // Made when first asked for: nobody who only sends events pays for it.
  let schema: string | undefined;
  route.get('/schemas/event.json', (c) => {
    schema ??= JSON.stringify(eventJsonSchema());
    return c.body(schema, 200, { 'content-type': 'application/schema+json' });
  });
  route.get('/openapi.json', (c) => c.json(openApi(limits)));
  route.get('/docs/api', (c) => {
    c.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'");
    return c.html(docsPage(limits));
  });
  return route;
}
