import { randomUUID } from 'node:crypto';
import { machineClock, type WallClock } from '@belfry/ingest/contract';
import type { EventLog } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';
import type { PolicySource } from './adapters/shipped-packs.ts';
import { composeHooks } from './alerting/compose-hooks.ts';
import type { HookConfig } from './alerting/hook-config.ts';
import { publishRouting } from './alerting/publish-routing.ts';
import { NOBODY } from './alerting/read-hooks.ts';
import type { RoutesRecord } from './contract/index.ts';
import { type ParsedPack, parsePack } from './domain/policy/parse-pack.ts';
import type { Problem } from './domain/policy/problem.ts';
import { rebuildState } from './inquiry/rebuild-state.ts';
import type { CommitStep } from './pipeline/committer.ts';
import { EventsFold } from './pipeline/events-fold.ts';
import { KpiFold } from './pipeline/kpi-fold.ts';
import type { Lane } from './pipeline/lane.ts';
import { createPolicyPublisher } from './pipeline/publish-policies.ts';
import { publishedPolicies } from './pipeline/published-policies.ts';
import { Runtime, type RuntimeOptions } from './pipeline/runtime.ts';
import { SignalsFold } from './pipeline/signals-fold.ts';

export { archivedRecord } from './adapters/archived-record.ts';
export { type PolicySource, shippedPacks } from './adapters/shipped-packs.ts';
export type { HookConfig } from './alerting/hook-config.ts';
export { createInbound } from './alerting/inbound/inbound-routes.ts';
export { HooksError, NOBODY, type ReadHooks, readHooks } from './alerting/read-hooks.ts';

export interface ProcessorOptions {
  readonly log: EventLog;
  readonly sql: Sql;
  readonly wallClock: WallClock;
  /**
   * Published at start, each unless the log has the same bytes already, or its name's newest version was published by hand.
   */
  readonly policies: readonly PolicySource[];
  readonly hooks: readonly HookConfig[];
  /** Where people find the pages of incidents, for links in what hooks receive; without it there are none. */
  readonly baseUrl?: string;
  /** Who is told what, published at start. Without it nobody is. */
  readonly routing?: RoutesRecord;
  /** Rows are written beside those of other generations. Default 1. */
  readonly generation?: number;
  /** Processors of one group share the lanes between them. Default: one group a generation. */
  readonly group?: string;
  /** Called when the processor cannot go on by itself; its supervisor starts it again. */
  readonly onFatal: (error: Error) => void;
  /** Called for what an operator should read. */
  readonly report: (line: string) => void;
  /** Called after each step of a commit: the door for tests that kill a processor between two steps. */
  readonly probe?: (step: CommitStep) => void;
}

export interface LaneStatus {
  readonly log: string;
  readonly lane: number;
  readonly nextOffset: number;
  /** The offset behind the last record of the log, as last seen. */
  readonly end: number;
  /** ms UTC. */
  readonly horizon: number;
}

export interface Processor {
  /** Joins the group and begins to read; resolves once policies are published. */
  start(): Promise<void>;
  /** Stores what is pending, leaves the group. */
  stop(): Promise<void>;
  lanes(): readonly LaneStatus[];
}

/** A pack that cannot be published, with what is wrong and what to write instead. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly code = 'POLICY_REFUSED';
}

/** @throws PolicyError when a pack cannot be read: nothing has been started then. */
export function composeProcessor(options: ProcessorOptions): Processor {
  const { log, sql, wallClock, hooks, routing = NOBODY, generation = 1, onFatal, report, probe } = options;
  const group = options.group ?? `processor.g${generation}`;
  const packs = options.policies.map((source) => ({
    name: source.name,
    source: source.yaml,
    parsed: read(source, wallClock, report),
  }));
  const runtime = new Runtime({
    log,
    sql,
    wallClock,
    generation,
    folds: foldsOf(log),
    sender: randomUUID(),
    mode: 'live',
    group,
    onFatal,
    report,
    probe,
    rebuild: rebuildState(sql, generation),
  });
  const publisher = createPolicyPublisher({ log, published: publishedPolicies(sql, generation), wallClock, report });
  const alerting = composeHooks({
    log,
    wallClock,
    hooks,
    report,
    group: 'hooks',
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
  });
  return {
    async start() {
      // First who listens: a hook that was never here begins at the end of the log, and must not miss what rings now.
      await alerting.start();
      await runtime.start();
      // Before the promises: what they say first is told by these routes.
      await publishRouting(log, routing);
      await publisher.publishShipped(packs);
    },
    async stop() {
      await alerting.stop();
      await runtime.stop();
    },
    lanes: () => runtime.lanes().map(statusOf),
  };
}

/**
 * Reads each fold's log from its beginning and writes what follows from it under another generation, beside whoever
 * runs live. Nothing is published. Resolves once every lane has come to where its log ended when this began, be it behind
 * markers of transactions that others wrote.
 */
export async function replay(
  options: Pick<ProcessorOptions, 'log' | 'sql' | 'report'> & { readonly generation: number },
): Promise<void> {
  const { log, sql, generation, report } = options;
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const runtime = new Runtime({
    log,
    sql,
    wallClock: machineClock,
    generation,
    folds: foldsOf(log),
    sender: 'replay',
    mode: 'replay',
    group: undefined,
    onFatal: (error) => fail(error),
    report,
  });
  await runtime.start();
  for (const name of ['events', 'kpi', 'signals'] as const) {
    for (let lane = 0; lane < log.partitions(name); lane++) {
      const { high } = await log.bounds(name, lane);
      await Promise.race([runtime.stored(name, lane, high), failed]);
    }
  }
  await runtime.stop();
}

/** The three folds, each over its own log. */
const foldsOf = (log: EventLog): RuntimeOptions['folds'] => ({
  events: (lane) => new EventsFold(lane, 'beats'),
  kpi: (lane) => new KpiFold(lane),
  signals: () => new SignalsFold(log.partitions('events')),
});

function read(source: PolicySource, wallClock: WallClock, report: (line: string) => void): ParsedPack {
  const parsed = parsePack(source.yaml, source.name, wallClock.now());
  if ('problems' in parsed) throw new PolicyError(parsed.problems.map(inWords).join('\n'));
  for (const warning of parsed.warnings) report(inWords(warning));
  return parsed;
}

const inWords = ({ file, line, message, instead }: Problem): string => `${file}:${line}: ${message}; ${instead}`;

const statusOf = ({ log, partition, nextOffset, end, horizon }: Lane): LaneStatus => ({
  log,
  lane: partition,
  nextOffset,
  end,
  horizon: horizon.at,
});
