import type { WallClock } from '@belfry/ingest/contract';
import { type Sql, SqlError } from '@belfry/sql';
import type { Lane } from './lane.ts';
import { type Outbox, StateRows } from './outbox.ts';
import type { Publisher } from './publisher.ts';
import type { SealedRows } from './tables.ts';

/** The steps of a commit, each of which awaits the last (DESIGN, Commit). Named for the tests that die between them. */
export type CommitStep = 'sealed' | 'published' | 'stored' | 'clocks-stored' | 'state-stored' | 'position-stored';

const INTERVAL_MS = 1000;
/** So many rows make a commit at once. */
const ROWS_A_COMMIT = 50_000;
/** So long rows of state are written before others have their turn, ms. */
const SLICE_MS = 10;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5000;

export interface CommitterOptions {
  readonly sql: Sql;
  readonly outbox: Outbox;
  readonly publisher: Publisher;
  readonly wallClock: WallClock;
  readonly generation: number;
  /** The lanes that this process owns now. */
  readonly lanes: () => Iterable<Lane>;
  /** Called when a lane's position has been stored. */
  readonly onStored: (lane: Lane) => void;
  /** Called when lanes may apply again. */
  readonly onSealed: () => void;
  /** Called after each commit: there is room for more rows. */
  readonly onCommitted: () => void;
  readonly onFatal: (error: Error) => void;
  readonly report: (line: string) => void;
  /** Called after each step. A test's hook. */
  readonly probe?: ((step: CommitStep) => void) | undefined;
}

/**
 * Stores what the lanes caused: first effects, then state, then positions, so that whatever dies in between, a lane goes
 * on from a position whose effects are all stored, and what it does again it does to the same keys. One commit at a
 * time; lanes apply on meanwhile.
 */
export class Committer {
  /** Rows of state are being written: until they all are, no lane may apply anything. */
  sealing = false;
  private readonly options: CommitterOptions;
  private running: Promise<void> | undefined;
  private cancelTimer: (() => void) | undefined;
  private startedAt = 0;
  private stopped = false;

  private readonly state: StateRows;

  constructor(options: CommitterOptions) {
    this.options = options;
    this.state = new StateRows(options.generation);
  }

  /** Tells that lanes have applied something: a commit follows within a second, or now if there is much to store. */
  wake(): void {
    if (this.stopped || this.running !== undefined) return;
    const { outbox, wallClock } = this.options;
    const wait = outbox.rows >= ROWS_A_COMMIT ? 0 : this.startedAt + INTERVAL_MS - wallClock.now();
    if (wait <= 0) this.begin();
    else this.cancelTimer ??= wallClock.after(wait, () => this.begin());
  }

  /** Commits what there is and resolves when it is stored. Used at the end of a run. */
  async drain(): Promise<void> {
    while (this.running !== undefined) await this.running;
    if (!this.stopped && this.dirty()) {
      this.begin();
      await this.running;
    }
  }

  /** No commit begins from now on; one that cannot end because ClickHouse is away is given up. */
  stop(): void {
    this.stopped = true;
    this.cancelTimer?.();
  }

  private dirty(): boolean {
    for (const lane of this.options.lanes()) if (lane.nextOffset > lane.storedOffset) return true;
    return this.options.outbox.rows > 0;
  }

  private begin(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    if (this.stopped || this.running !== undefined || !this.dirty()) return;
    this.startedAt = this.options.wallClock.now();
    this.running = this.commit()
      .then(() => this.options.onCommitted())
      .catch((error: Error) => {
        if (!this.stopped) this.options.onFatal(error);
        this.stopped = true;
      })
      .finally(() => {
        this.running = undefined;
        if (this.dirty()) this.wake();
      });
  }

  private async commit(): Promise<void> {
    const { publisher, onStored, onSealed, probe } = this.options;
    this.sealing = true;
    const { rows, moved, clocks, subjects, positions } = await this.seal();
    this.sealing = false;
    onSealed();
    probe?.('sealed');
    await publisher.settled();
    probe?.('published');
    await Promise.all(rows.map((sealed) => this.insert(sealed)));
    probe?.('stored');
    await this.insert(clocks);
    probe?.('clocks-stored');
    await this.insert(subjects);
    probe?.('state-stored');
    await this.insert(positions);
    probe?.('position-stored');
    for (const { lane, nextOffset } of moved) {
      lane.storedOffset = nextOffset;
      lane.fold.stored(nextOffset);
      onStored(lane);
    }
  }

  /** While it lasts, lanes stand: rows, state and positions are those of one moment of each lane. */
  private async seal() {
    const { outbox, lanes } = this.options;
    const { state } = this;
    const rows = outbox.seal();
    const moved: { lane: Lane; nextOffset: number }[] = [];
    for (const lane of [...lanes()]) {
      await this.flush(lane);
      if (lane.nextOffset === lane.storedOffset) continue;
      state.position(lane.position());
      moved.push({ lane, nextOffset: lane.nextOffset });
    }
    return { rows, moved, ...state.seal() };
  }

  /** A storm changes very many subjects at once, and nobody else is to wait for all of them. */
  private async flush({ fold, log, partition }: Lane): Promise<void> {
    const sink = this.state.sinkOf(log, partition);
    if (fold.flushInSlices === undefined) {
      fold.flush(sink);
      return;
    }
    const { wallClock } = this.options;
    let until = wallClock.now() + SLICE_MS;
    for (const _ of fold.flushInSlices(sink)) {
      if (wallClock.now() < until) continue;
      await new Promise<void>((resolve) => setImmediate(resolve));
      until = wallClock.now() + SLICE_MS;
    }
  }

  /** The same bytes until they are taken: rows replace each other, so an insert that did succeed does no harm. */
  private async insert(sealed: SealedRows | undefined): Promise<void> {
    if (sealed === undefined) return;
    const { sql, wallClock, report } = this.options;
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, LAST_RETRY_MS)) {
      try {
        await sql.insert(sealed.table, sealed.columns, sealed.bytes);
        // A connection that broke off may still hold what it had to send.
        if (pause === FIRST_RETRY_MS) sealed.stored();
        return;
      } catch (error) {
        if (!(error instanceof SqlError && error.retriable) || this.stopped) throw error;
        if (pause === FIRST_RETRY_MS) report(`ClickHouse does not take rows (${error.message}); trying on`);
        await new Promise<void>((resolve) => wallClock.after(pause, resolve));
      }
    }
  }
}
