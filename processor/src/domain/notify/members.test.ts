import { describe, expect, test } from 'vitest';
import { Members } from './members.ts';

const fresh = { told: false, signals: 0, key: 'k' };

function membersOf(count: number): Members {
  const members = new Members();
  for (let n = 0; n < count; n++) {
    members.put(`item ${n}`, fresh);
    members.pend(`item ${n}`, 1);
  }
  return members;
}

describe('members of a group', () => {
  test('lie in rows of two hundred, of which a change touches one', () => {
    const members = membersOf(1_000);
    expect([...members.changedRows]).toEqual([0, 1, 2, 3, 4]);
    members.changedRows.clear();
    members.tell('item 450');
    members.drop('item 451');
    expect([...members.changedRows]).toEqual([2]);
    expect(members.row(2)!.members).toHaveLength(199);
    expect(members.row(2)!.members.find(([name]) => name === 'item 450')).toEqual(['item 450', 1, 0, 0, 0]);
  });

  test('a key stands once in a row, however many came by it', () => {
    const members = membersOf(3);
    members.put('of another', { ...fresh, key: 'other' });
    expect(members.row(0)!.keys).toEqual(['k', 'other']);
    expect(members.row(0)!.members.map(([, , , key]) => key)).toEqual([0, 0, 0, 1]);
  });

  test('a row that nobody is left in is none', () => {
    const members = membersOf(1);
    members.drop('item 0');
    expect(members.row(0)).toBeUndefined();
    expect([...members.changedRows]).toEqual([0]);
    expect(members.seats).toBe(1);
  });

  test('are the same once read from their rows, in whatever order those come', () => {
    const members = membersOf(500);
    members.tell('item 7');
    members.rename('item 3', 'item 3~sig_9');
    const again = new Members();
    for (const n of [2, 0, 1]) again.restoreRow(n, members.row(n)!);
    again.seats = members.seats;
    expect([...again.inOrder()].map(([name]) => name)).toEqual([...members.inOrder()].map(([name]) => name));
    expect([...again.inOrder()].at(-1)![0]).toBe('item 3~sig_9');
    expect(new Set(again.pending)).toEqual(new Set(members.pending));
    for (const n of [0, 1, 2]) expect(again.row(n)).toEqual(members.row(n));
    again.put('one more', fresh);
    members.put('one more', fresh);
    expect(again.row(2)).toEqual(members.row(2));
  });
});
