import { expect, test } from 'vitest';
import { SeenCauses } from './seen-causes.ts';

test('what a lane tells again is a repeat, what another tells is not', () => {
  const seen = new SeenCauses();
  expect(seen.isNew('events/0', 5, 'a')).toBe(true);
  expect(seen.isNew('events/0', 5, 'b')).toBe(true);
  expect(seen.isNew('events/0', 5, 'a')).toBe(false);
  expect(seen.isNew('events/0', 7, 'c')).toBe(true);
  expect(seen.isNew('events/0', 5, 'never seen')).toBe(false);
  expect(seen.isNew('events/1', 5, 'a')).toBe(true);
});

test('is the same after it was stored and read', () => {
  const seen = new SeenCauses();
  seen.isNew('events/0', 5, 'a');
  const again = new SeenCauses();
  again.restore(JSON.parse(JSON.stringify(seen)));
  expect(again.isNew('events/0', 5, 'a')).toBe(false);
  expect(again.isNew('events/0', 5, 'b')).toBe(true);
});

test('very many of one offset fill rows of their own, which are written once, and are over with the next offset', () => {
  const seen = new SeenCauses();
  for (let n = 0; n < 1_200; n++) expect(seen.isNew('events/0', 5, `sig_${n}`)).toBe(true);
  expect([...seen.changedRows.keys()]).toEqual(['seen/events/0/0', 'seen/events/0/1']);
  expect(seen.toJSON()[0]![2]).toHaveLength(200);

  const again = new SeenCauses();
  const rows = [...seen.changedRows.values()];
  again.restoreRow(rows[1]!);
  again.restore(JSON.parse(JSON.stringify(seen)));
  again.restoreRow(rows[0]!);
  for (const n of [0, 499, 500, 999, 1_199]) expect(again.isNew('events/0', 5, `sig_${n}`)).toBe(false);
  expect(again.isNew('events/0', 5, 'sig_1200')).toBe(true);

  again.isNew('events/0', 6, 'next');
  expect([...again.changedRows]).toEqual([
    ['seen/events/0/0', null],
    ['seen/events/0/1', null],
  ]);
});

test('what was stored before there were rows is read', () => {
  const seen = new SeenCauses();
  seen.restore([['events/0', 5, ['a', 'b']]]);
  expect(seen.isNew('events/0', 5, 'b')).toBe(false);
  expect(seen.isNew('events/0', 5, 'c')).toBe(true);
});
