import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog, LaneReader, LogError, LogName, LogRecord, Subscription } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';
import { type CommitStep, Committer } from './committer.ts';
import type { Fold } from './fold.ts';
import { IdleReading } from './idle-reading.ts';
import { Lane, type LaneStart } from './lane.ts';
import { LaneWaits } from './lane-waits.ts';
import { Outbox } from './outbox.ts';
import { Publisher } from './publisher.ts';
import { recoverFold } from './recover-fold.ts';
import { createRecovery, type Recovery } from './recovery.ts';
import { NO_REBUILDING, type RebuildState } from './state-rows.ts';
import { Ticker } from './ticker.ts';
import { Turns } from './turns.ts';

/** A lane applies this long, then the others and the event loop have their turn, ms. */
const SLICE_MS = 10;
/** In a storm all lanes are busy: so long some of them have theirs, one after the other, and then the event loop, ms. */
const TURN_MS = 15;
/** A lane whose backlog is longer is paused, one whose backlog is shorter is resumed. */
const PAUSE_AT = 1_000;
const RESUME_AT = 300;
/** So many rows may wait to be stored before lanes stop applying (DESIGN, Commit). */
const ROWS_PENDING = 200_000;
/** Or so many bytes: an event may have a quarter of a megabyte. */
const BYTES_PENDING = 256 * 1024 * 1024;

/**
 * So many lanes are taken over at once. All of them at once would all be ready at the end; so the first ones ring what is
 * late while the last ones load, and there are connections left to store what they do.
 */
const TAKEN_OVER_AT_ONCE = 4;

/** A stop waits this long for the last commit; what is not stored then is done again at the next start. */
const STOP_PATIENCE_MS = 4000;

export interface RuntimeOptions {
  readonly log: EventLog;
  readonly sql: Sql;
  readonly wallClock: WallClock;
  readonly generation: number;
  /** The folds to run, and how each begins in a lane. */
  readonly folds: Readonly<Partial<Record<LogName, (lane: number) => Fold>>>;
  /** Names this process in its ticks. */
  readonly sender: string;
  /**
   * `live` ticks and publishes. `replay` only writes rows: what it would publish was published.
   */
  readonly mode: 'live' | 'replay';
  /** Whom it shares lanes with; without one it reads them all. */
  readonly group: string | undefined;
  readonly onFatal: (error: Error) => void;
  readonly report: (line: string) => void;
  readonly probe?: ((step: CommitStep) => void) | undefined;
  /** Works out a state row that cannot be read. */
  readonly rebuild?: RebuildState;
}

/**
 * Runs folds over lanes (DESIGN, Mechanics): takes lanes over, recovers their state, applies what the log holds, and
 * sees to ticks, messages and rows. All three folds are run by this one runtime.
 */
export class Runtime {
  private readonly options: RuntimeOptions;
  private readonly recovery: Recovery;
  private readonly publisher: Publisher;
  private readonly outbox: Outbox;
  private readonly committer: Committer;
  private readonly ticker: Ticker;
  private readonly owned = new Map<string, Lane>();
  private readonly subscriptions = new Map<LogName, Subscription>();
  private readonly waits: LaneWaits;
  private readonly idleReading: IdleReading;
  private readonly takeOvers = new Turns(TAKEN_OVER_AT_ONCE);
  private readonly paused = new Set<Lane>();
  /** Counts turns of lanes, and says for each when it had its last one. */
  private turns = 0;
  private readonly lastTurn = new Map<Lane, number>();
  private awaited: { log: LogName; partition: number; offset: number; resolve: () => void }[] = [];
  private scheduled = false;
  private stopped = false;

  constructor(options: RuntimeOptions) {
    const { log, sql, wallClock, generation, mode, report, probe } = options;
    const onFatal = (error: Error): void => this.fail(error);
    this.options = options;
    this.recovery = createRecovery(sql, generation, { rebuild: options.rebuild ?? NO_REBUILDING.rebuild, report });
    this.waits = new LaneWaits({
      recovery: this.recovery,
      wallClock,
      report,
      isStopped: () => this.stopped,
      onReady: () => this.schedule(),
      onFatal,
    });
    this.publisher = new Publisher(mode === 'live' ? log : undefined, wallClock, onFatal);
    this.outbox = new Outbox(generation, this.publisher);
    this.ticker = new Ticker(log, wallClock, options.sender);
    this.idleReading = new IdleReading({
      wallClock,
      isBusy: () => this.busy().length > 0,
      onRead: (lane) => this.tickIfDue(lane),
      onFatal,
    });
    this.committer = new Committer({
      sql,
      outbox: this.outbox,
      publisher: this.publisher,
      wallClock,
      generation,
      lanes: () => this.owned.values(),
      onStored: (lane) => this.onStored(lane),
      onWritten: () => this.schedule(),
      onCommitted: () => this.schedule(),
      onFatal,
      report,
      probe,
    });
  }

  async start(): Promise<void> {
    for (const [log, begin] of Object.entries(this.options.folds)) await this.subscribe(log as LogName, begin);
  }

  /** Stores what has been applied and lets go of every lane. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.ticker.stop();
    this.idleReading.stop();
    for (const subscription of this.subscriptions.values()) await subscription.stop();
    let cancel: () => void = () => undefined;
    const patience = new Promise<void>((resolve) => {
      cancel = this.options.wallClock.after(STOP_PATIENCE_MS, resolve);
    });
    await Promise.race([this.committer.drain(), patience]);
    cancel();
    this.committer.stop();
    this.publisher.stop();
  }

  lanes(): readonly Lane[] {
    return [...this.owned.values()];
  }

  /** Resolves once the lane's stored position has come to `offset`. */
  stored(log: LogName, partition: number, offset: number): Promise<void> {
    if ((this.laneAt(log, partition)?.storedOffset ?? 0) >= offset) return Promise.resolve();
    return new Promise((resolve) => this.awaited.push({ log, partition, offset, resolve }));
  }

  private async subscribe(log: LogName, begin: (lane: number) => Fold): Promise<void> {
    const reader: LaneReader = {
      assigned: (partition) => this.takeOver(log, partition, begin),
      received: (partition, records, end) => this.receive(this.laneAt(log, partition), records, end),
      passed: (partition, nextOffset) => {
        this.laneAt(log, partition)?.pass(nextOffset);
        // A lane that has nothing to apply has a position to store nevertheless.
        this.schedule();
      },
      revoked: (partition) => this.letGo(log, partition),
      failed: (error: LogError) => this.fail(error),
    };
    const { group } = this.options;
    const shared = group === undefined ? {} : { group };
    this.subscriptions.set(log, await this.options.log.subscribe({ log, ...shared, reader }));
  }

  private async takeOver(log: LogName, partition: number, begin: (lane: number) => Fold): Promise<number> {
    const lane = await this.takeOvers.inTurn(() =>
      this.waits.patiently(async () => {
        const { fold, start } = await recoverFold(this.recovery, log, partition, begin, this.options.report);
        return new Lane(log, partition, fold, this.outbox, start ?? (await this.beginning(log, partition)));
      }),
    );
    if (!this.stopped) {
      this.owned.set(`${log}/${partition}`, lane);
      this.idleReading.add(lane);
      this.tickIfDue(lane);
    }
    return lane.nextOffset;
  }

  /**
   * Where a lane begins of which nothing is stored. Events and deltas are read from the very first: what the log has let go of
   * them would be missing, and it says so. Signals may be older than the fold that reads them, which came later than they did.
   */
  private async beginning(log: LogName, partition: number): Promise<LaneStart> {
    const nextOffset = log === 'signals' ? (await this.options.log.bounds(log, partition)).low : 0;
    return { nextOffset, highestAppend: 0, horizon: 0 };
  }

  private letGo(log: LogName, partition: number): void {
    const lane = this.laneAt(log, partition);
    if (lane === undefined) return;
    this.owned.delete(`${log}/${partition}`);
    this.ticker.forget(lane);
    this.waits.letGo(lane);
    this.idleReading.forget(lane);
    this.paused.delete(lane);
    this.lastTurn.delete(lane);
  }

  private laneAt(log: LogName, partition: number): Lane | undefined {
    return this.owned.get(`${log}/${partition}`);
  }

  private receive(lane: Lane | undefined, records: readonly LogRecord[], end: number): void {
    if (lane === undefined) return;
    lane.enqueue(records, end);
    if (lane.backlog > PAUSE_AT && !this.paused.has(lane)) {
      this.paused.add(lane);
      this.subscriptions.get(lane.log)?.pause(lane.partition);
    }
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled || this.stopped) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      if (!this.stopped) this.turn();
    });
  }

  /** A turn for lanes that have something to do, as many as there is time for. */
  private turn(): void {
    const until = this.options.wallClock.now() + TURN_MS;
    let more = false;
    for (const [n, lane] of this.busy().entries()) {
      // ClickHouse is behind: lanes wait with what they have, and memory stays bounded.
      if (this.outbox.rows >= ROWS_PENDING || this.outbox.bytes >= BYTES_PENDING) break;
      if (n > 0 && this.options.wallClock.now() >= until) {
        more = true;
        break;
      }
      this.lastTurn.set(lane, ++this.turns);
      more = this.applyIn(lane) || more;
      if (this.stopped) return;
    }
    this.publisher.flush();
    this.committer.wake();
    if (more) this.schedule();
  }

  /**
   * The lanes that have something to do. Signals come first, so that what has been said is shown and told before more is
   * said; then those that have waited longest.
   */
  private busy(): Lane[] {
    const { waits, committer } = this;
    const busy = [...this.owned.values()].filter(
      (lane) => !lane.idle && !waits.has(lane) && !committer.isWriting(lane),
    );
    const turnOf = (lane: Lane): number => (lane.log === 'signals' ? -1 : (this.lastTurn.get(lane) ?? 0));
    return busy.length > 1 ? busy.sort((a, b) => turnOf(a) - turnOf(b)) : busy;
  }

  /** Answers whether the lane has more to do. */
  private applyIn(lane: Lane): boolean {
    const { wallClock } = this.options;
    const until = wallClock.now() + SLICE_MS;
    try {
      const halt = lane.apply(() => wallClock.now() >= until);
      this.tickIfDue(lane);
      if (halt === 'subject-away') this.waits.bringBack(lane);
      if (halt === 'archive-wanted') this.waits.askArchive(lane);
      if (this.paused.has(lane) && lane.backlog < RESUME_AT) {
        this.paused.delete(lane);
        this.subscriptions.get(lane.log)?.resume(lane.partition);
      }
      return halt === 'out-of-time';
    } catch (error) {
      this.fail(error as Error);
      return false;
    }
  }

  private tickIfDue(lane: Lane): void {
    if (this.options.mode === 'live') this.ticker.look(lane);
  }

  private onStored(lane: Lane): void {
    void this.subscriptions.get(lane.log)?.commit(lane.partition, lane.storedOffset);
    this.waits.onStored(lane);
    this.awaited = this.awaited.filter(({ log, partition, offset, resolve }) => {
      const isMet = log === lane.log && partition === lane.partition && offset <= lane.storedOffset;
      if (isMet) resolve();
      return !isMet;
    });
  }

  private fail(error: Error): void {
    if (this.stopped) return;
    this.stopped = true;
    this.ticker.stop();
    this.idleReading.stop();
    this.publisher.stop();
    this.options.onFatal(error);
  }
}
