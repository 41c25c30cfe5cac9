import { describe, expect, test } from 'vitest';
import type { ReviewAnswer, ReviewLevel, ReviewRow } from '../../contract/review-api.ts';
import { csvOf } from './review-csv.ts';

const level = (name: string, stood: number): ReviewLevel => ({
  ...{ level: name, reached: 1, stood, ms: 7000, averageMs: 3500 },
  ...{ met: 1, breached: 1, cancelled: 0, noDeadline: 0, open: 0 },
});
const row = (group: string | null, over: Partial<ReviewRow> = {}): ReviewRow => ({
  ...{ group, name: null, opened: 3, met: 2, breached: 1, cancelled: 0, noDeadline: 0, open: 0 },
  ...{ compliancePercent: 66.67, resolved: 0, medianMs: null, p90Ms: null, ratings: 0, satisfactionPercent: null },
  levels: [],
  ...over,
});
const answer = (over: Partial<ReviewAnswer>): ReviewAnswer => ({
  ...{ from: 0, to: 1, tz: 'UTC', by: 'team', asOf: 1 },
  filters: { partner: null, team: null, promise: null, kind: null },
  total: row(null),
  groups: [],
  ...over,
});
const linesOf = (of: ReviewAnswer): string[] => [...csvOf(of)];

describe('a review as CSV', () => {
  test('has a header, a line a group, and the total last; what is n/a is empty', () => {
    expect(linesOf(answer({ groups: [row('L2', { name: 'Second line' }), row('')] }))).toEqual([
      'team,name,opened,met,breached,cancelled,no_deadline,open,compliance_percent,resolved,median_ms,p90_ms,ratings,satisfaction_percent\r\n',
      'L2,Second line,3,2,1,0,0,0,66.67,0,,,0,\r\n',
      '(none),,3,2,1,0,0,0,66.67,0,,,0,\r\n',
      '(total),,3,2,1,0,0,0,66.67,0,,,0,\r\n',
    ]);
  });

  test('has four columns for each level that any clock stood on', () => {
    const levels = [level('', 2), level('lead', 2)];
    const lines = linesOf(answer({ groups: [row('a', { levels: [levels[1]!] })], total: row(null, { levels }) }));
    expect(lines[0]).toMatch(
      /satisfaction_percent,\(first level\): reached,.*,lead: reached,lead: stood,lead: ms,lead: average_ms\r\n$/,
    );
    expect(lines[1]).toMatch(/,0,0,0,,1,2,7000,3500\r\n$/);
    expect(new Set(lines.map((line) => line.split(',').length))).toEqual(new Set([22]));
  });

  test('by level has a line a level, and no total: a clock stands on several', () => {
    expect(linesOf(answer({ by: 'level', total: row(null, { levels: [level('lead', 2)] }) }))).toEqual([
      'level,reached,stood,ms,average_ms,met,breached,cancelled,no_deadline,open\r\n',
      'lead,1,2,7000,3500,1,1,0,0,0\r\n',
    ]);
  });

  test.each([
    ['L2, L3', '"L2, L3"'],
    ['the "best"', '"the ""best"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@me', "'@me"],
    ['\tx', "'\tx"],
  ])('writes %j as %s', (name, cell) => {
    expect(linesOf(answer({ groups: [row(name)] }))[1]!.startsWith(`${cell},`)).toBe(true);
    const [, line] = linesOf(answer({ by: 'level', total: row(null, { levels: [level(name, 2)] }) }));
    expect(line!.startsWith(`${cell},`)).toBe(true);
  });

  test('a level that begins like a formula is none in a header either', () => {
    const [header] = linesOf(answer({ total: row(null, { levels: [level('=1+1', 1)] }) }));
    expect(header).toContain(",'=1+1: reached,");
  });
});
