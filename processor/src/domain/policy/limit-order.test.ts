import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KpiLimit } from './compiled-kpi.ts';
import { isLooser } from './limit-order.ts';

/** How many of `den` may fail, as docs/kpis.md says it, in whole numbers. */
function bears({ rate, failures }: KpiLimit, good: 'high' | 'low', den: number): number {
  const share = Math.round((good === 'high' ? 1 - rate : rate) * 1_000_000);
  const byRate = Math.floor((den * share) / 1_000_000);
  if (failures === undefined) return byRate;
  return failures.join === 'or' ? Math.max(byRate, Math.min(den, failures.most)) : Math.min(byRate, failures.most);
}

it('a limit is looser if there is a number of orders of which it lets more fail', () => {
  const limit: fc.Arbitrary<KpiLimit> = fc
    .tuple(
      fc.integer({ min: 0, max: 20 }),
      fc.option(fc.record({ most: fc.integer({ min: 0, max: 6 }), join: fc.constantFrom('or', 'and') }), {
        nil: undefined,
      }),
    )
    .map(([percent, failures]) => ({ rate: percent / 20, ...(failures && { failures }) }));
  const from = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(limit, limit, fc.constantFrom('high', 'low'), from, (one, other, good, least) => {
      // Rates are steps of 5 %, so that whatever differs does so before 1000.
      const numbers = Array.from({ length: 1000 }, (_, n) => least + n);
      const expected = numbers.some((den) => bears(one, good, den) > bears(other, good, den));
      expect(isLooser(one, other, good, least)).toBe(expected);
    }),
    { numRuns: 500 },
  );
});
