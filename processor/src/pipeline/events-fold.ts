import { decodeRelease } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import { CalendarError } from '../domain/calendar/errors.ts';
import { clockRow } from '../domain/clock/clock-row.ts';
import { contributionsOf } from '../domain/clock/contributions.ts';
import { DueQueue } from '../domain/clock/due-queue.ts';
import type { JudgedClock } from '../domain/clock/judgement.ts';
import { placeOf } from '../domain/clock/place.ts';
import {
  isOpen,
  learn,
  newSubject,
  nextInstantOf,
  pinOf,
  restoreSubject,
  type Subject,
  storeSubject,
  subjectKind,
  unlearn,
} from '../domain/clock/subject.ts';
import { tell } from '../domain/clock/tell.ts';
import { GRACE_MS } from '../domain/clock/telling.ts';
import type { PolicyRecord } from '../domain/policy/compiled.ts';
import { decodeEvent } from './decode-event.ts';
import type { Effects, Fold, NumberedPolicy, StateSink } from './fold.ts';
import type { Horizon } from './horizon.ts';
import { PolicyBook } from './policy-book.ts';

const EVIDENCE = { evidence: true, time: false };
const TIME = { evidence: false, time: true };
const BOTH = { evidence: true, time: true };

/** After so many subjects, long work lets the event loop breathe. */
const SLICE = 256;

/** The first fold: events in, clocks, signals and KPI deltas out. */
export class EventsFold implements Fold {
  private readonly book = new PolicyBook();
  private readonly subjects = new Map<string, Subject>();
  /** Subjects that are stored and closed: they exist, outside memory. */
  private readonly absent = new Set<string>();
  private readonly due = new DueQueue();
  private readonly changed = new Set<Subject>();
  /** Imports that were released: their later events are judged at once, quietly. */
  private readonly released = new Set<string>();
  /** For each import that still holds: the subjects that have facts of it. */
  private readonly holding = new Map<string, Set<string>>();
  /**
   * State rows that are ahead of the position, of subjects that pin a policy which the lane reads only after it. Until
   * that policy is read, all records of such a subject lie before the row and are skipped.
   */
  private readonly ahead = new Map<string, { readonly offset: number; readonly state: string }>();
  private readonly lane: number;
  /** The policy that was taken last is still judging open subjects again. */
  private judgingAgain = false;

  constructor(lane: number) {
    this.lane = lane;
  }

  apply(record: LogRecord, horizon: Horizon, effects: Effects): Generator<void, void, void> | undefined {
    switch (record.kind) {
      case 'event':
        this.applyEvent(record, horizon, effects);
        return undefined;
      case 'tick':
        return this.due.next() + GRACE_MS < horizon.at ? this.fire(record, horizon, effects) : undefined;
      case 'policy':
        return this.takePolicy(record, horizon, effects);
      case 'release':
        return this.release(record, horizon, effects);
      default:
        effects.quarantine({
          ...quarantined(record),
          code: 'WRONG_LOG',
          reason: `${record.kind} does not belong here`,
        });
        return undefined;
    }
  }

  nextDue(): number {
    return this.due.next() + GRACE_MS;
  }

  private applyEvent(record: LogRecord, horizon: Horizon, effects: Effects): void {
    const decoded = decodeEvent(record, this.book.current().keeps);
    if ('code' in decoded) {
      effects.quarantine({ ...quarantined(record), ...decoded });
      return;
    }
    const kind = subjectKind(decoded.subject);
    if (kind === undefined) return;
    if (this.ahead.has(decoded.subject)) return;
    const known = this.subjects.get(decoded.subject);
    const subject = known ?? newSubject(decoded.subject, kind, this.book.current());
    // Its state row was ahead of the position: this record's effects were acknowledged before the row was written.
    if (subject.offset >= record.offset) return;
    if (isRepeated(subject, decoded.fact.hash)) return;
    if (known === undefined) this.subjects.set(subject.id, subject);

    const { importid } = decoded;
    if (importid !== undefined && !this.released.has(importid)) {
      this.hold(subject, importid, decoded.fact);
      this.touch(subject, record.offset);
      return;
    }
    const vanished = this.tryToLearn(subject, [decoded.fact], record, effects);
    if (vanished === undefined) {
      if (known === undefined) this.subjects.delete(subject.id);
      return;
    }
    const quiet = importid !== undefined;
    if (quiet) subject.quietUntil = Math.max(subject.quietUntil, horizon.highestAppend, horizon.at);
    this.tell(subject, EVIDENCE, vanished, record, horizon, effects, quiet);
  }

  /** Fires what has come due, in order of (due, subject), even if the horizon did not grow. */
  private *fire(record: LogRecord, horizon: Horizon, effects: Effects): Generator<void, void, void> {
    const limit = horizon.at - GRACE_MS;
    const ahead: Subject[] = [];
    for (let fired = 1; ; fired++) {
      const id = this.due.takeBefore(limit);
      if (id === undefined) break;
      const subject = this.subjects.get(id);
      if (subject === undefined) continue;
      // Its state row was ahead of the position: this tick came before what the row knows. A later one fires it.
      if (subject.offset >= record.offset) ahead.push(subject);
      else this.tell(subject, TIME, [], record, horizon, effects, false);
      if (fired % SLICE === 0) yield;
    }
    for (const subject of ahead) this.due.put(subject.id, nextInstantOf(subject));
  }

  private takePolicy(record: LogRecord, horizon: Horizon, effects: Effects): Generator<void, void, void> | undefined {
    const policy = JSON.parse(record.value.toString('utf8')) as PolicyRecord;
    const number = policy.number ?? record.offset;
    if (!this.book.take({ number, record: policy })) return undefined;
    effects.policy(number, policy);
    this.restoreAhead();
    if (policy.compiled.applies !== 'open') return undefined;
    this.judgingAgain = true;
    return this.judgeOpenAgain(record, horizon, effects);
  }

  private *judgeOpenAgain(record: LogRecord, horizon: Horizon, effects: Effects): Generator<void, void, void> {
    const rules = this.book.current();
    const open = [...this.subjects.values()].filter(isOpen).sort(byId);
    for (const [n, subject] of open.entries()) {
      if (subject.offset < record.offset) {
        const before = subject.rules;
        subject.rules = rules;
        const vanished = this.tryToLearn(subject, [], record, effects);
        if (vanished === undefined) subject.rules = before;
        else this.tell(subject, EVIDENCE, vanished, record, horizon, effects, false);
      }
      if (n % SLICE === SLICE - 1) yield;
    }
    this.judgingAgain = false;
  }

  /**
   * Judges what this import held. What would have rung until now is quiet; "now" is the later of horizon and append
   * time, since a lane that has never ticked has no horizon yet and would ring years of history at its first tick.
   */
  private *release(record: LogRecord, horizon: Horizon, effects: Effects): Generator<void, void, void> {
    const { importid } = decodeRelease(record.value);
    this.released.add(importid);
    const holding = [...(this.holding.get(importid) ?? [])].sort();
    this.holding.delete(importid);
    for (const [n, id] of holding.entries()) {
      const subject = this.subjects.get(id);
      if (subject !== undefined && subject.offset < record.offset)
        this.letGo(subject, importid, record, horizon, effects);
      if (n % SLICE === SLICE - 1) yield;
    }
  }

  private letGo(subject: Subject, importid: string, record: LogRecord, horizon: Horizon, effects: Effects): void {
    const facts = subject.held.filter((held) => held.importid === importid).map((held) => held.fact);
    subject.held = subject.held.filter((held) => held.importid !== importid);
    const vanished = this.tryToLearn(subject, facts, record, effects) ?? [];
    subject.quietUntil = Math.max(subject.quietUntil, horizon.highestAppend, horizon.at);
    this.tell(subject, BOTH, vanished, record, horizon, effects, true);
  }

  private hold(subject: Subject, importid: string, fact: Subject['facts'][number]): void {
    subject.held.push({ importid, fact });
    const subjects = this.holding.get(importid);
    if (subjects) subjects.add(subject.id);
    else this.holding.set(importid, new Set([subject.id]));
  }

  /**
   * Where a compiled calendar ends before a deadline, the facts go to quarantine and the subject stands as it stood:
   * answers undefined then, else the clocks that vanished.
   */
  private tryToLearn(
    subject: Subject,
    facts: Subject['facts'],
    record: LogRecord,
    effects: Effects,
  ): readonly JudgedClock[] | undefined {
    const { judgement } = subject;
    try {
      return learn(subject, facts);
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      if (facts.length > 0) unlearn(subject, facts);
      else subject.judgement = judgement;
      const { code, message } = error;
      const { appendTime } = record;
      // The bytes of released facts are in the archive, under the same lane and offset.
      for (const { offset } of facts) {
        const bytes = offset === record.offset ? record.value : NO_BYTES;
        effects.quarantine({ offset, appendTime, key: subject.id, code, reason: message, bytes });
      }
      return undefined;
    }
  }

  private tell(
    subject: Subject,
    because: typeof EVIDENCE | typeof TIME,
    vanished: readonly JudgedClock[],
    record: LogRecord,
    horizon: Horizon,
    effects: Effects,
    quiet: boolean,
  ): void {
    this.touch(subject, record.offset);
    tell(subject, because, vanished, { lane: this.lane, offset: record.offset, horizon: horizon.at, quiet }, effects);
    this.due.put(subject.id, nextInstantOf(subject));
  }

  private touch(subject: Subject, offset: number): void {
    subject.offset = offset;
    subject.changed = true;
    this.changed.add(subject);
  }

  flush(sink: StateSink): void {
    for (const subject of this.changed) {
      const place = placeOf(subject.judgement.standing, subject.rules.partners);
      for (const clock of subject.judgement.clocks) {
        sink.clock(clockRow(subject, clock, subject.told.get(clock.key), place));
      }
      for (const row of subject.gone) sink.clock({ ...row, offset: subject.offset });
      sink.state(subject.id, subject.offset, isOpen(subject), storeSubject(subject));
      subject.changed = false;
      this.flushed.push(subject);
    }
    this.changed.clear();
  }

  /** Written, but not yet known to be behind `positions`. */
  private flushed: Subject[] = [];

  stored(nextOffset: number): void {
    const still: Subject[] = [];
    for (const subject of this.flushed) {
      if (subject.changed || this.subjects.get(subject.id) !== subject) continue;
      if (subject.offset >= nextOffset) still.push(subject);
      else if (!isOpen(subject)) {
        this.subjects.delete(subject.id);
        this.due.put(subject.id, Number.POSITIVE_INFINITY);
        this.absent.add(subject.id);
      }
    }
    this.flushed = still;
  }

  resume(extent: Readonly<Record<string, unknown>>, policies: readonly NumberedPolicy[]): void {
    for (const policy of policies) this.book.take(policy);
    for (const importid of (extent.released as string[] | undefined) ?? []) this.released.add(importid);
  }

  extent(): Record<string, unknown> {
    const policies = this.book.numbers();
    // A policy that is not through with the open subjects is taken again by whoever goes on from here.
    return { policies: this.judgingAgain ? policies.slice(0, -1) : policies, released: [...this.released] };
  }

  restore(id: string, offset: number, state: string): void {
    if (pinOf(state) > this.book.size) {
      this.absent.delete(id);
      this.ahead.set(id, { offset, state });
      return;
    }
    const subject = restoreSubject(id, offset, state, (pin) => this.book.at(pin));
    subject.counted = contributionsOf(subject, placeOf(subject.judgement.standing, subject.rules.partners));
    if (!isOpen(subject)) this.flushed.push(subject);
    this.absent.delete(id);
    this.subjects.set(id, subject);
    for (const { importid } of subject.held) {
      const subjects = this.holding.get(importid);
      if (subjects) subjects.add(id);
      else this.holding.set(importid, new Set([id]));
    }
    this.due.put(id, nextInstantOf(subject));
  }

  private restoreAhead(): void {
    for (const [id, { offset, state }] of [...this.ahead]) {
      if (pinOf(state) > this.book.size) continue;
      this.ahead.delete(id);
      this.restore(id, offset, state);
    }
  }

  away(subject: string): void {
    this.absent.add(subject);
  }

  isAway(subject: string): boolean {
    // Most subjects that are told of are new or in memory; asking the larger set first would cost a cache miss each.
    return this.absent.size > 0 && !this.subjects.has(subject) && this.absent.has(subject);
  }
}

const NO_BYTES = Buffer.alloc(0);

/** Loops, not `some`: this is asked for every event, and a closure for each would be most of its cost. */
function isRepeated(subject: Subject, hash: number): boolean {
  for (const fact of subject.facts) if (fact.hash === hash) return true;
  for (const { fact } of subject.held) if (fact.hash === hash) return true;
  return false;
}

const byId = (a: Subject, b: Subject): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const quarantined = (record: LogRecord) => ({
  offset: record.offset,
  appendTime: record.appendTime,
  key: record.key,
  bytes: record.value,
});
