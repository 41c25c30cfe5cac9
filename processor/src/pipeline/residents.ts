import { contributionsOf } from '../domain/clock/contributions.ts';
import { placeOf } from '../domain/clock/place.ts';
import { pinOf, restoreSubject } from '../domain/clock/stored-subject.ts';
import { isOpen, type Subject } from '../domain/clock/subject.ts';
import { clockRows } from '../domain/clock/write/clock-row.ts';
import { AbsentFilter } from './absent-filter.ts';
import type { StateSink } from './fold.ts';
import type { PolicyBook } from './policy-book.ts';
import { StateText } from './state-text.ts';

/** One is enough: a text is written down before the next one is asked for. */
const stateText = new StateText();

/** So many are written before others may have their turn. */
const SUBJECTS_A_SLICE = 64;

/**
 * The subjects that a lane has in memory, and what it knows of those that it has not (DESIGN, Eviction and return). A
 * subject leaves when nothing can fire and its rows are stored; a record that names it brings it back first.
 */
export class Residents {
  private readonly book: PolicyBook;
  private readonly subjects = new Map<string, Subject>();
  /** Each once, in the order in which they first changed. */
  private changed: Subject[] = [];
  /** Written, but not yet known to be behind `positions`. */
  private flushed: Subject[] = [];
  /** Stored and closed: they exist, outside memory. It forgets nobody, so whoever came back is in it and in memory. */
  private readonly absent = new AbsentFilter();
  /** Looked for and stored nowhere: their hash is that of another. They are new. */
  private readonly unheardOf = new Set<string>();
  /**
   * State rows that are ahead of the position, of subjects that pin a policy which the lane reads only after it. Until
   * that policy is read, all records of such a subject lie before the row and are skipped.
   */
  private readonly ahead = new Map<string, { readonly offset: number; readonly state: string }>();

  constructor(book: PolicyBook) {
    this.book = book;
  }

  get(id: string): Subject | undefined {
    return this.subjects.get(id);
  }

  add(subject: Subject): void {
    this.subjects.set(subject.id, subject);
    if (this.unheardOf.size > 0) this.unheardOf.delete(subject.id);
  }

  remove(subject: Subject): void {
    this.subjects.delete(subject.id);
  }

  /** In the order of their names, whatever the order in which they came. */
  open(): Subject[] {
    return [...this.subjects.values()].filter(isOpen).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Its state has changed with the record at `offset`. */
  touch(subject: Subject, offset: number): void {
    subject.offset = offset;
    if (subject.changed) return;
    subject.changed = true;
    this.changed.push(subject);
  }

  /** Yields after so many subjects. Until it is through, nothing may change. */
  *flush(sink: StateSink): Generator<void, void, void> {
    for (const [n, subject] of this.changed.entries()) {
      if (n % SUBJECTS_A_SLICE === SUBJECTS_A_SLICE - 1) yield;
      for (const row of clockRows(subject)) sink.clock(row);
      sink.state(subject.id, subject.offset, isOpen(subject), stateText.of(subject));
      subject.changed = false;
      this.flushed.push(subject);
    }
    this.changed = [];
  }

  /** `positions` has passed `nextOffset`: what is closed and stored leaves. */
  stored(nextOffset: number): void {
    const still: Subject[] = [];
    for (const subject of this.flushed) {
      if (subject.changed || this.subjects.get(subject.id) !== subject) continue;
      if (subject.offset >= nextOffset) still.push(subject);
      else if (!isOpen(subject)) {
        this.subjects.delete(subject.id);
        this.absent.add(subject.id);
      }
    }
    this.flushed = still;
  }

  /** Answers the subject, or undefined while its row waits for the policy that it pins. */
  restore(id: string, offset: number, state: string): Subject | undefined {
    if (pinOf(state) > this.book.size) {
      this.ahead.set(id, { offset, state });
      return undefined;
    }
    const subject = restoreSubject(id, offset, state, (pin) => this.book.at(pin));
    subject.counted = contributionsOf(subject, placeOf(subject.judgement.standing, subject.rules.partners));
    if (!isOpen(subject)) this.flushed.push(subject);
    this.subjects.set(id, subject);
    return subject;
  }

  /** Called when a policy was taken; answers the subjects whose rows waited for it. */
  restoreAhead(): Subject[] {
    const waiting = [...this.ahead];
    this.ahead.clear();
    return waiting
      .map(([id, { offset, state }]) => this.restore(id, offset, state))
      .filter((subject) => subject !== undefined);
  }

  isAhead(id: string): boolean {
    return this.ahead.has(id);
  }

  away(id: string): void {
    this.absent.add(id);
  }

  isAway(id: string): boolean {
    // Most subjects that are told of are new or in memory; asking the larger set first would cost a cache miss each.
    if (this.absent.size === 0 || this.subjects.has(id) || !this.absent.has(id)) return false;
    return !this.ahead.has(id) && !this.unheardOf.has(id);
  }

  /** It seemed to be away and is not stored: the next record of it is its first. */
  isNew(id: string): void {
    this.unheardOf.add(id);
  }
}
