import { describe, expect, it } from 'vitest';
import { routeInWords } from './route-in-words.ts';
import type { CompiledRoute } from './routing.ts';

const route = (over: Partial<CompiledRoute>): CompiledRoute => ({
  name: 'all',
  line: 12,
  when: {},
  severity: [],
  during: null,
  threshold: null,
  to: ['ops'],
  goOn: false,
  groupBy: 'incident',
  waitMs: 30_000,
  everyMs: 300_000,
  repeatMs: 3_600_000,
  ...over,
});

describe('a route in words', () => {
  it('says whom it tells, and how', () => {
    expect(routeInWords(route({}))).toBe(
      'Everything: tells ops, a group an incident, after 30 s, changes each 5 min, again each 1 h.',
    );
    expect(
      routeInWords(
        route({ to: ['ops', 'director'], groupBy: ['partner', 'kpi'], waitMs: 0, everyMs: 90_000, repeatMs: null }),
      ),
    ).toBe('Everything: tells ops and director, grouped by partner and kpi, at once, changes each 90 s, never again.');
    expect(routeInWords(route({ to: [], goOn: true }))).toBe(
      'Everything: tells nobody; the routes behind it are asked as well.',
    );
  });

  it('says what must fit, field by field', () => {
    const narrow = route({
      when: { partner: ['p12', 'p13', 'p14'], kind: 'kpi-block' },
      severity: ['critical', 'warning'],
      during: { calendar: 'riyadh', within: false },
      threshold: { breaches: 5, withinMs: 86_400_000 },
      groupBy: 'clock',
      repeatMs: null,
    });
    expect(routeInWords(narrow)).toBe(
      'Severity critical or warning, kind kpi-block, partner p12, p13 or p14, outside the working time of riyadh, ' +
        'from 5 breaches in 1 d on: tells ops, each clock by itself, after 30 s, changes each 5 min, never again.',
    );
  });
});
