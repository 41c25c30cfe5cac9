import { RowWriter, type Sql } from '@belfry/sql';
import { expect, test } from 'vitest';
import type { Fold } from './fold.ts';
import { createRecovery } from './recovery.ts';

test('a lane knows every subject that is stored, even if its former owner stores on meanwhile', async () => {
  // order/1 is stored as closed, and its former owner opens it after the first answer about subjects; order/2 the reverse.
  const before = [
    { subject: 'order/1', offset: 5, open: false, state: '{"pin":0}' },
    { subject: 'order/2', offset: 5, open: true, state: '{"pin":0,"facts":[]}' },
    // Its row was written by a release that says when it is due: nobody reads it before that.
    { subject: 'order/3', offset: 5, open: true, state: '{"pin":0,"facts":[]}', nextDue: 77 },
  ];
  const after = [
    { subject: 'order/1', offset: 20, open: true, state: '{"pin":0,"facts":[]}' },
    { subject: 'order/2', offset: 20, open: false, state: '{"pin":0}' },
  ];
  let rows: readonly { subject: string; offset: number; open: boolean; state: string; nextDue?: number }[] = before;
  const query = async (text: string): Promise<unknown[]> =>
    text.includes('FROM positions') ? [{ next_offset: 10, highest_append: 1, horizon: 1, extent: '{}' }] : [];
  const stream = async function* (text: string) {
    const writer = new RowWriter([
      ['subject', 'String'],
      ['offset', 'Int64'],
      ['open', 'Bool'],
      ['mayWait', 'Bool'],
      ['state', 'String'],
      ['next_due', 'Nullable(Int64)'],
    ]);
    const asked = ({ open }: { open: boolean }) =>
      text.includes('AND NOT open') ? !open : !text.includes('AND open') || open;
    for (const { subject, offset, open, state, nextDue = null } of rows.filter(asked)) {
      writer
        .str(subject)
        .i64(offset)
        .bool(open)
        .bool(nextDue !== null)
        .str(state)
        .i64n(nextDue)
        .end();
    }
    rows = after;
    yield writer.take();
  };
  const known = new Map<string, string[]>();
  const note = (subject: string, what: string): void => void known.set(subject, [...(known.get(subject) ?? []), what]);
  const fold: Pick<Fold, 'resume' | 'restore' | 'restoreUnread' | 'away'> = {
    resume: () => undefined,
    restore: (subject) => note(subject, 'here'),
    restoreUnread: (subject, offset, state, nextDue) => {
      note(subject, `${state} at ${offset}, due at ${nextDue}`);
      return true;
    },
    away: (subject) => note(subject, 'away'),
  };
  await createRecovery({ query, stream: async (text: string) => stream(text) } as unknown as Sql, 1).recover(
    'events',
    0,
    fold as Fold,
  );
  expect([...known].sort()).toEqual([
    ['order/1', ['away']],
    ['order/2', ['here']],
    ['order/3', ['{"pin":0,"facts":[]} at 5, due at 77']],
  ]);
});

test('a subject that seems to be away and is not stored is new: its hash is that of another', async () => {
  const query = async (): Promise<unknown[]> => [{ subject: 'order/2', offset: 5, state: '{"pin":0}' }];
  const told: string[] = [];
  const fold: Pick<Fold, 'restore' | 'isNew'> = {
    restore: (subject) => void told.push(`${subject} is back`),
    isNew: (subject) => void told.push(`${subject} is new`),
  };
  const recovery = createRecovery({ query } as unknown as Sql, 1);
  await recovery.bringBack('events', 0, ['order/1', 'order/2'], fold as Fold);
  expect(told).toEqual(['order/2 is back', 'order/1 is new']);
});
