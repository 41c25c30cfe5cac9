import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contribution } from './contribution.ts';
import { contributionDelta } from './contribution-delta.ts';

describe('the delta between two judgements', () => {
  const cause = { offset: 7, subject: 'order/1', at: 99, quiet: false, policy: false };
  const keys = { offset: 7, subject: 'order/1', at: 99, quiet: false };
  const at = (bucket: number, num: 0 | 1, over: object = {}): Contribution => ({
    cell: { kpi: 'k', partner: 'p1', market: 'm', carrier: 'c', channel: 'x', bucket, ...over },
    num,
    den: 1,
    excluded: undefined,
    quiet: false,
  });
  const without = (bucket: number, excluded: string): Contribution => ({ ...at(bucket, 0), den: 0, excluded });
  const causes = (before: Contribution[], after: Contribution[], why = cause) =>
    contributionDelta(before, after, why).map((delta) => [delta.bucket, delta.num, delta.den, delta.cause]);

  it('appears, changes its mind, moves and goes, and says why', () => {
    expect(contributionDelta([], [at(5, 1)], cause)).toEqual([
      { ...at(5, 1).cell, ...keys, num: 1, den: 1, cause: 'counted' },
    ]);
    expect(causes([at(5, 0)], [at(5, 1)])).toEqual([[5, 1, 0, 'revised']]);
    expect(causes([at(5, 1)], [at(6, 0)])).toEqual([
      [5, -1, -1, 'moved'],
      [6, 0, 1, 'moved'],
    ]);
    expect(contributionDelta([at(5, 1)], [at(5, 1, { partner: 'p2' })], cause).map((d) => [d.partner, d.den])).toEqual([
      ['p1', -1],
      ['p2', 1],
    ]);
    expect(causes([at(5, 1)], [])).toEqual([[5, -1, -1, 'withdrawn']]);
    expect(causes([at(5, 1)], [at(5, 1)])).toEqual([]);
  });

  it('names the reason of an exclusion, wherever it would count by then, and counts again what comes back', () => {
    expect(causes([at(5, 1)], [without(5, 'strike')])).toEqual([[5, -1, -1, 'excluded/strike']]);
    expect(causes([at(5, 1)], [without(6, 'strike')])).toEqual([[5, -1, -1, 'excluded/strike']]);
    expect(causes([], [without(5, 'strike')])).toEqual([]);
    expect(causes([without(5, 'strike')], [without(6, 'strike')])).toEqual([]);
    expect(causes([without(5, 'strike')], [at(5, 0)])).toEqual([[5, 0, 1, 'counted']]);
    expect(causes([without(5, 'strike')], [at(6, 1)])).toEqual([[6, 1, 1, 'counted']]);
    expect(causes([without(5, 'strike')], [])).toEqual([]);
  });

  it('is history when the record is, or when history is counted for the first time; a live correction of it is not', () => {
    const quiet = (contribution: Contribution): Contribution => ({ ...contribution, quiet: true });
    expect(causes([at(5, 0)], [at(5, 1)], { ...cause, quiet: true })).toEqual([[5, 1, 0, 'history']]);
    expect(causes([], [quiet(at(5, 0))])).toEqual([[5, 0, 1, 'history']]);
    expect(causes([quiet(at(5, 0))], [quiet(at(5, 1))])).toEqual([[5, 1, 0, 'revised']]);
    expect(causes([at(5, 0)], [at(5, 1)], { ...cause, policy: true })).toEqual([[5, 1, 0, 'policy']]);
  });

  it('adds up: the deltas of any history sum to what is contributed at its end, one delta a cell', () => {
    const contributions = fc
      .uniqueArray(
        fc.record({
          kpi: fc.constantFrom('a', 'b'),
          bucket: fc.integer({ min: 0, max: 2 }),
          num: fc.constantFrom(0 as const, 1 as const),
          out: fc.constantFrom(undefined, undefined, 'strike'),
        }),
        {
          selector: ({ kpi }) => kpi,
        },
      )
      .map((list) =>
        list.map(({ kpi, bucket, num, out }): Contribution => {
          const counted = at(bucket, num, { kpi });
          return out === undefined ? counted : { ...counted, num: 0, den: 0, excluded: out };
        }),
      );
    fc.assert(
      fc.property(fc.array(contributions, { minLength: 1, maxLength: 8 }), (history) => {
        const sums = new Map<string, [number, number]>();
        let before: Contribution[] = [];
        for (const after of history) {
          const deltas = contributionDelta(before, after, cause);
          const keys = deltas.map(({ kpi, bucket }) => `${kpi}/${bucket}`);
          expect(new Set(keys).size).toBe(keys.length);
          for (const { kpi, bucket, num, den } of deltas) {
            const sum = sums.get(`${kpi}/${bucket}`) ?? [0, 0];
            sums.set(`${kpi}/${bucket}`, [sum[0] + num, sum[1] + den]);
          }
          before = after;
        }
        const standing = [...sums].filter(([, [, den]]) => den !== 0);
        expect(new Map(standing)).toEqual(
          new Map(before.filter(({ den }) => den > 0).map(({ cell, num }) => [`${cell.kpi}/${cell.bucket}`, [num, 1]])),
        );
      }),
    );
  });
});
