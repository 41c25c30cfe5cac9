/** So many ids fill a state row of their own: a tick at which a hundred thousand clocks ring is one offset. */
const IDS_A_ROW = 500;

interface Mark {
  readonly offset: number;
  readonly ids: Set<string>;
  /** Those that stand in no full row yet. */
  rest: string[];
  /** How many rows are full. */
  full: number;
}

/** A full row. */
export interface SeenRow {
  readonly lane: string;
  readonly offset: number;
  readonly ids: readonly string[];
}

/**
 * What has been published again after a crash, or by an owner that is not one any more. A lane tells its effects in the
 * order of its log, so whatever lies below the highest offset that was seen of it is a repeat, and so is what was seen at
 * that offset.
 */
export class SeenCauses {
  /** Full rows since this was last cleared, by name; null where one is of no use any more. */
  readonly changedRows = new Map<string, SeenRow | null>();
  private readonly marks = new Map<string, Mark>();
  /** At recovery, rows that came before the marks that they are of. */
  private early: SeenRow[] = [];

  /** Whether it is new, and takes note of it. @param lane names log and lane that caused it. */
  isNew(lane: string, offset: number, id: string): boolean {
    let mark = this.marks.get(lane);
    if (mark === undefined || offset > mark.offset) {
      for (let n = 0; n < (mark?.full ?? 0); n++) this.changedRows.set(rowName(lane, n), null);
      mark = { offset, ids: new Set(), rest: [], full: 0 };
      this.marks.set(lane, mark);
    }
    if (offset < mark.offset || mark.ids.has(id)) return false;
    mark.ids.add(id);
    mark.rest.push(id);
    if (mark.rest.length >= IDS_A_ROW) {
      this.changedRows.set(rowName(lane, mark.full++), { lane, offset, ids: mark.rest });
      mark.rest = [];
    }
    return true;
  }

  /** What full rows do not hold. From before there were rows the last is missing. */
  toJSON(): readonly (readonly [lane: string, offset: number, rest: readonly string[], full?: number])[] {
    return [...this.marks].map(([lane, { offset, rest, full }]) => [lane, offset, [...rest], full] as const);
  }

  restore(marks: ReturnType<SeenCauses['toJSON']>): void {
    for (const [lane, offset, rest, full = 0] of marks) {
      this.marks.set(lane, { offset, ids: new Set(rest), rest: [...rest], full });
    }
    const early = this.early;
    this.early = [];
    for (const row of early) this.restoreRow(row);
  }

  restoreRow(row: SeenRow): void {
    const mark = this.marks.get(row.lane);
    if (mark === undefined) this.early.push(row);
    else for (const id of row.ids) mark.ids.add(id);
  }
}

const rowName = (lane: string, n: number): string => `seen/${lane}/${n}`;
