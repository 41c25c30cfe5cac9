import { decodeRelease } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import { CalendarError } from '../domain/calendar/errors.ts';
import { DueQueue } from '../domain/clock/due-queue.ts';
import type { JudgedClock } from '../domain/clock/judge/judged-clock.ts';
import { learn, newSubject, nextInstantOf, type Subject, subjectKind, unlearn } from '../domain/clock/subject.ts';
import { GRACE_MS } from '../domain/clock/tell/grace.ts';
import { tell } from '../domain/clock/tell/tell.ts';
import { decodeEvent } from './decode/decode-event.ts';
import type { Effects, Fold, NumberedPolicy, StateSink } from './fold.ts';
import type { Horizon } from './horizon.ts';
import { ImportHold, takeHeld } from './import-hold.ts';
import { PolicyBook } from './policy-book.ts';
import { readPolicy } from './read-policy.ts';
import { Residents } from './residents.ts';

const EVIDENCE = { evidence: true, time: false };
const TIME = { evidence: false, time: true };
const BOTH = { evidence: true, time: true };

/** After so many subjects, long work lets the event loop breathe. */
const SLICE = 256;

/** The first fold: events in, clocks, signals and KPI deltas out. */
export class EventsFold implements Fold {
  private readonly book = new PolicyBook();
  private readonly residents = new Residents(this.book);
  private readonly imports = new ImportHold();
  private readonly due = new DueQueue();
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
    if (this.residents.isAhead(decoded.subject)) return;
    const known = this.residents.get(decoded.subject);
    const subject = known ?? newSubject(decoded.subject, kind, this.book.current());
    // Its state row was ahead of the position: this record's effects were acknowledged before the row was written.
    if (subject.offset >= record.offset) return;
    if (isRepeated(subject, decoded.fact.hash)) return;
    if (known === undefined) this.residents.add(subject);

    const { importid } = decoded;
    if (importid !== undefined && this.imports.holds(importid)) {
      this.imports.hold(subject, importid, decoded.fact);
      this.residents.touch(subject, record.offset);
      return;
    }
    const vanished = this.tryToLearn(subject, [decoded.fact], record, effects);
    if (vanished === undefined) {
      if (known === undefined) this.residents.remove(subject);
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
      // Those that have left memory may still stand in the queue; nothing of theirs can fire.
      const subject = this.residents.get(id);
      if (subject === undefined) continue;
      // Its state row was ahead of the position: this tick came before what the row knows. A later one fires it.
      if (subject.offset >= record.offset) ahead.push(subject);
      else this.tell(subject, TIME, [], record, horizon, effects, false);
      if (fired % SLICE === 0) yield;
    }
    for (const subject of ahead) this.due.put(subject.id, nextInstantOf(subject));
  }

  private takePolicy(record: LogRecord, horizon: Horizon, effects: Effects): Generator<void, void, void> | undefined {
    const policy = readPolicy(record.value);
    const number = policy.number ?? record.offset;
    if (!this.book.take({ number, record: policy })) return undefined;
    effects.policy(number, policy);
    for (const subject of this.residents.restoreAhead()) this.takeBack(subject);
    if (policy.compiled.applies !== 'open') return undefined;
    this.judgingAgain = true;
    return this.judgeOpenAgain(record, horizon, effects);
  }

  private *judgeOpenAgain(record: LogRecord, horizon: Horizon, effects: Effects): Generator<void, void, void> {
    const rules = this.book.current();
    for (const [n, subject] of this.residents.open().entries()) {
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
    for (const [n, id] of this.imports.release(importid).entries()) {
      const subject = this.residents.get(id);
      if (subject !== undefined && subject.offset < record.offset)
        this.letGo(subject, importid, record, horizon, effects);
      if (n % SLICE === SLICE - 1) yield;
    }
  }

  private letGo(subject: Subject, importid: string, record: LogRecord, horizon: Horizon, effects: Effects): void {
    const vanished = this.tryToLearn(subject, takeHeld(subject, importid), record, effects) ?? [];
    subject.quietUntil = Math.max(subject.quietUntil, horizon.highestAppend, horizon.at);
    this.tell(subject, BOTH, vanished, record, horizon, effects, true);
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
    this.residents.touch(subject, record.offset);
    tell(subject, because, vanished, { lane: this.lane, offset: record.offset, horizon: horizon.at, quiet }, effects);
    this.due.put(subject.id, nextInstantOf(subject));
  }

  flush(sink: StateSink): void {
    this.residents.flush(sink);
  }

  stored(nextOffset: number): void {
    this.residents.stored(nextOffset);
  }

  resume(extent: Readonly<Record<string, unknown>>, policies: readonly NumberedPolicy[]): void {
    for (const policy of policies) this.book.take(policy);
    this.imports.resume((extent.released as string[] | undefined) ?? []);
  }

  extent(): Record<string, unknown> {
    const policies = this.book.numbers();
    // A policy that is not through with the open subjects is taken again by whoever goes on from here.
    return { policies: this.judgingAgain ? policies.slice(0, -1) : policies, released: this.imports.releases() };
  }

  restore(id: string, offset: number, state: string): void {
    const subject = this.residents.restore(id, offset, state);
    if (subject !== undefined) this.takeBack(subject);
  }

  private takeBack(subject: Subject): void {
    this.imports.remember(subject);
    this.due.put(subject.id, nextInstantOf(subject));
  }

  away(subject: string): void {
    this.residents.away(subject);
  }

  isAway(subject: string): boolean {
    return this.residents.isAway(subject);
  }

  isNew(subject: string): void {
    this.residents.isNew(subject);
  }
}

const NO_BYTES = Buffer.alloc(0);

/** Loops, not `some`: this is asked for every event, and a closure for each would be most of its cost. */
function isRepeated(subject: Subject, hash: number): boolean {
  for (const fact of subject.facts) if (fact.hash === hash) return true;
  for (const { fact } of subject.held) if (fact.hash === hash) return true;
  return false;
}

const quarantined = (record: LogRecord) => ({
  offset: record.offset,
  appendTime: record.appendTime,
  key: record.key,
  bytes: record.value,
});
