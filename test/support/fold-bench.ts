import type { LogRecord } from '@belfry/ingest/log';
import type { ClockSignal, Delta } from '../../processor/src/contract/index.ts';
import type { ClockRow } from '../../processor/src/domain/clock/write/rows.ts';
import type { PolicyRecord } from '../../processor/src/domain/policy/compiled.ts';
import { EventsFold } from '../../processor/src/pipeline/events-fold.ts';
import type { Effects, QuarantineRow } from '../../processor/src/pipeline/fold.ts';
import { Horizon } from '../../processor/src/pipeline/horizon.ts';

/** A fold with everything that it caused; it can be killed and go on from its state rows at any record. */
export class FoldBench {
  fold = new EventsFold(0);
  readonly horizon = new Horizon();
  readonly signals: ClockSignal[] = [];
  readonly deltas: Delta[] = [];
  readonly clocks = new Map<string, ClockRow>();
  readonly states = new Map<string, { offset: number; open: boolean; state: string }>();
  readonly quarantined: QuarantineRow[] = [];
  private readonly policies: { number: number; record: PolicyRecord }[] = [];
  private readonly effects: Effects = {
    signal: (signal) => this.signals.push(signal as ClockSignal),
    delta: (delta) => this.deltas.push(delta),
    total: () => undefined,
    quarantine: (row) => this.quarantined.push(row),
    policy: (number, record) => this.policies.push({ number, record }),
  };

  apply(record: LogRecord): void {
    if (record.kind === 'event' && this.fold.isAway(record.key)) this.bringBack(record.key);
    const rest = this.begin(record);
    if (rest !== undefined) while (!rest.next().done);
  }

  /** Begins with a record and leaves its long work to the caller, who may stop in the middle of it. */
  begin(record: LogRecord): Generator<void, void, void> | undefined {
    this.horizon.take(record);
    return this.fold.apply(record, this.horizon, this.effects);
  }

  /** Writes what has changed, and does not say yet that it is stored: nothing leaves memory. */
  write(): void {
    this.fold.flush({
      clock: (row) => this.clocks.set(`${row.subject} ${row.promise} ${row.cycle}`, row),
      state: (subject, offset, open, state) => this.states.set(subject, { offset, open, state: state.toString() }),
    });
  }

  commit(nextOffset: number): void {
    this.write();
    this.fold.stored(nextOffset);
  }

  /** @param extent as it was stored with the position from which it goes on. */
  restart(extent = this.fold.extent()): void {
    this.fold = new EventsFold(0);
    const numbers = extent.policies as number[];
    this.fold.resume(
      extent,
      numbers.map((number) => this.policies.find((policy) => policy.number === number)!),
    );
    for (const [subject, { offset, open, state }] of this.states) {
      if (open) this.fold.restore(subject, offset, state);
      else this.fold.away(subject);
    }
  }

  private bringBack(subject: string): void {
    const row = this.states.get(subject);
    if (row === undefined) this.fold.isNew(subject);
    else this.fold.restore(subject, row.offset, row.state);
  }
}
