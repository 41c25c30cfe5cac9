/** What does not belong into the log `events`, in the bytes in which it comes there. */
export interface Poison {
  readonly what: string;
  readonly value: Buffer;
}

/** Under whose name each is told. All have their own; none of them becomes a subject. */
export const poisonKey = (n: number): string => `order/poison-${n}`;

/** How many stand before those that name themselves. */
const FIRST = 7;

const poison = (what: string, value: string | Buffer): Poison => ({ what, value: Buffer.from(value as string) });
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const good = { specversion: '1.0', id: '1', source: 'foreign', type: 'order.opened', time: '2026-01-05T00:00:00Z' };

/** Each is told under `poisonKey` of its place in the list, and calls itself so. */
export const POISON: readonly Poison[] = [
  poison('half an object', '{"id":'),
  poison('nothing', ''),
  poison('bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22, 0x7d])),
  poison('a number', '5'),
  poison('null', 'null'),
  poison('a list', '[{"id":1}]'),
  poison('nested 100,000 levels deep', `{"id":"1","source":"s","data":${deep(100_000)}}`),
  ...[
    { what: 'an id that is a number', id: 7 },
    { what: 'no source', source: undefined },
    { what: 'a type that is an object', type: { toString: 1 } },
    { what: 'a type that nobody knows', type: 'order.teleported' },
    { what: 'a time that is a number', time: 5 },
    { what: 'an importid that is a list', importid: [] },
    { what: 'data that are nested too deep', data: JSON.parse(`{"partner":${deep(2_000)}}`) as unknown },
  ].map(({ what, ...wrong }, n) => poison(what, JSON.stringify({ ...good, subject: poisonKey(n + FIRST), ...wrong }))),
  poison('the name of another', JSON.stringify({ ...good, subject: 'order/before-3' })),
];
