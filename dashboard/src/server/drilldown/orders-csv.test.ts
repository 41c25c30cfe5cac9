import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from './orders-csv.ts';

describe('a line of the CSV', () => {
  it.each([
    ['order/8812', 'order/8812'],
    ['a "quoted", name', '"a ""quoted"", name"'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@name', "'@name"],
    ['\tname', "'\tname"],
    ['\rname', '"\'\rname"'],
    ["'quoted'", "'quoted'"],
    [-1, '-1'],
    ['', ''],
  ])('writes %j so that it reads back, and runs nowhere', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('has instants as people write them, and nothing for what is not known', () => {
    const row = { subject: 'order/1', partner: 'noor', day: '2026-10-06', num: 1, market: 'sa', carrier: '' } as const;
    const line = csvLine({
      ...row,
      channel: 'web',
      due: 0,
      stop: null,
      broken: ['a/b', 'a/c'],
      at: 1,
      cause: 'counted',
    });
    expect(line).toBe(
      'order/1,noor,2026-10-06,1,sa,,web,1970-01-01T00:00:00.000Z,,a/b a/c,1970-01-01T00:00:00.001Z,counted\r\n',
    );
  });
});
