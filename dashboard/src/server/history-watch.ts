import type { WallClock } from '@belfry/ingest/contract';
import type { Books } from './books.ts';
import { type Directory, directoryOf } from './directory.ts';
import type { History, LanePosition } from './history.ts';
import { eventsStored, reconcile, reconcileEscalations } from './reconcile.ts';

/** How often the tables are asked what changed, and how often everything is compared with them anew, ms. */
export const POLL_MS = 2_000;
const RECONCILE_MS = 30_000;
/** The next deadlines that are kept: signals take some away between two polls. */
const DEADLINES = 200;

export interface HistoryWatchOptions {
  readonly history: History;
  readonly wallClock: WallClock;
  readonly books: Books;
  /** Called when names or figures may have changed. */
  readonly changed: () => void;
  readonly report: (line: string) => void;
}

/** Keeps in step with the tables: what the log no longer tells, and what it never does. */
export class HistoryWatch {
  directory: Directory = directoryOf([]);
  positions: readonly LanePosition[] = [];
  /** Whether the tables have answered every question once. */
  loaded = false;
  hasEvents = false;
  hasClocks = false;
  /** The instant of which they last told, ms UTC: when they were asked. */
  answered = 0;
  away = false;
  private readonly options: HistoryWatchOptions;
  private reconciled = Number.NEGATIVE_INFINITY;
  private listed = Number.NEGATIVE_INFINITY;
  private seenPositions = '';
  /** Up to where the tables were complete when the running clocks were last asked for, per lane. */
  private seenStored: ReadonlyMap<number, number> = new Map();

  constructor(options: HistoryWatchOptions) {
    this.options = options;
  }

  /** The next poll compares everything with the tables. */
  compareAnew(): void {
    this.reconciled = Number.NEGATIVE_INFINITY;
  }

  /** Asks the tables, one question after the other. An outage is told once, and mended by comparing everything anew. */
  async poll(): Promise<void> {
    const { wallClock, report } = this.options;
    const asked = wallClock.now();
    try {
      await this.ask(asked);
      this.answered = asked;
      if (this.away) report('The wall reads ClickHouse again.');
      this.away = false;
    } catch (error) {
      if (!this.away) report(`The wall cannot read ClickHouse and goes on with the log alone: ${String(error)}`);
      this.away = true;
      this.compareAnew();
    }
  }

  private async ask(now: number): Promise<void> {
    const { history, books, changed } = this.options;
    this.positions = await history.positions();
    if ((await history.newestPolicy()) !== this.directory.number) {
      this.directory = directoryOf(await history.policies());
      changed();
    }
    this.hasEvents ||= await history.hasEvents();
    this.hasClocks ||= await history.hasClocks();
    books.silent = await history.silentSources();
    const stored = eventsStored(this.positions);
    if (now - this.reconciled >= RECONCILE_MS) {
      await reconcile(books, history, this.positions, this.directory, now);
      const lastBreach = this.loaded ? null : await history.lastBreach();
      if (lastBreach !== null) books.breaches.rangAt(lastBreach);
      changed();
      this.reconciled = now;
      this.seenStored = stored;
    }
    const positions = JSON.stringify(this.positions);
    if (positions !== this.seenPositions || now - this.listed >= RECONCILE_MS) {
      await this.askRunning(now, stored);
      this.seenPositions = positions;
      this.listed = now;
    }
    this.loaded = true;
  }

  private async askRunning(now: number, stored: ReadonlyMap<number, number>): Promise<void> {
    const { history, books } = this.options;
    const { clocks, counts, breaches } = await history.running(now, DEADLINES, this.seenStored);
    books.deadlines.take(clocks, counts);
    this.seenStored = stored;
    // No signal says that a clock was reopened: the table is the first to know that its breach is open again.
    const reopened = breaches.filter((row) => books.breaches.learn(row));
    if (reopened.length > 0) await reconcileEscalations(books.escalations, history, stored);
  }
}
