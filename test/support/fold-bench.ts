import type { LogRecord } from '@belfry/ingest/log';
import { type ClockSignal, type Delta, isNotice, type Notice, type Said } from '../../processor/src/contract/index.ts';
import type { ClockRow } from '../../processor/src/domain/clock/write/rows.ts';
import type { PolicyRecord } from '../../processor/src/domain/policy/compiled.ts';
import { EventsFold } from '../../processor/src/pipeline/events-fold.ts';
import { flushWhole } from '../../processor/src/pipeline/flush-whole.ts';
import type { ArchiveWish, Effects, QuarantineRow, Work } from '../../processor/src/pipeline/fold.ts';
import { Horizon } from '../../processor/src/pipeline/horizon.ts';
import { NO_EFFECTS } from '../../processor/src/pipeline/no-effects.ts';
import type { Rating } from '../../processor/src/pipeline/rating.ts';

/** A fold with everything that it caused; it can be killed and go on from its state rows at any record. */
export class FoldBench {
  fold: EventsFold;
  /** State rows of an earlier release do not say when something is due: a lane that goes on from them reads them at once. */
  rows: 'of this release' | 'of an earlier release' = 'of this release';
  readonly horizon = new Horizon();
  readonly signals: ClockSignal[] = [];
  readonly notices: Notice[] = [];
  readonly deltas: Delta[] = [];
  readonly clocks = new Map<string, ClockRow>();
  readonly states = new Map<string, { offset: number; open: boolean; state: string; nextDue: number | null }>();
  readonly quarantined: QuarantineRow[] = [];
  readonly ratings: Rating[] = [];
  readonly said: Said[] = [];
  /** The subjects whose archived events were asked for. */
  readonly wished: string[] = [];
  private readonly archive = new Map<number, LogRecord>();
  private readonly policies: { number: number; record: PolicyRecord }[] = [];
  private readonly effects: Effects = {
    ...NO_EFFECTS,
    said: (said) => this.said.push(said),
    signal: (signal) => {
      if (isNotice(signal)) this.notices.push(signal);
      else this.signals.push(signal as ClockSignal);
    },
    delta: (delta) => this.deltas.push(delta),
    quarantine: (row) => this.quarantined.push(row),
    rating: (rating) => this.ratings.push(rating),
    policy: (number, record) => this.policies.push({ number, record }),
  };

  private readonly lane: number;

  constructor(lane = 0) {
    this.lane = lane;
    this.fold = new EventsFold(lane);
  }

  apply(record: LogRecord): void {
    if (record.kind === 'event' && this.fold.isAway(record.key)) this.bringBack(record.key);
    const rest = this.begin(record);
    if (rest === undefined) return;
    for (let step = rest.next(); !step.done; step = rest.next()) if (step.value !== undefined) this.fulfil(step.value);
  }

  /** Begins with a record and leaves its long work to the caller, who may stop in the middle of it. */
  begin(record: LogRecord): Work | undefined {
    this.horizon.take(record);
    if (record.kind === 'event') this.archive.set(record.offset, record);
    return this.fold.apply(record, this.horizon, this.effects);
  }

  /** Writes what has changed, and does not say yet that it is stored: nothing leaves memory. */
  write(): void {
    flushWhole(this.fold, {
      clock: (row) => this.clocks.set(`${row.subject} ${row.promise} ${row.cycle}`, row),
      state: (subject, offset, open, state, nextDue = null) =>
        this.states.set(subject, { offset, open, state: state.toString(), nextDue }),
    });
  }

  commit(nextOffset: number): void {
    this.write();
    this.fold.stored(nextOffset);
  }

  /** Commits until whatever is open rests: with the first commit it is stored, with the second one it has been so for a while. */
  settle(nextOffset: number): void {
    this.commit(nextOffset);
    this.commit(nextOffset);
  }

  /** @param extent as it was stored with the position from which it goes on. */
  restart(extent = this.fold.extent()): void {
    this.fold = new EventsFold(this.lane);
    const numbers = extent.policies as number[];
    this.fold.resume(
      extent,
      numbers.map((number) => this.policies.find((policy) => policy.number === number)!),
    );
    for (const [subject, { offset, open, state, nextDue }] of this.states) {
      if (!open) this.fold.away(subject);
      else {
        // What MAY_WAIT asks of ClickHouse, for rows that are whole.
        const mayWait = nextDue !== null && this.rows === 'of this release' && !state.includes('"held":[');
        const isTaken = mayWait && this.fold.restoreUnread(subject, offset, Buffer.from(state), nextDue);
        if (!isTaken) this.fold.restore(subject, offset, state);
      }
    }
  }

  /** Answers what long work asks of the archive. */
  fulfil(wish: ArchiveWish): void {
    this.wished.push(...wish.subjects);
    for (const record of this.archive.values()) if (wish.subjects.includes(record.key)) wish.take(record);
  }

  private bringBack(subject: string): void {
    const row = this.states.get(subject);
    if (row === undefined) this.fold.isNew(subject);
    else this.fold.restore(subject, row.offset, row.state);
  }
}
