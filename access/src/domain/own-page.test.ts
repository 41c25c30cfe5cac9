import { describe, expect, it } from 'vitest';
import { isFromOwnPage } from './own-page.ts';

const nothing = { origin: undefined, secFetchSite: undefined, contentType: undefined };
const post = { ...nothing, method: 'POST', host: '127.0.0.1:4100' };

describe('what may change something without a bearer token', () => {
  it.each([
    ['curl with an event', { contentType: 'application/cloudevents+json' }, true],
    ['curl with a pack', { contentType: 'application/yaml' }, true],
    ['curl that deletes', { method: 'DELETE' }, true],
    ['an own page', { origin: 'http://127.0.0.1:4100', contentType: 'application/json' }, true],
    ['an own form', { secFetchSite: 'same-origin', contentType: 'application/x-www-form-urlencoded' }, true],
    ['whoever reads', { method: 'GET', origin: 'https://evil.example' }, true],
    ['a foreign form', { origin: 'https://evil.example', contentType: 'application/x-www-form-urlencoded' }, false],
    ['a foreign script with text/plain', { origin: 'https://evil.example', contentType: 'text/plain' }, false],
    ['a foreign script with JSON', { origin: 'https://evil.example', contentType: 'application/json' }, false],
    ['a foreign script that deletes', { method: 'DELETE', origin: 'https://evil.example' }, false],
    ['another port of this machine', { origin: 'http://127.0.0.1:8080', contentType: 'application/json' }, false],
    ['a page in a sandbox', { origin: 'null', contentType: 'application/json' }, false],
    ['a foreign page by its browser’s word', { secFetchSite: 'cross-site', contentType: 'application/json' }, false],
    ['another site of the same domain', { secFetchSite: 'same-site', origin: 'http://127.0.0.1:4100' }, false],
    ['a form that hides where it is', { contentType: 'text/plain' }, false],
    ['a body without a type', {}, false],
  ])('%s: %j', (_, over, expected) => {
    expect(isFromOwnPage({ ...post, ...over })).toBe(expected);
  });
});
