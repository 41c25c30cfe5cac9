import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog } from '@belfry/ingest/log';
import { checkHooks } from './check-hooks.ts';
import type { HookConfig } from './hook-config.ts';
import { type HookHealth, HookRunner } from './hook-runner.ts';
import { createReceiver } from './receivers/receiver.ts';

export interface HooksOptions {
  readonly log: EventLog;
  readonly wallClock: WallClock;
  readonly hooks: readonly HookConfig[];
  /**
   * Processes that share this name share the hooks: each hook is served by one of them, and by another when it dies.
   * Without it this process serves all hooks, whoever else does.
   */
  readonly group?: string;
  /** Where people reach the pages, for the links in posts; without it there are none. */
  readonly baseUrl?: string | undefined;
  /** What posts to a hook. Default: what its kind needs. */
  readonly createReceiver?: typeof createReceiver;
  /** From 0 to 1, for jitter. Default Math.random. */
  readonly random?: () => number;
  readonly report: (line: string) => void;
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

/**
 * The way of notifications from the log `deliveries`, which must have been ensured, to their receivers.
 * @throws HookConfigError when a hook cannot work as configured.
 */
export function composeHooks(options: HooksOptions): Hooks {
  const { log, wallClock, hooks, group, baseUrl, random = Math.random, report } = options;
  checkHooks(hooks);
  const create = options.createReceiver ?? createReceiver;
  const runners = hooks.map((hook) => {
    const receiver = create(hook, { wallClock, baseUrl });
    return new HookRunner(hook, { log, wallClock, group, receiver, random, report });
  });
  return {
    start: async () => void (await Promise.all(runners.map((runner) => runner.start()))),
    stop: async () => void (await Promise.all(runners.map((runner) => runner.stop()))),
    health: () => runners.map((runner) => runner.health()),
  };
}
