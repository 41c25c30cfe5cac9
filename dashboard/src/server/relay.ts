import { randomUUID } from 'node:crypto';
import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog, LogRecord } from '@belfry/ingest/log';
import { decodeSignal, decodeTotals, isClockSignal } from '@belfry/processor/contract';
import { type CatchingUp, type Frame, HEARTBEAT_MS, type Snapshot, type Stage } from '../contract/index.ts';
import { BreachBook, clockId } from './breach-book.ts';
import { Broadcast } from './broadcast.ts';
import { DeadlineBook } from './deadline-book.ts';
import { type Directory, directoryOf } from './directory.ts';
import { FarLanes } from './far-lanes.ts';
import { type Figures, figuresOf, TREND_DAYS } from './figures.ts';
import type { History, LanePosition } from './history.ts';
import { KpiBook } from './kpi-book.ts';
import { pictureOf } from './picture-of.ts';
import { type LaneProgress, ProgressWatch } from './progress.ts';
import { createSignalsFeed } from './signals-feed.ts';

/** How often the tables are asked what changed, and how often everything is compared with them anew, ms. */
const POLL_MS = 2_000;
const RECONCILE_MS = 30_000;
/** A table that has not answered for so long makes the picture old, ms. */
const HISTORY_TOLERANCE_MS = 2 * POLL_MS;
/** The next deadlines that are kept: signals take some away between two polls. */
const DEADLINES = 200;
const DAY_MS = 86_400_000;

export interface RelayOptions {
  readonly log: EventLog;
  readonly history: History;
  readonly wallClock: WallClock;
  readonly build: string;
  readonly demo: boolean;
  /** The processor's lanes where it runs in this process; otherwise the tables and the log are asked. */
  readonly lanes: (() => readonly LaneProgress[]) | undefined;
  readonly report: (line: string) => void;
  /** Called once, when the picture is whole for the first time. */
  readonly begun: (snapshot: Snapshot) => void;
  readonly send: (frame: Frame) => void;
  readonly beat: () => void;
}

/** Keeps the picture that walls show: from the log at once, and from the tables what the log no longer tells. */
export class Relay {
  readonly kpis = new KpiBook();
  directory: Directory = directoryOf([]);
  readonly broadcast: Broadcast;
  /** Whether the picture is whole: the log has been read and the tables have answered. */
  ready = false;
  private readonly options: RelayOptions;
  private readonly breaches = new BreachBook();
  private readonly deadlines = new DeadlineBook();
  private readonly watch = new ProgressWatch();
  private readonly farLanes: FarLanes;
  private readonly feed;
  private figures: Figures = { tiles: [], partners: [] };
  private catchingUp: CatchingUp | null = null;
  private positions: readonly LanePosition[] = [];
  private seenPositions = '';
  private loaded = false;
  private hasEvents = false;
  private hasClocks = false;
  private taken = 0;
  private asOf = 0;
  private historyAnswered = 0;
  private reconciled = Number.NEGATIVE_INFINITY;
  private listed = Number.NEGATIVE_INFINITY;
  private historyAway = false;
  private figuresOld = true;
  private running = false;
  private readonly timers = new Map<string, () => void>();

  constructor(options: RelayOptions) {
    this.options = options;
    const { log, report, wallClock } = options;
    this.farLanes = new FarLanes(log);
    this.feed = createSignalsFeed({
      log,
      clock: () => performance.now(),
      apply: (record) => this.apply(record),
      applied: () => this.touch(),
      failed: (error) => {
        report(`The wall lost the log signals and reads it again: ${error.message}`);
        this.reconciled = Number.NEGATIVE_INFINITY;
        this.restartFeed();
      },
      report,
    });
    this.broadcast = new Broadcast({
      server: randomUUID(),
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
          breaches: this.breaches,
          deadlines: this.deadlines,
          figures: this.figures,
        }),
      asOf: () => this.asOf,
      send: options.send,
    });
  }

  /** The whole picture, or null until there is one. */
  snapshot(): Snapshot | null {
    return this.ready ? this.broadcast.snapshot() : null;
  }

  /** For operators and probes. */
  health(): Record<string, unknown> {
    const { asOf, catchingUp, breaches } = this;
    return { asOf, clickhouse: !this.historyAway, catchingUp, breached: breaches.rang, quiet: breaches.quiet };
  }

  /** Begins to read. Does not wait for the tables, so that a wall can say that it is starting. */
  async start(): Promise<void> {
    this.running = true;
    await this.feed.start();
    this.every('poll', POLL_MS, () => this.poll());
    this.every('pulse', HEARTBEAT_MS, () => this.pulse());
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

  private apply(record: LogRecord): void {
    if (record.kind === 'totals') {
      this.kpis.tell(decodeTotals(record.value));
      this.figuresOld = true;
      return;
    }
    if (record.kind !== 'signal') return;
    const signal = decodeSignal(record.value);
    if (!isClockSignal(signal)) return;
    this.hasClocks = true;
    if (!this.breaches.tell(signal)) return;
    this.deadlines.ranOut(clockId(signal), signal.due);
    // Figures name the partners; one that nobody has heard of gets its line with its first breach.
    if (!this.figures.partners.some(({ id }) => id === signal.partner)) this.figuresOld = true;
  }

  private touch(): void {
    if (this.ready) this.broadcast.touch();
    else if (this.loaded && this.feed.caughtUp) {
      this.ready = true;
      this.asOf = this.options.wallClock.now();
      this.options.begun(this.broadcast.begin());
    }
  }

  private stage(): Stage {
    if (this.hasClocks) return 'live';
    return this.hasEvents ? 'held' : 'empty';
  }

  /** Each second: evaluate figures, look at progress, date the picture, tell the walls. */
  private async pulse(): Promise<void> {
    const now = this.options.wallClock.now();
    if (this.figuresOld || Math.floor(now / 60_000) !== Math.floor((this.figures.tiles[0]?.asOf ?? 0) / 60_000)) {
      this.figuresOld = false;
      this.figures = figuresOf(this.directory, this.kpis, this.breaches, now);
    }
    const lanes = await this.lanes(now);
    this.catchingUp = this.watch.look(lanes, now);
    this.taken = lanes.reduce((sum, { nextOffset }) => sum + nextOffset, 0);
    const whole = (await this.feed.atEnd()) && now - this.historyAnswered <= HISTORY_TOLERANCE_MS;
    if (whole) this.asOf = now;
    this.touch();
    this.options.beat();
  }

  private async lanes(now: number): Promise<readonly LaneProgress[]> {
    const { lanes } = this.options;
    if (lanes) return lanes();
    return this.loaded ? await this.farLanes.look(this.positions, now) : [];
  }

  /** Asks the tables, one question after the other. An outage is told once, and mended by comparing everything anew. */
  private async poll(): Promise<void> {
    const { wallClock, report } = this.options;
    try {
      await this.askHistory(wallClock.now());
      this.historyAnswered = wallClock.now();
      if (this.historyAway) report('The wall reads ClickHouse again.');
      this.historyAway = false;
    } catch (error) {
      if (!this.historyAway) report(`The wall cannot read ClickHouse and goes on with the log alone: ${String(error)}`);
      this.historyAway = true;
      this.reconciled = Number.NEGATIVE_INFINITY;
    }
    this.touch();
  }

  private async askHistory(now: number): Promise<void> {
    const { history } = this.options;
    this.positions = await history.positions();
    if ((await history.newestPolicy()) !== this.directory.number) {
      this.directory = directoryOf(await history.policies());
      this.figuresOld = true;
    }
    this.hasEvents ||= await history.hasEvents();
    this.hasClocks ||= await history.hasClocks();
    if (now - this.reconciled >= RECONCILE_MS) {
      await this.reconcile(now);
      this.reconciled = now;
    }
    const positions = JSON.stringify(this.positions);
    if (positions !== this.seenPositions || now - this.listed >= RECONCILE_MS) {
      const { clocks, counts } = await history.deadlines(now, DEADLINES);
      this.deadlines.take(clocks, counts);
      this.seenPositions = positions;
      this.listed = now;
    }
    this.loaded = true;
  }

  private async reconcile(now: number): Promise<void> {
    const { history } = this.options;
    const stored = new Map<number, number>();
    for (const { log, lane, nextOffset } of this.positions) if (log === 'events') stored.set(lane, nextOffset);
    const comparison = this.breaches.reconcile(stored);
    for await (const rows of history.openBreaches()) for (const row of rows) comparison.row(row);
    comparison.end();
    const lastBreach = this.loaded ? null : await history.lastBreach();
    if (lastBreach !== null) this.breaches.rangAt(lastBreach);
    // Windows end today at the latest and the longest that a tile draws begins TREND_DAYS and a window before.
    const longest = Math.max(0, ...this.directory.kpis.map((kpi) => kpi.window.days));
    const since = Math.floor(now / DAY_MS) - TREND_DAYS - longest - 2;
    for await (const rows of history.totals(since)) for (const [lane, total] of rows) this.kpis.take(lane, total);
    for (const { log, lane, nextOffset } of this.positions) if (log === 'kpi') this.kpis.passed(lane, nextOffset - 1);
    this.figuresOld = true;
  }
}
