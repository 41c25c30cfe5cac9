import { describe, expect, it } from 'vitest';
import { readMapping } from './read-mapping.ts';

const GOOD = `version: 1
name: parcels
source: import/parcels
zone: Europe/Prague
times: [iso]
subject: { kind: order, key: id }
events:
  - type: order.created
    time: { column: created, required: true }
    data:
      promise.deliverBy: { endOfDay: promised }
  - type: order.shipped
    time: shipped
`;

const problemsOf = (text: string): string[] => {
  try {
    readMapping(text, 'm.yaml');
    return [];
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
};

describe('reading a mapping', () => {
  it('takes a good one', () => {
    expect(problemsOf(GOOD)).toEqual([]);
  });

  it.each([
    [
      'a type that is none',
      GOOD.replace('order.shipped', 'order.sent'),
      /^line 12 \(events\.1\.type\): this is no type of event/,
    ],
    [
      'a zone that is none',
      GOOD.replace('Europe/Prague', 'Prague'),
      /^line 4 \(zone\): this is no zone: write one such as/,
    ],
    [
      'a key that is misspelt',
      GOOD.replace('    data:', '    dta:'),
      /^line 8 \(events\.0\): dta: there is no such key here/,
    ],
    [
      'a value of no known form',
      GOOD.replace('endOfDay', 'dayEnd'),
      /^line 11 \(events\.0\.data\.promise\.deliverBy\): a value is the name of a column/,
    ],
    [
      'a time that is missing',
      GOOD.replace('\n    time: shipped', ''),
      /^line 12 \(events\.1\): an event needs a time/,
    ],
    [
      'a format that cannot be read',
      GOOD.replace('[iso]', '[DD.MM.YYYY]'),
      /^line 5 \(times\): 'D' in 'DD\.MM\.YYYY' is no token/,
    ],
    [
      'latest without its columns',
      GOOD.replace('time: shipped', 'time: latest'),
      /^line 13 \(events\.1\.time\): latest needs the columns to look at/,
    ],
    [
      'two events of one id',
      GOOD.replace('order.shipped', 'order.created'),
      /^line 12 \(events\.1\): two events have the id created/,
    ],
    ['states without their time', `${GOOD}rows: states\n`, /^line 14 \(rows\): rows that are states need state/],
    [
      'on for rows that are events',
      GOOD.replace('time: shipped', 'time: shipped\n    on: first'),
      /^line 14 \(events\.1\.on\): on is for rows that are states/,
    ],
    [
      "another subject's event",
      GOOD.replace('order.shipped', 'ticket.closed'),
      /^line 12 \(events\.1\.type\): ticket\.closed does not happen to/,
    ],
    [
      'the release, which is not its to send',
      GOOD.replace('order.shipped', 'import.finished'),
      /^line 12 .*the import sends import\.finished itself/,
    ],
    ['no YAML', `${GOOD}  - [`, /^line 1\d: this is no YAML/],
    ['nothing', '', /^line 1: /],
  ])('%s', (_what, text, expected) => {
    expect(problemsOf(text)[0]).toMatch(expected);
  });
});
