import type { Group } from '../domain/notify/group.ts';
import type { GroupBook } from '../domain/notify/group-book.ts';
import { type Member, Members, type MembersRow } from '../domain/notify/members.ts';

/**
 * A group as a state row: no instant is Infinity there, and its members are rows of their own, so that what changes in a
 * group of a hundred thousand is all that is written. Rows from before that hold them.
 */
export type GroupRow = Omit<Group, 'members' | 'due' | 'waits'> & {
  readonly seats?: number;
  readonly members?: readonly (readonly [string, Member])[];
  readonly pending?: readonly string[];
  readonly due: number | null;
  readonly waits: number | null;
};

/** Some members of a group, as a state row. */
export interface GroupMembersRow extends MembersRow {
  readonly group: string;
  readonly row: number;
}

export function groupRow({ members, due, waits, ...group }: Group): GroupRow {
  return { ...group, seats: members.seats, due: orNull(due), waits: orNull(waits) };
}

const orNull = (instant: number): number | null => (instant === Number.POSITIVE_INFINITY ? null : instant);

/** Its keys stay in the order of the row: whoever goes on from it writes the same bytes as whoever never died. */
export function groupOf({ seats = 0, members: known = [], pending = [], due, waits, ...group }: GroupRow): Group {
  const members = new Members();
  for (const [name, member] of known) members.put(name, member);
  for (const name of pending) members.pend(name, 0);
  members.seats = Math.max(seats, members.seats);
  return { ...group, members, due: due ?? Number.POSITIVE_INFINITY, waits: waits ?? Number.POSITIVE_INFINITY };
}

/** At recovery rows come in no order: members may come before their group. */
export class MembersWaiting {
  private readonly byGroup = new Map<string, GroupMembersRow[]>();

  take(row: GroupMembersRow, book: GroupBook): void {
    const group = book.get(row.group);
    if (group !== undefined) group.members.restoreRow(row.row, row);
    else this.byGroup.set(row.group, [...(this.byGroup.get(row.group) ?? []), row]);
  }

  give({ id, members }: Group): void {
    for (const row of this.byGroup.get(id) ?? []) members.restoreRow(row.row, row);
    this.byGroup.delete(id);
  }
}
