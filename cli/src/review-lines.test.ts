import type { ReviewAnswer, ReviewRow } from '@belfry/dashboard/contract';
import { expect, test } from 'vitest';
import { reviewLines } from './review-lines.ts';

const level = {
  ...{ level: '', reached: 2, stood: 3, ms: 10_800_000, averageMs: 3_600_000 },
  ...{ met: 1, breached: 1, cancelled: 0, noDeadline: 0, open: 1 },
};
const row = (group: string | null, over: Partial<ReviewRow> = {}): ReviewRow => ({
  ...{ group, name: null, opened: 3, met: 2, breached: 1, cancelled: 0, noDeadline: 0, open: 0 },
  ...{
    compliancePercent: 66.67,
    resolved: 1,
    medianMs: 5_400_000,
    p90Ms: 90_000,
    ratings: 0,
    satisfactionPercent: null,
  },
  levels: [],
  ...over,
});
const answer = (over: Partial<ReviewAnswer>): ReviewAnswer => ({
  ...{ from: 0, to: 1, tz: 'UTC', by: 'team', asOf: 1, groups: [], total: row(null) },
  filters: { partner: null, team: null, promise: null, kind: null },
  ...over,
});

test('a line a group, the total, and the levels below', () => {
  expect(reviewLines(answer({ groups: [row('L2'), row('')], total: row(null, { levels: [level] }) }))).toEqual([
    'team     opened  met  breached  compliance  cancelled  no deadline  open  median  p90    satisfaction  ratings',
    'L2            3    2         1  66.6 %              0            0     0  1 h 30  2 min  n/a                 0',
    '(none)        3    2         1  66.6 %              0            0     0  1 h 30  2 min  n/a                 0',
    '(total)       3    2         1  66.6 %              0            0     0  1 h 30  2 min  n/a                 0',
    '',
    'level          reached  stood  time    average  met  breached  cancelled  no deadline  open',
    '(first level)        2      3  3 h 00  1 h 00     1         1          0            0     1',
  ]);
});

test('by level only those, and a word where there is none', () => {
  expect(reviewLines(answer({ by: 'level', total: row(null, { levels: [level] }) }))).toHaveLength(2);
  expect(reviewLines(answer({ by: 'level' }))).toEqual(['No clock ran in this period.']);
});
