import type { Fact } from '../domain/clock/facts/fact.ts';
import type { Subject } from '../domain/clock/subject.ts';

/**
 * Which imports a lane holds and which it has released (DESIGN, Import of history). Held facts lie in their subjects;
 * here is only who has them.
 */
export class ImportHold {
  /** Their later events are judged at once, quietly. */
  private readonly released = new Set<string>();
  /** For each import that still holds: the subjects that have facts of it. */
  private readonly holding = new Map<string, Set<string>>();

  holds(importid: string): boolean {
    return !this.released.has(importid);
  }

  hold(subject: Subject, importid: string, fact: Fact): void {
    subject.held = subject.held.concat({ importid, fact });
    this.note(subject.id, importid);
  }

  /** Takes a subject in that came back from its state row. */
  remember(subject: Subject): void {
    for (const { importid } of subject.held) this.note(subject.id, importid);
  }

  /** Answers the subjects that waited, in the order of their names. */
  release(importid: string): readonly string[] {
    this.released.add(importid);
    const waiting = [...(this.holding.get(importid) ?? [])].sort();
    this.holding.delete(importid);
    return waiting;
  }

  /** The imports that were released, for the position. */
  releases(): string[] {
    return [...this.released];
  }

  resume(releases: readonly string[]): void {
    for (const importid of releases) this.released.add(importid);
  }

  private note(subject: string, importid: string): void {
    const subjects = this.holding.get(importid);
    if (subjects) subjects.add(subject);
    else this.holding.set(importid, new Set([subject]));
  }
}

/** Takes an import's facts out of what its subject holds. */
export function takeHeld(subject: Subject, importid: string): Fact[] {
  const facts = subject.held.filter((held) => held.importid === importid).map(({ fact }) => fact);
  subject.held = subject.held.filter((held) => held.importid !== importid);
  return facts;
}
