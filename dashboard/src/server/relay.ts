import { randomBytes } from 'node:crypto';
import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog } from '@belfry/ingest/log';
import {
  type CatchingUp,
  type Frame,
  HEARTBEAT_MS,
  type PictureForecast,
  type Snapshot,
  type Stage,
} from '../contract/index.ts';
import { Books } from './books.ts';
import { Broadcast } from './broadcast.ts';
import type { Directory } from './directory.ts';
import { FarLanes } from './far-lanes.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { History } from './history.ts';
import { HistoryWatch, POLL_MS } from './history-watch.ts';
import type { KpiBook } from './kpi-book.ts';
import { pictureOf } from './picture-of.ts';
import { type LaneProgress, ProgressWatch } from './progress.ts';
import { createSignalsFeed } from './signals-feed.ts';

/** A table that has not answered for so long makes the picture old, ms. */
const HISTORY_TOLERANCE_MS = 2 * POLL_MS;
const FORECAST_EVERY_MS = 60_000;

export interface RelayOptions {
  readonly log: EventLog;
  readonly history: History;
  readonly wallClock: WallClock;
  readonly build: string;
  readonly demo: boolean;
  /** The processor's lanes where it runs in this process; otherwise the tables and the log are asked. */
  readonly lanes: (() => readonly LaneProgress[]) | undefined;
  /** What is to be expected of the clocks that run, worked out each minute. Default: nothing is said. */
  readonly forecast?: (now: number) => Promise<PictureForecast>;
  /** Names of hooks that do not take posts. Default: none. */
  readonly failingHooks?: () => readonly string[];
  readonly report: (line: string) => void;
  /** Called once, when the picture is whole for the first time. */
  readonly begun: (snapshot: Snapshot) => void;
  readonly send: (frame: Frame) => void;
  readonly beat: () => void;
}

/** Keeps the picture that walls show: from the log at once, and from the tables what the log no longer tells. */
export class Relay {
  readonly broadcast: Broadcast;
  /** Whether the picture is whole: the log has been read and the tables have answered. */
  ready = false;
  private readonly options: RelayOptions;
  private readonly books = new Books((partner) => this.figuresMoved(partner));
  private readonly tables: HistoryWatch;
  private readonly watch = new ProgressWatch();
  private readonly farLanes: FarLanes;
  private readonly feed;
  private figures: Figures = { tiles: [], partners: [] };
  private catchingUp: CatchingUp | null = null;
  private taken = 0;
  private asOf = 0;
  private figuresOld = true;
  private running = false;
  private readonly timers = new Map<string, () => void>();

  constructor(options: RelayOptions) {
    this.options = options;
    const { log, history, report, wallClock, failingHooks = () => [] } = options;
    const { books } = this;
    this.tables = new HistoryWatch({
      history,
      wallClock,
      books,
      changed: () => {
        this.figuresOld = true;
      },
      report,
    });
    this.farLanes = new FarLanes(log);
    this.feed = createSignalsFeed({
      log,
      clock: () => performance.now(),
      apply: (record) => books.hear(record),
      applied: () => this.touch(),
      failed: (error) => {
        report(`The wall lost the log signals and reads it again: ${error.message}`);
        this.tables.compareAnew();
        this.restartFeed();
      },
      report,
    });
    this.broadcast = new Broadcast({
      // Six letters: every frame names it, and two runs that a wall meets differ.
      server: randomBytes(4).toString('base64url'),
      build: options.build,
      now: () => wallClock.now(),
      after: (delayMs, call) => wallClock.after(delayMs, call),
      draw: () =>
        pictureOf({
          demo: options.demo,
          stage: this.stage(),
          taken: this.taken,
          catchingUp: this.catchingUp,
          directory: this.directory,
          books,
          figures: this.figures,
          failingHooks: failingHooks(),
        }),
      asOf: () => this.asOf,
      send: options.send,
    });
  }

  get kpis(): KpiBook {
    return this.books.kpis;
  }

  /** What the policies in force say about names. */
  get directory(): Directory {
    return this.tables.directory;
  }

  /** The whole picture as it is now, or null until there is one. */
  snapshot(): Snapshot | null {
    return this.ready ? this.broadcast.snapshot() : null;
  }

  /** The picture that walls have now, for one that joins, or null until there is one. */
  asTold(): Snapshot | null {
    return this.ready ? this.broadcast.asTold() : null;
  }

  /** For operators and probes. */
  health(): Record<string, unknown> {
    const { asOf, catchingUp } = this;
    const { breaches, incidents } = this.books;
    const open = { breached: breaches.rang, quiet: breaches.quiet, incidents: incidents.count };
    return { asOf, clickhouse: !this.tables.away, tablesAsOf: this.tables.asOf, catchingUp, ...open };
  }

  /** Begins to read. Does not wait for the tables, so that a wall can say that it is starting. */
  async start(): Promise<void> {
    this.running = true;
    await this.feed.start();
    this.every('poll', POLL_MS, async () => {
      await this.tables.poll();
      this.touch();
    });
    this.every('pulse', HEARTBEAT_MS, () => this.pulse());
    this.every('forecast', FORECAST_EVERY_MS, () => this.lookAhead());
  }

  async stop(): Promise<void> {
    this.running = false;
    for (const cancel of this.timers.values()) cancel();
    this.broadcast.stop();
    await this.feed.stop();
  }

  /** Runs at once and then again `periodMs` after each end, so that it never runs twice at a time. */
  private every(name: string, periodMs: number, work: () => Promise<void>): void {
    const run = (): void => {
      void work().then(() => {
        if (this.running) this.timers.set(name, this.options.wallClock.after(periodMs, run));
      });
    };
    run();
  }

  private restartFeed(): void {
    if (!this.running) return;
    const again = (): void => {
      void this.feed
        .stop()
        .then(() => this.feed.start())
        .catch(() => this.restartFeed());
    };
    this.timers.set('feed', this.options.wallClock.after(1_000, again));
  }

  private figuresMoved(partner: string | null): void {
    // Figures name the partners; one that nobody has heard of gets its line with its first breach.
    if (partner === null || !this.figures.partners.some(({ id }) => id === partner)) this.figuresOld = true;
  }

  private touch(): void {
    if (this.ready) this.broadcast.touch();
    else if (this.tables.loaded && this.feed.caughtUp) {
      this.ready = true;
      this.asOf = this.options.wallClock.now();
      this.options.begun(this.broadcast.begin());
    }
  }

  private stage(): Stage {
    if (this.books.heard || this.tables.hasClocks) return 'live';
    return this.tables.hasEvents ? 'held' : 'empty';
  }

  /** Each second: evaluate figures, look at progress, date the picture, tell the walls. */
  private async pulse(): Promise<void> {
    const now = this.options.wallClock.now();
    if (this.figuresOld || Math.floor(now / 60_000) !== Math.floor((this.figures.tiles[0]?.asOf ?? 0) / 60_000)) {
      this.figuresOld = false;
      this.figures = figuresOf(this.directory, this.kpis, this.books.breaches, now);
    }
    const lanes = await this.lanes(now);
    this.catchingUp = this.watch.look(lanes, now);
    this.taken = lanes.reduce((sum, { nextOffset }) => sum + nextOffset, 0);
    const whole = (await this.feed.atEnd()) && now - this.tables.answered <= HISTORY_TOLERANCE_MS;
    if (whole) this.asOf = now;
    this.touch();
    this.options.beat();
  }

  /** Without the tables nothing is foreseen. */
  private async lookAhead(): Promise<void> {
    const { forecast, wallClock } = this.options;
    try {
      this.books.forecast = (await forecast?.(wallClock.now())) ?? null;
    } catch {
      this.books.forecast = null;
    }
    this.touch();
  }

  private async lanes(now: number): Promise<readonly LaneProgress[]> {
    const { lanes } = this.options;
    if (lanes) return lanes();
    const { loaded, positions } = this.tables;
    return loaded ? await this.farLanes.look(positions, now) : [];
  }
}
