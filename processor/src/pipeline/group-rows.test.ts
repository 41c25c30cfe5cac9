import type { LogRecord } from '@belfry/ingest/log';
import { describe, expect, test } from 'vitest';
import { aRouting } from '../../../test/support/a-routing.ts';
import { breach, SignalsRoom } from '../../../test/support/signals-room.ts';
import type { Notification } from '../contract/index.ts';
import { flushWhole } from './flush-whole.ts';
import { Horizon } from './horizon.ts';
import { NO_EFFECTS } from './no-effects.ts';
import { SignalsFold } from './signals-fold.ts';

/** A fold that has taken these records, with the state rows of its flushes by name, and what it told hooks. */
class Owner {
  readonly rows = new Map<string, string>();
  readonly told: Notification[] = [];
  readonly fold = new SignalsFold(1);
  private readonly horizon = new Horizon();

  take(records: readonly LogRecord[]): void {
    const effects = { ...NO_EFFECTS, notification: (told: Notification) => void this.told.push(told) };
    for (const record of records) {
      this.horizon.take(record);
      this.fold.apply(record, this.horizon, effects);
    }
  }

  flush(): void {
    flushWhole(this.fold, {
      clock: () => undefined,
      state: (name, _offset, open, state) =>
        void (open ? this.rows.set(name, state.toString()) : this.rows.delete(name)),
    });
  }
}

/** As the release before wrote them: all members in the row of their group. */
function earlier(rows: ReadonlyMap<string, string>): Map<string, string> {
  const old = new Map<string, string>();
  for (const [name, text] of rows) {
    const row = JSON.parse(text);
    if (name.startsWith('members/')) continue;
    if (name.startsWith('group/')) {
      for (let n = 1; rows.has(`members/${row.id}/${n}`); n++) {
        const { members, keys } = JSON.parse(rows.get(`members/${row.id}/${n}`)!);
        for (const [item, told, signals, key, news] of members) {
          row.members.push([item, { told: told === 1, signals, key: keys[key] }]);
          if (news === 1) row.pending.push(item);
        }
      }
      delete row.seats;
    }
    if (name === 'fold') row.seen = row.seen.map((mark: unknown[]) => mark.slice(0, 3));
    old.set(name, JSON.stringify(row));
  }
  return old;
}

const breaches = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => breach(from + n));

describe('the row of a group', () => {
  test('holds the first two hundred of its members, as the release before reads them', () => {
    const owner = new Owner();
    owner.take(
      new SignalsRoom()
        .route(aRouting())
        .until(1_000)
        .push(...breaches(0, 250))
        .until(20_000).log,
    );
    owner.flush();
    const [name, text] = [...owner.rows].find(([each]) => each.startsWith('group/'))!;
    const { id, members, pending } = JSON.parse(text);
    expect(name).toBe(`group/${id}`);
    expect(members).toHaveLength(200);
    expect(members[0]).toEqual([
      'order/0|mall/ship-confirmation|0',
      { told: expect.any(Boolean), signals: expect.any(Number), key: expect.any(String) },
    ]);
    expect(pending.length + members.filter(([, { told }]: [string, { told: boolean }]) => told).length).toBe(200);
    expect([...owner.rows.keys()].filter((each) => each.startsWith('members/'))).toEqual([`members/${id}/1`]);
  });

  test('of the release before is read, and written as it is now with the next flush', () => {
    const room = new SignalsRoom()
      .route(aRouting())
      .until(1_000)
      .push(...breaches(0, 250))
      .until(20_000);
    room.push(breach(250));
    const cut = room.log.length;
    room.until(90_000);

    const calm = new Owner();
    calm.take(room.log.slice(0, cut));
    calm.flush();
    const heir = new Owner();
    heir.take([]);
    for (const [name, state] of earlier(calm.rows)) heir.fold.restore(name, cut - 1, state);
    calm.told.length = 0;
    for (const owner of [calm, heir]) {
      owner.take(room.log.slice(0, cut));
      owner.take(room.log.slice(cut));
      owner.flush();
    }
    expect(heir.told).toMatchObject([{ n: 1, open: 251 }]);
    expect(heir.told).toEqual(calm.told);
    for (const [name, row] of heir.rows)
      if (!name.startsWith('item/')) expect([name, row]).toEqual([name, calm.rows.get(name)]);
    expect([...heir.rows.keys()].filter((name) => name.startsWith('members/'))).toHaveLength(1);
  });
});
