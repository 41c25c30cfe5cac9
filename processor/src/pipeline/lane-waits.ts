import type { WallClock } from '@belfry/ingest/contract';
import { SqlError } from '@belfry/sql';
import type { Lane } from './lane.ts';
import type { Recovery } from './recovery.ts';

/** A question about state that ClickHouse did not answer is asked again after this long. */
const ASK_AGAIN_MS = 500;

export interface LaneWaitsOptions {
  readonly recovery: Recovery;
  readonly wallClock: WallClock;
  readonly report: (line: string) => void;
  readonly isStopped: () => boolean;
  /** The lane can apply again. */
  readonly onReady: () => void;
  readonly onFatal: (error: Error) => void;
}

/**
 * The lanes that wait for ClickHouse before they apply their next record: for subjects that left memory, or for what the
 * archive holds. Others go on meanwhile, and while ClickHouse is away the waiting just lasts.
 */
export class LaneWaits {
  private readonly options: LaneWaitsOptions;
  private readonly waiting = new Set<Lane>();
  /** Of these, the lanes whose rows are not all stored yet: the archive would answer without them. */
  private readonly unstored = new Set<Lane>();

  constructor(options: LaneWaitsOptions) {
    this.options = options;
  }

  has(lane: Lane): boolean {
    return this.waiting.has(lane);
  }

  /** The lane is somebody else's: what it waited for is of no use any more. */
  letGo(lane: Lane): void {
    this.waiting.delete(lane);
    this.unstored.delete(lane);
  }

  /** Brings the subjects back that the lane's next records name. */
  bringBack(lane: Lane): void {
    this.waiting.add(lane);
    const { log, partition, fold } = lane;
    const absentees = lane.absentees();
    this.during(lane, () => this.options.recovery.bringBack(log, partition, absentees, fold));
  }

  /** Flush, then read: the archive is asked once all that the lane has read is in it. */
  askArchive(lane: Lane): void {
    this.waiting.add(lane);
    if (isStored(lane)) this.fulfil(lane);
    else this.unstored.add(lane);
  }

  /** Told after each commit that moved the lane's position. */
  onStored(lane: Lane): void {
    if (isStored(lane) && this.unstored.delete(lane)) this.fulfil(lane);
  }

  /** Asks ClickHouse until it answers: the lane waits, the others go on, and nothing is lost. */
  async patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const { isStopped, report, wallClock } = this.options;
    for (let tries = 0; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof SqlError && error.retriable) || isStopped()) throw error;
        if (tries === 0) report(`ClickHouse does not tell the state of a lane (${error.message}); trying on`);
        await new Promise<void>((resolve) => wallClock.after(ASK_AGAIN_MS, resolve));
        if (isStopped()) throw error;
      }
    }
  }

  private fulfil(lane: Lane): void {
    const { wish, partition } = lane;
    this.during(lane, () => this.options.recovery.fulfil(partition, wish!));
  }

  private during(lane: Lane, ask: () => Promise<void>): void {
    this.patiently(ask)
      .then(() => {
        this.waiting.delete(lane);
        this.options.onReady();
      })
      .catch((error: Error) => this.options.onFatal(error));
  }
}

/** A position is stored after all rows of the records before it. */
const isStored = ({ storedOffset, nextOffset }: Lane): boolean => storedOffset >= nextOffset;
