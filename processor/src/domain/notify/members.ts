/** So many members share a state row: a change of one rewrites no more than that, however large its group is. */
const MEMBERS_A_ROW = 200;

export interface Member {
  /** Whether the hook has been told of it. */
  readonly told: boolean;
  /** How many signals its news stands for. */
  readonly signals: number;
  /** By which of the group's keys it came. */
  readonly key: string;
}

interface Seated {
  told: boolean;
  signals: number;
  readonly key: string;
  readonly row: number;
}

/** JSON: a state row. A key stands in it once, however many came by it. */
export interface MembersRow {
  readonly keys: readonly string[];
  readonly members: readonly (readonly [name: string, told: 0 | 1, signals: number, key: number, news: 0 | 1])[];
}

/** The items of a group, each with what its hook knows of it. Those that ended and were told are gone. */
export class Members {
  /** Rows that are not as they were last written down. */
  readonly changedRows = new Set<number>();
  /** How many there ever were: the next one's row follows from it, for whoever goes on from the rows as well. */
  seats = 0;
  private readonly byName = new Map<string, Seated>();
  private readonly rows = new Map<number, Set<string>>();
  private readonly news = new Set<string>();

  get size(): number {
    return this.byName.size;
  }

  /** Items whose news has not been told. What was never told is among them. */
  get pending(): ReadonlySet<string> {
    return this.news;
  }

  get(name: string): Member | undefined {
    return this.byName.get(name);
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** In no order: after recovery it is another. */
  names(): IterableIterator<string> {
    return this.byName.keys();
  }

  /** In the order in which they came, for whoever lets something follow from it. */
  *inOrder(): IterableIterator<[name: string, member: Member]> {
    for (const row of [...this.rows.keys()].sort((a, b) => a - b)) {
      for (const name of this.rows.get(row)!) yield [name, this.byName.get(name)!];
    }
  }

  /** Takes one in, or puts what is known of one in place of what was; its place stays. */
  put(name: string, { told, signals, key }: Member): void {
    const row = this.byName.get(name)?.row ?? Math.floor(this.seats++ / MEMBERS_A_ROW);
    this.seat(name, { told, signals, key, row });
    this.changedRows.add(row);
  }

  /** It has news. @param signals how many more it stands for. */
  pend(name: string, signals: number): void {
    const member = this.byName.get(name)!;
    member.signals += signals;
    this.news.add(name);
    this.changedRows.add(member.row);
  }

  /** Its news has been told, and it goes on. */
  tell(name: string): void {
    const member = this.byName.get(name)!;
    member.told = true;
    member.signals = 0;
    this.news.delete(name);
    this.changedRows.add(member.row);
  }

  drop(name: string): void {
    const member = this.byName.get(name);
    if (member === undefined) return;
    this.byName.delete(name);
    this.news.delete(name);
    const names = this.rows.get(member.row)!;
    names.delete(name);
    if (names.size === 0) this.rows.delete(member.row);
    this.changedRows.add(member.row);
  }

  rename(before: string, after: string): void {
    const member = this.byName.get(before)!;
    const hadNews = this.news.has(before);
    this.drop(before);
    this.put(after, member);
    if (hadNews) this.pend(after, 0);
  }

  /** Numbers of all rows that hold somebody. */
  rowNumbers(): Iterable<number> {
    return this.rows.keys();
  }

  /** A row as it is written down; undefined if nobody is in it. */
  row(n: number): MembersRow | undefined {
    const names = this.rows.get(n);
    if (names === undefined) return undefined;
    const keys = new Map<string, number>();
    const members: MembersRow['members'][number][] = [];
    for (const name of names) {
      const { told, signals, key } = this.byName.get(name)!;
      if (!keys.has(key)) keys.set(key, keys.size);
      members.push([name, told ? 1 : 0, signals, keys.get(key)!, this.news.has(name) ? 1 : 0]);
    }
    return { keys: [...keys.keys()], members };
  }

  restoreRow(row: number, { keys, members }: MembersRow): void {
    for (const [name, told, signals, key, news] of members) {
      this.seat(name, { told: told === 1, signals, key: keys[key]!, row });
      if (news === 1) this.news.add(name);
    }
  }

  private seat(name: string, member: Seated): void {
    this.byName.set(name, member);
    const names = this.rows.get(member.row);
    if (names === undefined) this.rows.set(member.row, new Set([name]));
    else names.add(name);
  }
}
