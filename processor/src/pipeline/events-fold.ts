import { decodeRelease } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import { isRepeated } from '../domain/clock/facts/is-repeated.ts';
import { aimsOf, learnedHistory, learnedLive } from '../domain/clock/history.ts';
import type { JudgedClock } from '../domain/clock/judge/judged-clock.ts';
import { SlotQueue } from '../domain/clock/rest/slot-queue.ts';
import { newSubject, nextInstantOf, type Subject, subjectKind } from '../domain/clock/subject.ts';
import { GRACE_MS } from '../domain/clock/tell/grace.ts';
import { tell } from '../domain/clock/tell/tell.ts';
import { decodeEvent } from './decode/decode-event.ts';
import { type Effects, type Fold, NEVER_DUE, type NumberedPolicy, type StateSink, type Work } from './fold.ts';
import type { Horizon } from './horizon.ts';
import { type BegunImport, ImportHold, takeHeld } from './import-hold.ts';
import { judgeAgain } from './judge-again.ts';
import { learnOrQuarantine } from './learn-or-quarantine.ts';
import { Notices } from './notices.ts';
import { PolicyBook } from './policy-book.ts';
import { Pulse } from './pulse.ts';
import { tellRatings } from './rating.ts';
import { readPolicy } from './read-policy.ts';
import { Residents } from './residents.ts';
import { Roll } from './roll.ts';
import { PASSED_ON, saidBy } from './said-by.ts';
import { type EarsExtent, SourceEars } from './source-ears.ts';

const EVIDENCE = { evidence: true, time: false };
const TIME = { evidence: false, time: true };
const BOTH = { evidence: true, time: true };

/** After so many subjects, long work lets the event loop breathe. */
const SLICE = 256;
/** More than a record wakes, so that what waits for its rest gets fewer. */
const RESTED_A_RECORD = 2;
/** So many state rows that recovery left unread are read in one go: a fraction of a millisecond. */
const READ_AT_ONCE = 64;

/** What the position of a lane of `events` carries; in rows from before there were those, the last ones are missing. */
interface Extent extends Record<string, unknown> {
  readonly policies: readonly number[];
  readonly released: readonly string[];
  readonly begun: readonly BegunImport[];
  readonly endsTold: readonly string[];
  /** When it last said how far it has come. */
  readonly beat?: number;
  readonly ears?: EarsExtent;
}

/** The first fold: events in, clocks, signals and KPI deltas out. */
export class EventsFold implements Fold {
  private readonly book = new PolicyBook();
  private readonly residents = new Residents(this.book);
  private readonly imports = new ImportHold();
  private readonly due = new SlotQueue(this.residents.compareNames);
  private readonly notices: Notices;
  private readonly pulse: Pulse;
  private readonly ears: SourceEars;
  private readonly lane: number;
  /** The policy that was taken last is still judging open subjects again. */
  private judgingAgain = false;

  /** @param beats whether it says how far it has come and which sources it hears. */
  constructor(lane: number, beats: 'beats' | 'silent' = 'silent') {
    this.lane = lane;
    this.pulse = new Pulse(beats === 'beats');
    this.ears = new SourceEars(lane, beats === 'beats');
    this.notices = new Notices(lane, this.imports);
  }

  apply(record: LogRecord, horizon: Horizon, effects: Effects): Work | undefined {
    this.residents.restSome(RESTED_A_RECORD);
    switch (record.kind) {
      case 'event':
        this.applyEvent(record, horizon, effects);
        return undefined;
      case 'tick':
        return this.tick(record, horizon, effects);
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
    return Math.min(this.due.next() + GRACE_MS, this.notices.next() + GRACE_MS, this.pulse.next());
  }

  private applyEvent(record: LogRecord, horizon: Horizon, effects: Effects): void {
    const decoded = decodeEvent(record, this.book.current().keeps);
    if ('code' in decoded) {
      effects.quarantine({ ...quarantined(record), ...decoded });
      return;
    }
    const { importid, source, fact } = decoded;
    // What people say about signals meets them in the third fold. Words of history are kept in the archive only.
    if (PASSED_ON.has(decoded.fact.type) && importid === undefined) effects.said(saidBy(this.lane, record));
    const kind = subjectKind(decoded.subject);
    if (kind === undefined) return;
    if (importid === undefined) this.ears.hear(source, fact.data.partner, record, this.book.current(), effects);
    const isHeld = importid !== undefined && this.imports.holds(importid);
    if (isHeld) this.imports.meet(importid, record.appendTime);
    if (this.residents.isAhead(decoded.subject)) return;
    const known = this.residents.get(decoded.subject);
    const subject = known ?? newSubject(decoded.subject, kind, this.book.current());
    // Its state row was ahead of the position: this record's effects were acknowledged before the row was written.
    if (subject.offset >= record.offset) return;
    if (isRepeated(subject, decoded.fact.hash)) return;
    if (known === undefined) this.residents.add(subject);

    if (isHeld) {
      this.imports.hold(subject, importid, decoded.fact);
      this.residents.touch(subject, record.offset);
      return;
    }
    const quiet = importid !== undefined;
    const before = quiet || subject.quietUntil > 0 ? aimsOf(subject) : undefined;
    const vanished = learnOrQuarantine(subject, [decoded.fact], record, effects);
    if (vanished === undefined) {
      if (known === undefined) this.residents.remove(subject);
      return;
    }
    tellRatings(subject.id, [decoded.fact], effects);
    if (before !== undefined) {
      if (quiet) learnedHistory(subject, before, presentOf(horizon));
      else learnedLive(subject, before);
    }
    this.tell(subject, EVIDENCE, vanished, record, horizon, effects, quiet);
  }

  private tick(record: LogRecord, horizon: Horizon, effects: Effects): Work | undefined {
    const limit = horizon.at - GRACE_MS;
    if (this.notices.next() < limit) {
      this.notices.tell(limit, { offset: record.offset, horizon: horizon.at }, effects);
    }
    if (this.pulse.next() < horizon.at) {
      effects.beat({ lane: this.lane, at: this.pulse.take(horizon.at) });
      this.ears.passTime(horizon.at);
    }
    return this.due.next() < limit ? this.fire(limit, record, horizon, effects) : undefined;
  }

  /** Fires what has come due, in order of (due, subject), even if the horizon did not grow. */
  private *fire(limit: number, record: LogRecord, horizon: Horizon, effects: Effects): Work {
    const ahead: [slot: number, instant: number][] = [];
    for (let fired = 1; ; fired++) {
      const slot = this.due.takeBefore(limit);
      if (slot < 0) break;
      const subject = this.residents.at(slot)!;
      // Its state row was ahead of the position: this tick came before what the row knows. A later one fires it.
      if (subject.offset >= record.offset) ahead.push([slot, nextInstantOf(subject)]);
      else this.tell(subject, TIME, [], record, horizon, effects, false);
      if (fired % SLICE === 0) yield;
    }
    for (const [slot, instant] of ahead) this.due.put(slot, instant);
  }

  private takePolicy(record: LogRecord, horizon: Horizon, effects: Effects): Work | undefined {
    const policy = readPolicy(record.value);
    const number = policy.number ?? record.offset;
    if (!this.book.take({ number, record: policy })) return undefined;
    effects.policy(number, policy);
    this.pulse.follow(this.book.current().sources);
    const because = { offset: record.offset, horizon: horizon.at };
    this.notices.take({ number, record: policy }, record.appendTime, because, effects);
    for (const subject of this.residents.restoreAhead()) this.takeBack(subject);
    if (policy.compiled.applies !== 'open') return undefined;
    this.judgingAgain = true;
    return this.judgeOpenAgain(record, horizon, effects);
  }

  private *judgeOpenAgain(record: LogRecord, horizon: Horizon, effects: Effects): Work {
    yield* judgeAgain({
      residents: this.residents,
      rules: this.book.current(),
      record,
      effects,
      tell: (subject, vanished) => this.tell(subject, EVIDENCE, vanished, record, horizon, effects, false),
      touch: (subject) => this.residents.touch(subject, record.offset),
    });
    this.judgingAgain = false;
  }

  /** Judges what this import held. What history would have rung until now is quiet. */
  private *release(record: LogRecord, horizon: Horizon, effects: Effects): Work {
    const { importid } = decodeRelease(record.value);
    const roll = yield* Roll.of(this.imports.release(importid), this.residents);
    for (let n = 1, slot = roll.next(); slot >= 0; n++, slot = roll.next()) {
      const subject = this.residents.at(slot)!;
      if (subject.offset < record.offset) this.letGo(subject, importid, record, horizon, effects);
      if (n % SLICE === 0) yield;
    }
  }

  private letGo(subject: Subject, importid: string, record: LogRecord, horizon: Horizon, effects: Effects): void {
    const before = aimsOf(subject);
    const facts = takeHeld(subject, importid);
    const vanished = learnOrQuarantine(subject, facts, record, effects);
    if (vanished !== undefined) tellRatings(subject.id, facts, effects);
    learnedHistory(subject, before, presentOf(horizon));
    this.tell(subject, BOTH, vanished ?? [], record, horizon, effects, true);
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
    const { offset, appendTime: at, kind } = record;
    const cause = { lane: this.lane, offset, at, horizon: horizon.at, quiet, policy: kind === 'policy' };
    tell(subject, because, vanished, cause, effects);
    this.due.put(subject.slot, nextInstantOf(subject));
  }

  /** A subject as it stands now, for whoever looks over the fold's shoulder; undefined if it is not at hand. */
  subject(id: string): Subject | undefined {
    return this.residents.get(id);
  }

  flush(sink: StateSink): Generator<void, void, void> {
    return this.residents.flush(sink);
  }

  stored(nextOffset: number): void {
    this.residents.stored(nextOffset);
  }

  resume(extent: Readonly<Record<string, unknown>>, policies: readonly NumberedPolicy[]): void {
    const { released, begun, endsTold, beat, ears } = extent as Partial<Extent>;
    this.pulse.resume(beat ?? 0);
    this.ears.resume(ears ?? []);
    for (const policy of policies) this.book.take(policy);
    this.pulse.follow(this.book.current().sources);
    this.imports.resume(released ?? [], begun ?? []);
    this.notices.resume(policies, endsTold ?? []);
  }

  extent(): Extent {
    const policies = this.book.numbers();
    return {
      // A policy that is not through with the open subjects is taken again by whoever goes on from here.
      policies: this.judgingAgain ? policies.slice(0, -1) : policies,
      released: this.imports.releases(),
      begun: this.imports.begun(),
      endsTold: this.notices.endsTold(),
      ...this.pulse.extent(),
      ...this.ears.extent(),
    };
  }

  restore(id: string, offset: number, state: string): void {
    const subject = this.residents.restore(id, offset, state);
    if (subject !== undefined) this.takeBack(subject);
  }

  restoreUnread(id: string, offset: number, state: Buffer, nextDue: number): boolean {
    const slot = this.residents.restoreUnread(id, offset, state);
    if (slot >= 0 && nextDue !== NEVER_DUE) this.due.put(slot, nextDue);
    return slot >= 0;
  }

  readOn(): boolean {
    this.residents.readSome(READ_AT_ONCE, (slot, instant) => this.due.put(slot, instant));
    return this.residents.unread > 0;
  }

  private takeBack(subject: Subject): void {
    this.imports.remember(subject);
    this.due.put(subject.slot, nextInstantOf(subject));
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

/**
 * The log's present: the later of horizon and append time, since a lane that has never ticked has no horizon yet and would
 * ring years of history at its first tick.
 */
const presentOf = (horizon: Horizon): number => Math.max(horizon.highestAppend, horizon.at);

const quarantined = (record: LogRecord) => ({
  offset: record.offset,
  appendTime: record.appendTime,
  key: record.key,
  bytes: record.value,
});
