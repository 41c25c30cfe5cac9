import type { CompiledHook, CompiledRoute, CompiledRouting } from '../../processor/src/contract/index.ts';

/** A route for tests that takes everything and tells `ops`, with the defaults of a hooks file. */
export const aRoute = (over: Partial<CompiledRoute> = {}): CompiledRoute => ({
  name: 'everything else',
  line: 1,
  when: {},
  severity: [],
  during: null,
  threshold: null,
  to: ['ops'],
  goOn: false,
  groupBy: 'incident',
  waitMs: 10_000,
  everyMs: 60_000,
  repeatMs: 4 * 3_600_000,
  ...over,
});

export const aHook = (over: Partial<CompiledHook> = {}): CompiledHook => ({
  name: 'ops',
  kind: 'webhook',
  language: 'en',
  zone: 'UTC',
  perMinute: 60,
  fallback: null,
  ...over,
});

/** Hooks `ops` and `night`, and a catch-all to `ops`. */
export const aRouting = (over: Partial<CompiledRouting> = {}): CompiledRouting => ({
  hooks: [aHook(), aHook({ name: 'night' })],
  routes: [aRoute()],
  calendars: {},
  heartbeat: null,
  ...over,
});
