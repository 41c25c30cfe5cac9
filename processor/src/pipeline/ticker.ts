import { encodeTick, type WallClock } from '@belfry/ingest/contract';
import type { EventLog } from '@belfry/ingest/log';
import type { Lane } from './lane.ts';

/** At most one tick each so many ms in a lane (DESIGN, Mechanics). */
const LEAST_INTERVAL_MS = 25;
/** A tick that came back short waits at least this long before the next. */
const LEAST_SHORTFALL_MS = 100;
/** A tick whose append failed is tried again after this long. */
const RETRY_MS = 250;
/** The wall clock is looked at again at least this often: it may be set forward, or have slept, while a timer runs. */
const LOOK_AGAIN_MS = 10_000;

/**
 * Makes time part of the log (law 2): once a deadline and its grace have passed on the wall clock, the owner of the lane
 * appends a tick. When the lane reads it back it has read everything that was acknowledged before, and fires. A false or
 * superfluous tick does no harm; a missing one only makes the lane late.
 */
export class Ticker {
  private readonly log: EventLog;
  private readonly wallClock: WallClock;
  private readonly sender: string;
  private readonly lanes = new Map<Lane, LaneTicks>();

  /** @param sender names this process, for whoever reads the log. */
  constructor(log: EventLog, wallClock: WallClock, sender: string) {
    this.log = log;
    this.wallClock = wallClock;
    this.sender = sender;
  }

  /** Looks at a lane after it has applied something: sends a tick if one is due, else sees to it that one will be. */
  look(lane: Lane): void {
    const ticks = this.ticksOf(lane);
    ticks.cancelTimer?.();
    ticks.cancelTimer = undefined;
    this.meet(lane, ticks);
    if (ticks.outstanding !== undefined) return;
    const due = lane.fold.nextDue();
    if (due === Number.POSITIVE_INFINITY) return;
    // It fires once the horizon is beyond the instant, not at it.
    const wait = Math.max(due + 1, ticks.notBefore) - this.wallClock.now();
    if (wait > 0) ticks.cancelTimer = this.wallClock.after(Math.min(wait, LOOK_AGAIN_MS), () => this.look(lane));
    else void this.send(lane, ticks);
  }

  forget(lane: Lane): void {
    this.lanes.get(lane)?.cancelTimer?.();
    this.lanes.delete(lane);
  }

  stop(): void {
    for (const lane of [...this.lanes.keys()]) this.forget(lane);
  }

  /**
   * Whether the tick that is outstanding has come back, which is known by its offset (others may tick here too), and if it
   * came back short, how long to wait.
   */
  private meet(lane: Lane, ticks: LaneTicks): void {
    const { outstanding } = ticks;
    if (outstanding === undefined || lane.nextOffset <= outstanding.offset) return;
    ticks.outstanding = undefined;
    // Another clock is behind ours: the log's append times have not come as far as our tick said.
    const shortfall = outstanding.at - lane.horizon.at;
    if (shortfall > 0) ticks.notBefore = this.wallClock.now() + Math.max(LEAST_SHORTFALL_MS, shortfall);
  }

  private async send(lane: Lane, ticks: LaneTicks): Promise<void> {
    const at = this.wallClock.now();
    ticks.outstanding = { at, offset: Number.POSITIVE_INFINITY };
    ticks.notBefore = at + LEAST_INTERVAL_MS;
    try {
      const value = encodeTick({ at, by: this.sender });
      const { baseOffset } = await this.log.append(lane.log, lane.partition, [{ key: '', kind: 'tick', value }]);
      ticks.outstanding = { at, offset: baseOffset };
    } catch {
      // The tick may or may not be in the log; either is fine. Until the log answers again nothing can fire anyway.
      ticks.outstanding = undefined;
      ticks.notBefore = this.wallClock.now() + RETRY_MS;
    }
    // The lane may have read the tick before its append was acknowledged.
    if (this.lanes.get(lane) === ticks) this.look(lane);
  }

  private ticksOf(lane: Lane): LaneTicks {
    let ticks = this.lanes.get(lane);
    if (ticks === undefined) {
      ticks = { outstanding: undefined, notBefore: 0, cancelTimer: undefined };
      this.lanes.set(lane, ticks);
    }
    return ticks;
  }
}

interface LaneTicks {
  /** The tick that was sent and has not come back: there is never more than one. Infinity: not acknowledged yet. */
  outstanding: { readonly at: number; readonly offset: number } | undefined;
  /** ms UTC. */
  notBefore: number;
  cancelTimer: (() => void) | undefined;
}
