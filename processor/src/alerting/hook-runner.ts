import { createHash } from 'node:crypto';
import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog, Subscription } from '@belfry/ingest/log';
import { conditionOf, UNTRIED } from '../contract/hook-standing.ts';
import { DeliveryWriter } from './delivery-writer.ts';
import type { HookConfig } from './hook-config.ts';
import { HookLane } from './hook-lane.ts';
import { deliveryRecord } from './hook-records.ts';
import { readProgress } from './read-deliveries.ts';
import type { Receiver } from './receivers/receiver.ts';

const RESUBSCRIBE_MS = 5_000;
/** How long posts that are under way may take to end when the process is told to stop. */
const STOP_GRACE_MS = 2_000;

export interface HookHealth {
  readonly hook: string;
  /**
   * `elsewhere`: another process serves it, or it is being taken over. `idle`: nothing was ever posted to it. `failing`: the
   * last attempt did not work. `disabled`: answered 410.
   */
  readonly state: 'ok' | 'failing' | 'disabled' | 'idle' | 'elsewhere';
  /** The offset behind the last record of `deliveries` that was read. */
  readonly nextOffset: number;
  /** Notifications that were read and have no end yet. */
  readonly waiting: number;
  readonly underWay: number;
  /** Since this process serves it. */
  readonly gaveUp: number;
  readonly failuresInARow: number;
  /** ms UTC. */
  readonly lastDelivered: number | null;
  /** Without any secret; empty when the last attempt worked. */
  readonly lastError: string;
}

export interface HookRunnerDeps {
  readonly log: EventLog;
  readonly wallClock: WallClock;
  readonly group: string | undefined;
  readonly receiver: Receiver;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly report: (line: string) => void;
}

/** One hook in this process: it takes part in the hook's group, and has a lane as long as the hook is this process's. */
export class HookRunner {
  private readonly hook: HookConfig;
  private readonly deps: HookRunnerDeps;
  private readonly writer: DeliveryWriter;
  private readonly urlHash: string;
  private lane: HookLane | undefined;
  private subscription: Subscription | undefined;
  private wantsFlow = true;
  private stopped = false;
  private cancelRetry: (() => void) | undefined;

  constructor(hook: HookConfig, deps: HookRunnerDeps) {
    this.hook = hook;
    this.deps = deps;
    this.writer = new DeliveryWriter(deps.log, deps.wallClock);
    this.urlHash = createHash('sha256').update(addressOf(hook)).digest('hex').slice(0, 16);
  }

  async start(): Promise<void> {
    await this.begin();
    await this.subscribe();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelRetry?.();
    const cancel = this.deps.wallClock.after(2 * STOP_GRACE_MS, () => this.writer.close());
    const ended = this.lane?.close(STOP_GRACE_MS);
    await this.subscription?.stop();
    await ended;
    cancel();
    this.writer.close();
  }

  health(): HookHealth {
    const hook = this.hook.name;
    if (this.lane === undefined) return { hook, state: 'elsewhere', ...NOWHERE };
    const { disabled, standing, ...status } = this.lane.status();
    const { disabledUrl, ...rest } = standing;
    return {
      hook,
      state: conditionOf({ ...standing, disabledUrl: disabled ? disabledUrl : null }),
      ...status,
      ...rest,
    };
  }

  /** A hook that was never here begins at the end of the log, and that is written down before anything else. */
  private async begin(): Promise<void> {
    const { log, wallClock } = this.deps;
    const hook = this.hook.name;
    if ((await readProgress(log, hook)).next !== null) return;
    const { high } = await log.bounds('deliveries', 0);
    // There is nothing before it that this hook would have to know.
    const groups = { told: [], handedOn: [] };
    await this.writer.write(
      deliveryRecord({ hook, of: 'deliveries', next: high, pending: [], at: wallClock.now(), groups }),
    );
  }

  private async subscribe(): Promise<void> {
    const { log, group } = this.deps;
    const close = (): void => {
      void this.lane?.close(null);
      this.lane = undefined;
    };
    this.subscription = await log.subscribe({
      log: 'deliveries',
      ...(group === undefined ? {} : { group: `${group}.${this.hook.name}` }),
      reader: {
        assigned: () => this.assigned(),
        received: (_partition, records) => this.lane?.receive(records),
        revoked: close,
        failed: (error) => {
          close();
          this.subscription = undefined;
          if (!this.stopped && error.code !== 'LOG_CLOSED') this.subscribeAgain(error);
        },
      },
    });
    if (!this.wantsFlow) this.subscription.pause(0);
  }

  /** A hook does not end with its subscription: where it stands is in the log, so it can always begin again. */
  private subscribeAgain(error: unknown): void {
    const { wallClock, report } = this.deps;
    const pause = `${RESUBSCRIBE_MS / 1000} s`;
    report(`hook ${this.hook.name}: reading deliveries failed (${String(error)}); trying again in ${pause}`);
    this.cancelRetry = wallClock.after(RESUBSCRIBE_MS, () => {
      if (!this.stopped) this.subscribe().catch((failure: unknown) => this.subscribeAgain(failure));
    });
  }

  private async assigned(): Promise<number> {
    await this.lane?.close(null);
    const { log, report } = this.deps;
    const { name, perMinute, fallback } = this.hook;
    const progress = await readProgress(log, name);
    const { low, high } = await log.bounds('deliveries', 0);
    const from = progress.resumeAt();
    if (from < low) {
      report(`hook ${name}: it had read up to offset ${from}, the log begins at ${low}: what lay between is lost`);
    }
    if ((progress.next ?? 0) > high) {
      report(`hook ${name}: it had read up to ${progress.next}, but the log ends at ${high}; it begins at that end`);
      progress.beginAt(high);
    }
    this.wantsFlow = true;
    this.lane = new HookLane({
      ...this.deps,
      hook: name,
      urlHash: this.urlHash,
      perMinute,
      fallback,
      progress,
      write: (...records) => this.writer.write(...records),
      flow: (open) => this.flow(open),
    });
    if (this.stopped) await this.lane.close(null);
    return Math.max(progress.resumeAt(), low);
  }

  private flow(open: boolean): void {
    this.wantsFlow = open;
    if (open) this.subscription?.resume(0);
    else this.subscription?.pause(0);
  }
}

/** Another one lets a hook begin anew that answered 410. */
function addressOf(hook: HookConfig): string {
  switch (hook.kind) {
    case 'email':
      return JSON.stringify([hook.smtp, hook.to]);
    case 'pagerduty':
      return JSON.stringify([hook.url, hook.routingKey]);
    default:
      return hook.url;
  }
}

const NOWHERE = {
  nextOffset: 0,
  waiting: 0,
  underWay: 0,
  gaveUp: 0,
  failuresInARow: UNTRIED.failuresInARow,
  lastDelivered: UNTRIED.lastDelivered,
  lastError: UNTRIED.lastError,
};
