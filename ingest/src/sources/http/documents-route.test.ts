import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { EVENT_TYPES } from '../../contract/index.ts';
import { LIMITS } from '../../domain/limits.ts';
import { documentsRoute } from './documents-route.ts';

const app = documentsRoute(LIMITS);
const get = async (path: string) => {
  const response = await app.request(path);
  expect(response.status).toBe(200);
  return response;
};

describe('the published contract', () => {
  it('is a JSON Schema that takes and refuses what intake does', async () => {
    const published = (await (await get('/schemas/event.json')).json()) as Record<string, unknown>;
    const schema = z.fromJSONSchema(published);
    const event = {
      specversion: '1.0',
      id: '1',
      source: 'shop',
      type: 'order.created',
      subject: 'order/8812~p17',
      time: '2026-11-23T17:00:00+01:00',
      data: { promise: { deliverBy: '2026-11-24' }, anything: { more: 1 } },
      more: true,
    };
    expect(schema.safeParse(event).success).toBe(true);
    for (const wrong of [
      { time: '2026-11-23T17:00:00' },
      { type: 'order.shiped' },
      { subject: 'ticket/1' },
      { data_base64: 'AA==' },
      { data: { promise: { deliverBy: 'soon' } } },
    ]) {
      expect(schema.safeParse({ ...event, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
    }
  });

  it('describes the interface, with every reference in its place', async () => {
    const text = await (await get('/openapi.json')).text();
    const { openapi, components } = JSON.parse(text) as { openapi: string; components: { schemas: object } };
    expect(openapi).toBe('3.1.0');
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]!);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) expect(components.schemas).toHaveProperty(reference);
  });

  it('has a page for people that names every type and needs nothing from elsewhere', async () => {
    const response = await get('/docs/api');
    const page = await response.text();
    for (const type of EVENT_TYPES) expect(page).toContain(`<code>${type}</code>`);
    expect(page).toContain('<code>into*</code>');
    expect(page).not.toMatch(/<script|<link|<img|@import|src=/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
