import type { LogRecord } from '@belfry/ingest/log';
import type { CompiledPack } from '../../../processor/src/domain/policy/compiled.ts';
import { EventsFold } from '../../../processor/src/pipeline/events-fold.ts';
import { flushWhole } from '../../../processor/src/pipeline/flush-whole.ts';
import { Horizon } from '../../../processor/src/pipeline/horizon.ts';
import { NO_EFFECTS } from '../../../processor/src/pipeline/no-effects.ts';
import { LaneRecords } from '../../support/small-pack.ts';

/** About as many events as a lane applies between two commits under load. */
export const EVENTS_A_COMMIT = 20_000;

/**
 * One lane through the real fold, without a log and without tables: what it causes is let go, and it is told that it is stored
 * as often as a live one, so that it holds what a live one holds.
 */
export class OrdersInMemory {
  readonly records = new LaneRecords();
  private readonly fold = new EventsFold(0);
  private readonly horizon = new Horizon();
  private sinceCommit = 0;
  private offset = 0;
  private written = 0;

  constructor(pack: CompiledPack, at: number) {
    this.apply(this.records.policy(pack, at));
  }

  apply(record: LogRecord): void {
    if (record.kind === 'event' && this.fold.isAway(record.key)) throw new Error(`${record.key} has left memory`);
    this.horizon.take(record);
    const rest = this.fold.apply(record, this.horizon, NO_EFFECTS);
    if (rest !== undefined) for (let step = rest.next(); !step.done; step = rest.next());
    this.offset = record.offset + 1;
    if (++this.sinceCommit >= EVENTS_A_COMMIT) this.commit();
  }

  /** Writes what has changed, to nobody, and says that it is stored. */
  commit(): void {
    flushWhole(this.fold, {
      clock: () => undefined,
      state: (_, __, ___, state) => {
        this.written += state.length;
      },
    });
    this.fold.stored(this.offset);
    this.sinceCommit = 0;
  }

  /** @throws Error if nothing of it runs: then what was measured is not what was meant. */
  mustRun(): void {
    if (this.fold.nextDue() === Number.POSITIVE_INFINITY) throw new Error('no clock runs');
    if (this.written === 0) throw new Error('no state was written');
  }
}
