/**
 * What has been published again after a crash, or by an owner that is not one any more. A lane tells its effects in the
 * order of its log, so whatever lies below the highest offset that was seen of it is a repeat, and so is what was seen at
 * that offset.
 */
export class SeenCauses {
  private readonly marks = new Map<string, { offset: number; ids: Set<string> }>();

  /** Whether it is new, and takes note of it. @param lane names log and lane that caused it. */
  isNew(lane: string, offset: number, id: string): boolean {
    const mark = this.marks.get(lane);
    if (mark === undefined || offset > mark.offset) {
      this.marks.set(lane, { offset, ids: new Set([id]) });
      return true;
    }
    if (offset < mark.offset || mark.ids.has(id)) return false;
    mark.ids.add(id);
    return true;
  }

  toJSON(): readonly (readonly [string, number, readonly string[]])[] {
    return [...this.marks].map(([lane, { offset, ids }]) => [lane, offset, [...ids]] as const);
  }

  restore(marks: ReturnType<SeenCauses['toJSON']>): void {
    for (const [lane, offset, ids] of marks) this.marks.set(lane, { offset, ids: new Set(ids) });
  }
}
