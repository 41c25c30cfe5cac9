import { isNotice } from '../../contract/signal.ts';
import type { IncidentBoard } from '../incident/incident-board.ts';
import type { OpenItem } from '../incident/open-item.ts';
import { beginGroup, type Group } from './group.ts';

/** The groups that live, and which items are in which. */
export class GroupBook {
  /** What has changed since it was last written down. */
  readonly touched = new Set<string>();
  /** Rows of members of groups that are gone. */
  readonly goneRows = new Set<string>();
  private readonly groups = new Map<string, Group>();
  private readonly keys = new Map<string, string>();
  private readonly board: IncidentBoard;

  constructor(board: IncidentBoard) {
    this.board = board;
  }

  begin(group: Group): Group {
    this.groups.set(group.id, group);
    for (const key of group.keys) this.keys.set(key, group.id);
    this.touch(group);
    return group;
  }

  get(id: string): Group | undefined {
    return this.groups.get(id);
  }

  byKey(key: string): Group | undefined {
    const id = this.keys.get(key);
    return id === undefined ? undefined : this.groups.get(id);
  }

  /** In an order that does not depend on how they came into memory. */
  all(): Group[] {
    return [...this.groups.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  of(item: OpenItem): Group[] {
    return item.groups.map((id) => this.groups.get(id)!);
  }

  /** In an order that does not depend on how they came into memory. */
  ofIncident(incident: string): Group[] {
    const ids = new Set<string>();
    for (const { groups } of this.board.itemsOf(incident)) for (const id of groups) ids.add(id);
    return [...ids].sort().map((id) => this.groups.get(id)!);
  }

  /** The item is the group's, and has news. */
  join(group: Group, item: OpenItem, key: string): void {
    if (!group.members.has(item.name)) {
      group.members.put(item.name, { told: false, signals: 0, key });
      group.total++;
      this.place(item, [...item.groups.filter((id) => id !== group.id), group.id]);
    }
    this.pend(group, item);
  }

  /** One more signal that is to be told. */
  pend(group: Group, item: OpenItem): void {
    group.members.pend(item.name, 1);
    this.touch(group);
  }

  /** It has been said: what is over leaves, what goes on is known from now on. */
  told(group: Group, item: OpenItem): void {
    if (item.open && !group.announces && group.members.has(item.name)) {
      group.members.tell(item.name);
      this.touch(group);
    } else this.leave(group, item);
  }

  /** Nobody was told of it and nobody will be: it does not count among what the group ever had. */
  forget(group: Group, item: OpenItem): void {
    if (group.members.get(item.name)?.told === false) group.total--;
    this.leave(group, item);
  }

  leave(group: Group, item: OpenItem): void {
    group.members.drop(item.name);
    this.place(
      item,
      item.groups.filter((id) => id !== group.id),
    );
    // A notice is over once everybody has been told; a reminder waits for what becomes of it.
    const isOver = !item.open || isNotice(item.signal);
    if (isOver && item.groups.length === 0) this.board.drop(item);
    this.touch(group);
  }

  /** Lets go what has ended and was told to nobody. */
  sweep(group: Group): void {
    for (const name of [...group.members.pending]) {
      const item = this.board.items.get(name)!;
      if (!item.open && !group.members.get(name)!.told) this.forget(group, item);
    }
    if (group.overflow) this.forgetKeys(group);
  }

  /** It takes in ever more keys while it lives: those stay by which something in it came. */
  private forgetKeys(group: Group): void {
    const inUse = new Set<string>();
    for (const [, { key }] of group.members.inOrder()) inUse.add(key);
    for (const key of group.keys) if (!inUse.has(key) && this.keys.get(key) === group.id) this.keys.delete(key);
    group.keys.splice(0, group.keys.length, ...inUse);
  }

  /** Lets the group go if nothing is left in it. */
  closeIfEmpty(group: Group): void {
    if (group.members.size > 0) return;
    this.letGo(group);
    for (const key of group.keys) if (this.keys.get(key) === group.id) this.keys.delete(key);
  }

  /**
   * Makes one group of several of one hook that have told nothing yet: the one that takes in what its limit leaves no post
   * for, if that lives, else a new one. What belongs to them joins it from then on.
   */
  merge(groups: readonly Group[]): Group {
    const merged = this.overflowOf(groups[0]!);
    for (const group of groups) {
      // It may wait for a post itself, among those that it is to take in.
      if (group === merged) continue;
      for (const key of group.keys) this.keys.set(key, merged.id);
      merged.keys.push(...group.keys);
      for (const [key, { signals, key: by }] of group.members.inOrder()) {
        const item = this.board.items.get(key)!;
        const known = merged.members.get(key);
        if (known === undefined) merged.total++;
        const sum = signals + (known?.signals ?? 0);
        merged.members.put(key, { told: known?.told ?? false, signals: sum, key: by });
        this.place(item, [...new Set(item.groups.map((id) => (id === group.id ? merged.id : id)))]);
      }
      for (const key of group.members.pending) merged.members.pend(key, 0);
      merged.waits = Math.min(merged.waits, group.waits);
      this.letGo(group);
      this.touch(group);
    }
    this.touch(merged);
    return merged;
  }

  private overflowOf({ hook, id, timing }: Group): Group {
    for (const group of this.groups.values()) if (group.overflow && group.hook === hook) return group;
    const start = { hook, route: '', timing, threshold: null, announces: false, overflow: true };
    return this.begin({ ...beginGroup(start, 'overflow', id), keys: [] });
  }

  /** Makes room for the next life of its clock. */
  rename(item: OpenItem): void {
    const groups = this.of(item);
    const before = item.name;
    this.board.rename(item);
    for (const group of groups) {
      group.members.rename(before, item.name);
      this.touch(group);
    }
  }

  private letGo(group: Group): void {
    this.groups.delete(group.id);
    for (const row of [...group.members.rowNumbers(), ...group.members.changedRows]) {
      this.goneRows.add(membersRow(group.id, row));
    }
  }

  private place(item: OpenItem, groups: readonly string[]): void {
    item.groups = [...groups].sort();
    this.board.changedItems.add(item.name);
  }

  touch(group: Group): void {
    this.touched.add(group.id);
  }
}

/** What a state row of a group's members is called. */
export const membersRow = (group: string, row: number): string => `members/${group}/${row}`;
