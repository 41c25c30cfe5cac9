import { describe, expect, it } from 'vitest';
import { aRoute } from '../../../../test/support/a-routing.ts';
import { describeRoute } from './describe-route.ts';

describe('a route as a sentence', () => {
  it.each<[Parameters<typeof aRoute>[0], string]>([
    [{}, 'Everything, to ops.'],
    [{ to: [] }, 'Everything, to nobody.'],
    [
      { when: { promise: 'oto/pickup', carrier: ['aramex', 'smsa', 'dhl'] }, severity: ['critical'], goOn: true },
      'What has promise oto/pickup and carrier aramex, smsa or dhl, is critical, to ops; then the next routes.',
    ],
    [
      { severity: ['critical', 'warning'], during: { calendar: 'office', within: false }, to: ['night', 'ops'] },
      'Whatever is critical or warning, outside office, to night and ops.',
    ],
    [
      { threshold: { breaches: 5, withinMs: 600_000 }, during: { calendar: 'office', within: true } },
      'Everything, during office, once there are 5 breaches within 10 min, to ops.',
    ],
  ])('%j', (route, sentence) => {
    expect(describeRoute(aRoute(route))).toBe(sentence);
  });
});
