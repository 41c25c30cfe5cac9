import { createHash } from 'node:crypto';
import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog, Subscription } from '@belfry/ingest/log';
import { checkHooks } from './check-hooks.ts';
import { DeliveryWriter } from './delivery-writer.ts';
import type { HookConfig } from './hook-config.ts';
import { HookLane, type HookLaneStatus } from './hook-lane.ts';
import { createPoster } from './post.ts';
import { readProgress } from './read-deliveries.ts';

const RESUBSCRIBE_MS = 5_000;
/** How long posts that are under way may take to end when the process is told to stop. */
const STOP_GRACE_MS = 2_000;

export interface HooksOptions {
  readonly log: EventLog;
  readonly wallClock: WallClock;
  readonly hooks: readonly HookConfig[];
  /**
   * Processes that share this name share the hooks: each hook is served by one of them, and by another when it dies.
   * Without it this process serves all hooks, whoever else does.
   */
  readonly group?: string;
  readonly fetch?: typeof fetch;
  /** From 0 to 1, for jitter. Default Math.random. */
  readonly random?: () => number;
  readonly report: (line: string) => void;
}

export interface HookHealth extends HookLaneStatus {
  readonly hook: string;
  /**
   * `elsewhere`: another process serves it, or it is being taken over. `failing`: the last attempt did not work.
   * `disabled`: answered 410.
   */
  readonly state: 'ok' | 'failing' | 'disabled' | 'elsewhere';
}

export interface Hooks {
  /**
   * Resolves once every hook knows where it stands. A hook that was never here before begins at the end of the log: it
   * is told what happens from now on, not what has long been over.
   */
  start(): Promise<void>;
  stop(): Promise<void>;
  health(): readonly HookHealth[];
}

/** @throws HookConfigError when a hook cannot work as configured. */
export function composeHooks(options: HooksOptions): Hooks {
  checkHooks(options.hooks);
  const runners = options.hooks.map((hook) => hookRunner(hook, options));
  return {
    start: async () => void (await Promise.all(runners.map((runner) => runner.start()))),
    stop: async () => void (await Promise.all(runners.map((runner) => runner.stop()))),
    health: () => runners.map((runner) => runner.health()),
  };
}

function hookRunner(hook: HookConfig, options: HooksOptions) {
  const { log, wallClock, report, random = Math.random } = options;
  const poster = createPoster(hook, wallClock, options.fetch ?? fetch);
  const writer = new DeliveryWriter(log, wallClock);
  const urlHash = createHash('sha256').update(hook.url).digest('hex').slice(0, 16);
  let lane: HookLane | undefined;
  let subscription: Subscription | undefined;
  let wantsFlow = true;
  let stopped = false;
  let cancelRetry: (() => void) | undefined;

  const flow = (open: boolean): void => {
    wantsFlow = open;
    if (open) subscription?.resume(0);
    else subscription?.pause(0);
  };

  /** A hook that was never here begins at the end of the log, and that is written down before anything else. */
  async function begin(): Promise<void> {
    if ((await readProgress(log, hook.name)).next !== null) return;
    const { high } = await log.bounds('signals', 0);
    await writer.write({ hook: hook.name, next: high, pending: [], at: wallClock.now() });
  }

  async function assigned(): Promise<number> {
    await lane?.close(null);
    const progress = await readProgress(log, hook.name);
    const { low, high } = await log.bounds('signals', 0);
    const from = progress.resumeAt();
    if (from < low) {
      report(
        `hook ${hook.name}: signals from offset ${from} on were to be posted, the log begins at ${low}: they are lost`,
      );
    }
    if ((progress.next ?? 0) > high) {
      report(
        `hook ${hook.name}: it had read up to ${progress.next}, but the log ends at ${high}; it begins at that end`,
      );
      progress.beginAt(high);
    }
    wantsFlow = true;
    lane = new HookLane({
      hook: hook.name,
      urlHash,
      progress,
      poster,
      wallClock,
      random,
      write: (record) => writer.write(record),
      flow,
      report,
    });
    if (stopped) await lane.close(null);
    return Math.max(progress.resumeAt(), low);
  }

  async function subscribe(): Promise<void> {
    subscription = await log.subscribe({
      log: 'signals',
      ...(options.group === undefined ? {} : { group: `${options.group}.${hook.name}` }),
      reader: {
        assigned,
        received: (_partition, records) => lane?.receive(records),
        revoked: () => {
          void lane?.close(null);
          lane = undefined;
        },
        failed(error) {
          void lane?.close(null);
          lane = undefined;
          subscription = undefined;
          if (!stopped && error.code !== 'LOG_CLOSED') subscribeAgain(error);
        },
      },
    });
    if (!wantsFlow) subscription.pause(0);
  }

  /** A hook does not end with its subscription: where it stands is in the log, so it can always begin again. */
  function subscribeAgain(error: unknown): void {
    report(`hook ${hook.name}: reading signals failed (${String(error)}); trying again in ${RESUBSCRIBE_MS / 1000} s`);
    cancelRetry = wallClock.after(RESUBSCRIBE_MS, () => {
      if (!stopped) subscribe().catch(subscribeAgain);
    });
  }

  return {
    async start(): Promise<void> {
      await begin();
      await subscribe();
    },
    async stop(): Promise<void> {
      stopped = true;
      cancelRetry?.();
      const cancel = wallClock.after(2 * STOP_GRACE_MS, () => writer.close());
      const ended = lane?.close(STOP_GRACE_MS);
      await subscription?.stop();
      await ended;
      cancel();
      writer.close();
    },
    health(): HookHealth {
      const status = lane?.status() ?? NOWHERE;
      const state =
        lane === undefined ? 'elsewhere' : status.disabled ? 'disabled' : status.failuresInARow > 0 ? 'failing' : 'ok';
      return { hook: hook.name, state, ...status };
    },
  };
}

const NOWHERE: HookLaneStatus = {
  nextOffset: 0,
  waiting: 0,
  underWay: 0,
  failuresInARow: 0,
  disabled: false,
  gaveUp: 0,
  lastStatus: null,
  lastDelivered: null,
};
