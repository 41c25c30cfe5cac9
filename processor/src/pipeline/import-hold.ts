import type { Fact } from '../domain/clock/facts/fact.ts';
import type { Subject } from '../domain/clock/subject.ts';

export type BegunImport = readonly [importid: string, since: number, told: boolean];

/**
 * Which imports a lane holds and which it has released (DESIGN, Import of history). Held facts lie in their subjects;
 * here is only who has them.
 */
export class ImportHold {
  /** Their later events are judged at once, quietly. */
  private readonly released = new Set<string>();
  /** For each import that still holds: the slots of the subjects that have facts of it, which are open and keep them. */
  private readonly holding = new Map<string, Set<number>>();
  /** The imports that began here and were not released: since when, and whether somebody was told. */
  private readonly unfinished = new Map<string, { readonly since: number; told: boolean }>();

  holds(importid: string): boolean {
    return !this.released.has(importid);
  }

  /**
   * An event of an import that is not released was read, whatever becomes of it: since when history waits must follow
   * from the records alone, also where a state row is ahead of them.
   * @param appendTime ms UTC.
   */
  meet(importid: string, appendTime: number): void {
    if (!this.unfinished.has(importid)) this.unfinished.set(importid, { since: appendTime, told: false });
  }

  /** Since when the import waits of which nobody was told and that has waited longest, ms UTC; Infinity if there is none. */
  earliestUntold(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { since, told } of this.unfinished.values()) if (!told && since < earliest) earliest = since;
    return earliest;
  }

  /** Takes note that it is told of. Of several that began at once the one that was read first. */
  takeEarliestUntold(): { readonly importid: string; readonly since: number } {
    const earliest = this.earliestUntold();
    for (const [importid, entry] of this.unfinished) {
      if (entry.told || entry.since !== earliest) continue;
      entry.told = true;
      return { importid, since: earliest };
    }
    throw new Error('no import is unfinished');
  }

  hold(subject: Subject, importid: string, fact: Fact): void {
    subject.held = subject.held.concat({ importid, fact });
    this.note(subject, importid);
  }

  /** Takes a subject in that came back from its state row. */
  remember(subject: Subject): void {
    for (const { importid } of subject.held) this.note(subject, importid);
  }

  /** Answers the slots of the subjects that waited, in any order. */
  release(importid: string): ReadonlySet<number> {
    this.released.add(importid);
    this.unfinished.delete(importid);
    const waiting = this.holding.get(importid) ?? NOBODY;
    this.holding.delete(importid);
    return waiting;
  }

  /** The imports that were released, for the position. */
  releases(): string[] {
    return [...this.released];
  }

  /** The imports that began and were not released, for the position. */
  begun(): BegunImport[] {
    return [...this.unfinished].map(([importid, { since, told }]) => [importid, since, told]);
  }

  resume(releases: readonly string[], begun: readonly BegunImport[]): void {
    for (const importid of releases) this.released.add(importid);
    for (const [importid, since, told] of begun) this.unfinished.set(importid, { since, told });
  }

  private note({ slot }: Subject, importid: string): void {
    const slots = this.holding.get(importid);
    if (slots) slots.add(slot);
    else this.holding.set(importid, new Set([slot]));
  }
}

const NOBODY: ReadonlySet<number> = new Set();

/** Takes an import's facts out of what its subject holds. */
export function takeHeld(subject: Subject, importid: string): Fact[] {
  const facts = subject.held.filter((held) => held.importid === importid).map(({ fact }) => fact);
  subject.held = subject.held.filter((held) => held.importid !== importid);
  return facts;
}
