import { contributionsOf } from '../domain/clock/contributions.ts';
import { judge } from '../domain/clock/judge/judgement.ts';
import { holderOf, placeOf } from '../domain/clock/place.ts';
import type { Unpacked } from '../domain/clock/rest/packed-subject.ts';
import { RestingSubjects, type Unread } from '../domain/clock/rest/resting-subjects.ts';
import { Slots } from '../domain/clock/rest/slots.ts';
import { pinIn, pinOf, restoreSubject } from '../domain/clock/stored-subject.ts';
import { isOpen, newSubject, nextInstantOf, type Subject } from '../domain/clock/subject.ts';
import { clockRows } from '../domain/clock/write/clock-row.ts';
import { AbsentFilter } from './absent-filter.ts';
import { NEVER_DUE, type StateSink } from './fold.ts';
import type { PolicyBook } from './policy-book.ts';
import { StateText } from './state-text.ts';

/** One is enough: a text is written down before the next one is asked for. */
const stateText = new StateText();

/** So many are put to rest in one go: a few milliseconds. The others wait for the next records. */
const RESTED_AT_ONCE = 2000;

/** So many are written before others may have their turn. */
const SUBJECTS_A_SLICE = 64;

/**
 * The subjects that a lane has at hand, and what it knows of those that it has not (DESIGN, Eviction and return).
 *
 * Those that something happens to are awake: objects. An open one whose rows are stored is at rest: its bytes
 * (docs/adr/0020). It wakes when a record names it or its instant comes, is judged anew from its facts, which comes to the
 * same (law 3), and rests again once that is stored. One that is closed and stored leaves altogether; a record that
 * names it brings it back first.
 */
export class Residents {
  private readonly book: PolicyBook;
  private readonly awake = new Map<string, Subject>();
  private readonly bySlot = new Map<number, Subject>();
  private readonly resting = new RestingSubjects();
  private readonly slots = new Slots();

  /** Each once, in the order in which they first changed. */
  private changed: Subject[] = [];
  /** Written, but not yet known to be behind `positions`; and those that woke and have not changed. */
  private flushed: Subject[] = [];
  /** Open and stored: they rest if nothing happens to them until the next commit is stored, as it does while a lane catches up. */
  private calm: Subject[] = [];
  /** They rest as soon as there is time for it. */
  private drowsy: Subject[] = [];
  /** The offset behind the last record whose effects are stored. */
  private position = 0;
  /** Somebody is at work on them and must find them as they are. */
  private readonly kept = new Set<Subject>();

  /** Stored and closed: they exist, outside memory. It forgets nobody, so whoever came back is in it and at hand. */
  private readonly absent = new AbsentFilter();
  /** Looked for and stored nowhere: their hash is that of another. They are new. */
  private readonly unheardOf = new Set<string>();
  /**
   * State rows that are ahead of the position, of subjects that pin a policy which the lane reads only after it. Until
   * that policy is read, all records of such a subject lie before the row and are skipped.
   */
  private readonly ahead = new Map<string, { readonly offset: number; readonly state: string }>();

  private readonly rulesetAt = (pin: number) => this.book.at(pin);
  /** The rows of slots below it have been read. */
  private readUpTo = 0;

  constructor(book: PolicyBook) {
    this.book = book;
  }

  /** The subject of that name, awake; undefined when it is not at hand. */
  get(id: string): Subject | undefined {
    const subject = this.awake.get(id);
    if (subject !== undefined) return subject;
    const slot = this.resting.find(id);
    return slot < 0 ? undefined : this.at(slot);
  }

  /** The subject of a slot, awake; undefined when nobody has it. */
  at(slot: number): Subject | undefined {
    const subject = this.bySlot.get(slot);
    if (subject !== undefined) return subject;
    const unpacked = this.resting.take(slot);
    return unpacked === undefined ? undefined : this.wake(slot, this.subjectOf(unpacked));
  }

  add(subject: Subject): void {
    subject.slot = this.slots.take();
    this.awake.set(subject.id, subject);
    this.bySlot.set(subject.slot, subject);
    if (this.unheardOf.size > 0) this.unheardOf.delete(subject.id);
  }

  /** Nothing of it may be due any more. */
  remove(subject: Subject): void {
    const { slot } = subject;
    this.awake.delete(subject.id);
    this.bySlot.delete(slot);
    this.slots.give(slot);
    subject.slot = -1;
  }

  /** Negative when the name of the first one's subject comes first, as strings are compared. */
  readonly compareNames = (a: number, b: number): number => {
    if (this.resting.has(a) && this.resting.has(b)) return this.resting.compare(a, b);
    const [left, right] = [this.nameOf(a), this.nameOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };

  /** Slots from 0 up to here may have somebody. */
  get end(): number {
    return this.slots.end;
  }

  isOpenAt(slot: number): boolean {
    if (this.resting.has(slot)) return true;
    const subject = this.bySlot.get(slot);
    return subject !== undefined && isOpen(subject);
  }

  /** It stays awake, whatever is stored meanwhile, until it is let go. */
  keep(subject: Subject): void {
    this.kept.add(subject);
  }

  letGo(): void {
    for (const subject of this.kept) this.flushed.push(subject);
    this.kept.clear();
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
      const holder = holderOf(subject.judgement.standing);
      for (const row of clockRows(subject)) sink.clock(row, holder);
      const open = isOpen(subject);
      sink.state(subject.id, subject.offset, open, stateText.of(subject), open ? storedDue(subject) : null);
      subject.changed = false;
      this.flushed.push(subject);
    }
    this.changed = [];
  }

  /** `positions` has passed `nextOffset`: what is stored leaves if it is closed, and is to rest if it is open. */
  stored(nextOffset: number): void {
    this.position = nextOffset;
    this.drowsy = this.drowsy.concat(this.calm);
    this.calm = [];
    const still: Subject[] = [];
    for (const subject of this.flushed) {
      if (!this.isIdle(subject)) continue;
      if (subject.offset >= nextOffset) still.push(subject);
      else if (isOpen(subject)) this.calm.push(subject);
      else {
        this.remove(subject);
        this.absent.add(subject.id);
      }
    }
    this.flushed = still;
    this.restSome(RESTED_AT_ONCE);
  }

  /** Puts some to rest of those that may. Called with each record, it keeps up with what the records wake. */
  restSome(most: number): void {
    const { drowsy } = this;
    for (let n = 0; n < most && drowsy.length > 0; n++) {
      const subject = drowsy.pop()!;
      // What has changed again meanwhile comes again, once that is stored; so does what has closed.
      if (this.isIdle(subject) && subject.offset < this.position && isOpen(subject)) this.rest(subject);
    }
  }

  /** Answers the subject, or undefined while its row waits for the policy that it pins. */
  restore(id: string, offset: number, state: string): Subject | undefined {
    if (pinOf(state) > this.book.size) {
      this.ahead.set(id, { offset, state });
      return undefined;
    }
    const subject = restoreSubject(id, offset, state, this.rulesetAt);
    this.add(subject);
    if (isOpen(subject)) this.rest(subject);
    else {
      count(subject);
      this.flushed.push(subject);
    }
    return subject;
  }

  /** Keeps a state row of an open subject unread. Answers its slot, or -1 when the row must be read at once: `restore` does. */
  restoreUnread(id: string, offset: number, state: Buffer): number {
    const pin = pinIn(state);
    if (pin < 0 || pin > this.book.size) return -1;
    const slot = this.slots.take();
    this.resting.putUnread(slot, id, offset, state);
    return slot;
  }

  /** How many state rows are still unread. */
  get unread(): number {
    return this.resting.unread;
  }

  /** Reads some of them, and tells of each when something of its subject is due: Infinity for never. */
  readSome(most: number, tell: (slot: number, instant: number) => void): void {
    for (let read = 0; read < most && this.resting.unread > 0; this.readUpTo++) {
      if (!this.resting.isUnread(this.readUpTo)) continue;
      read++;
      const slot = this.readUpTo;
      const subject = this.subjectOf(this.resting.take(slot)!);
      // One that another release took for open leaves as others do, when it is known to be stored.
      if (!isOpen(subject)) this.wake(slot, subject);
      else {
        subject.slot = slot;
        this.resting.put(subject);
      }
      tell(slot, nextInstantOf(subject));
    }
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
    // Most subjects that are told of are new or awake; asking the larger sets first would cost a cache miss each.
    if (this.absent.size === 0 || this.awake.has(id) || !this.absent.has(id)) return false;
    return this.resting.find(id) < 0 && !this.ahead.has(id) && !this.unheardOf.has(id);
  }

  /** It seemed to be away and is not stored: the next record of it is its first. */
  isNew(id: string): void {
    this.unheardOf.add(id);
  }

  private isIdle(subject: Subject): boolean {
    return !subject.changed && this.bySlot.get(subject.slot) === subject && !this.kept.has(subject);
  }

  private rest(subject: Subject): void {
    this.resting.put(subject);
    this.awake.delete(subject.id);
    this.bySlot.delete(subject.slot);
  }

  private subjectOf(unpacked: Unpacked | Unread): Subject {
    if ('state' in unpacked) return restoreSubject(unpacked.id, unpacked.offset, unpacked.state, this.rulesetAt);
    const { id, kind, pin, offset, facts, more } = unpacked;
    const rules = this.book.at(pin);
    const subject = newSubject(id, kind, rules, facts, judge(facts, kind, rules));
    if (more !== undefined) Object.assign(subject, more);
    subject.offset = offset;
    return subject;
  }

  private wake(slot: number, subject: Subject): Subject {
    subject.slot = slot;
    count(subject);
    this.awake.set(subject.id, subject);
    this.bySlot.set(slot, subject);
    this.flushed.push(subject);
    return subject;
  }

  private nameOf(slot: number): string {
    return this.bySlot.get(slot)?.id ?? this.resting.nameOf(slot);
  }
}

function storedDue(subject: Subject): number {
  const instant = nextInstantOf(subject);
  return instant === Number.POSITIVE_INFINITY ? NEVER_DUE : instant;
}

/** What it contributes to KPIs is not packed: it follows from the rest. */
function count(subject: Subject): void {
  subject.counted = contributionsOf(subject, placeOf(subject.judgement.standing, subject.rules.partners));
}
