import { expect, test } from 'vitest';
import { type Sample, type Soaked, slopeOf, verdictOf } from './verdict.ts';

const MINUTE = 60_000;
const MB = 1e6;

const aSample = (over: Partial<Sample> = {}): Sample => ({
  at: 0,
  heap: 80 * MB,
  resident: 200 * MB,
  loopP99: 10,
  loopMax: 20,
  resources: { Timeout: 10, TCPServerWrap: 1 },
  lag: 0,
  logBytes: 5 * MB,
  sent: 0,
  ...over,
});

/** An hour at 3,000 events a minute; `heapAt` says what it holds after so many minutes. */
const anHour = (heapAt: (minutes: number) => number): Sample[] =>
  Array.from({ length: 61 }, (_, n) => aSample({ at: n * MINUTE, sent: n * 3_000, heap: heapAt(n) }));

const aSoak = (over: Partial<Soaked> = {}): Soaked => ({
  samples: anHour(() => 80 * MB),
  before: aSample(),
  after: aSample({ at: 61 * MINUTE }),
  tables: [{ table: 'signals', parts: 9, rows: 30_000, keys: 29_000 }],
  breached: 120,
  retracted: 20,
  late: 100,
  lateEvidence: 20,
  walls: { joined: 9, frames: 400, gaps: 0, compared: 8, different: 0 },
  posts: 12,
  exitCode: 0,
  ...over,
});

const failing = (over: Partial<Soaked>): string[] =>
  verdictOf(aSoak(over))
    .filter(({ holds }) => !holds)
    .map(({ what }) => what);

test('what stays as it is holds', () => {
  expect(failing({})).toEqual([]);
});

test('a heap that fills in the first half and then stays is flat', () => {
  expect(failing({ samples: anHour((n) => (n < 30 ? 40 + n : 70) * MB) })).toEqual([]);
});

test('an order that is never let go is seen: a thousand bytes an event', () => {
  expect(failing({ samples: anHour((n) => 80 * MB + n * 3_000 * 1_000) })).toEqual([
    'heap after a collection, second half',
  ]);
});

test('too few samples prove nothing', () => {
  expect(failing({ samples: anHour(() => 80 * MB).slice(0, 3) })).toEqual(['heap after a collection, second half']);
});

test.each<[string, Partial<Soaked>]>([
  ['lag when all is calm', { after: aSample({ lag: 1 }) }],
  [
    'timers, sockets and other handles when all is calm',
    { after: aSample({ resources: { Timeout: 10, TCPServerWrap: 1, TCPSocketWrap: 4 } }) },
  ],
  ['parts of a table', { tables: [{ table: 'signals', parts: 151, rows: 10, keys: 10 }] }],
  ['rows a key', { tables: [{ table: 'clocks', parts: 9, rows: 40_000, keys: 13_000 }] }],
  ['breaches that stand', { breached: 121 }],
  ['breaches that stand', { breached: 119 }],
  ['breaches taken back by late evidence', { breached: 119, retracted: 19 }],
  ['walls', { walls: { joined: 9, frames: 400, gaps: 1, compared: 8, different: 0 } }],
  ['walls', { walls: { joined: 9, frames: 400, gaps: 0, compared: 8, different: 1 } }],
  ['walls', { walls: { joined: 9, frames: 400, gaps: 0, compared: 0, different: 0 } }],
  ['posts of the hook', { posts: 0 }],
  ['its end', { exitCode: 1 }],
])('%s', (what, over) => {
  expect(failing(over)).toEqual([what]);
});

test('rows of small tables wait for their merge', () => {
  expect(failing({ tables: [{ table: 'positions', parts: 9, rows: 20_000, keys: 10 }] })).toEqual([]);
});

test('a slope is that of the line that fits best', () => {
  expect(
    slopeOf([
      [0, 1],
      [1, 2],
      [2, 6],
    ]),
  ).toBe(2.5);
  expect(slopeOf([[0, 1]])).toBe(0);
});
