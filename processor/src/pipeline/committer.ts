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
  /** Called when the state of a lane has been written: it may apply again. */
  readonly onWritten: () => void;
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
  /** The lane whose rows of state are being written. */
  private writing: Lane | undefined;
  /** Others are to have their turn then, ms UTC. */
  private sliceEnds = 0;
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

  /** Whether rows of the lane's state are being written: until they all are, none of its records may be applied. */
  isWriting(lane: Lane): boolean {
    return this.writing === lane;
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
    const { publisher, onStored, probe } = this.options;
    const { rows, moved, clocks, subjects, positions } = await this.seal();
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
    this.sliceEnds = this.options.wallClock.now() + SLICE_MS;
    for (const { lane, nextOffset } of moved) {
      lane.storedOffset = nextOffset;
      lane.fold.stored(nextOffset);
      onStored(lane);
      await this.breathe();
    }
  }

  /**
   * State and position of one lane are those of one moment of it, at which it stands; the others go on. What they cause is
   * sealed last, so that the effects of all records before each position are among these rows. Those of later records are,
   * too: who goes on from the position brings them about again, under the same keys.
   */
  private async seal() {
    const { outbox, lanes, onWritten, wallClock } = this.options;
    const { state } = this;
    const moved: { lane: Lane; nextOffset: number }[] = [];
    this.sliceEnds = wallClock.now() + SLICE_MS;
    for (const lane of [...lanes()]) {
      this.writing = lane;
      await this.flush(lane);
      if (lane.nextOffset !== lane.storedOffset) {
        state.position(lane.position());
        moved.push({ lane, nextOffset: lane.nextOffset });
      }
      this.writing = undefined;
      onWritten();
      await this.breathe();
    }
    return { rows: outbox.seal(), moved, ...state.seal() };
  }

  /** A storm changes very many subjects at once, and nobody else is to wait for all of them. */
  private async flush({ fold, log, partition }: Lane): Promise<void> {
    const sink = this.state.sinkOf(log, partition);
    for (const _ of fold.flush(sink)) await this.breathe();
  }

  /** Lets others have their turn, if it is time. */
  private async breathe(): Promise<void> {
    const { wallClock } = this.options;
    if (wallClock.now() < this.sliceEnds) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.sliceEnds = wallClock.now() + SLICE_MS;
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
