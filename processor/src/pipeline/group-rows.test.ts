import type { LogRecord } from '@belfry/ingest/log';
import { describe, expect, test } from 'vitest';
import { aRouting } from '../../../test/support/a-routing.ts';
import { breach, SignalsRoom } from '../../../test/support/signals-room.ts';
import type { Notification } from '../contract/index.ts';
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
    this.fold.flush({
      clock: () => undefined,
      state: (name, _offset, open, state) =>
        void (open ? this.rows.set(name, state.toString()) : this.rows.delete(name)),
    });
  }
}

/** As rows were before members and seen ids had rows of their own. */
function earlier(rows: ReadonlyMap<string, string>): Map<string, string> {
  const old = new Map<string, string>();
  for (const [name, text] of rows) {
    const row = JSON.parse(text);
    if (name.startsWith('members/')) continue;
    if (name.startsWith('group/')) {
      const { members, keys } = JSON.parse(rows.get(`members/${row.id}/0`)!);
      row.members = members.map(([item, told, signals, key]: [string, number, number, number]) => [
        item,
        { told: told === 1, signals, key: keys[key] },
      ]);
      row.pending = members.filter((member: unknown[]) => member[4] === 1).map(([item]: [string]) => item);
      delete row.seats;
    }
    if (name === 'fold') row.seen = row.seen.map((mark: unknown[]) => mark.slice(0, 3));
    old.set(name, JSON.stringify(row));
  }
  return old;
}

describe('rows of groups from before their members had rows of their own', () => {
  test('are read, and written as they are now with the next flush', () => {
    const room = new SignalsRoom().route(aRouting()).until(1_000).push(breach(1), breach(2)).until(20_000);
    room.push(breach(3));
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
    expect(heir.told).toMatchObject([{ n: 1, open: 3, items: [{ key: 'order/3|mall/ship-confirmation|0' }] }]);
    expect(heir.told).toEqual(calm.told);
    for (const [name, row] of heir.rows)
      if (!name.startsWith('item/')) expect([name, row]).toEqual([name, calm.rows.get(name)]);
    expect([...heir.rows.keys()].filter((name) => name.startsWith('members/'))).toHaveLength(1);
  });
});
