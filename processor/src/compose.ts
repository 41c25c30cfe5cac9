import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';

export interface PolicySource {
  /** The file's name, for messages. */
  readonly name: string;
  readonly yaml: string;
}

/** A receiver of signals, by Standard Webhooks. */
export interface HookConfig {
  readonly name: string;
  readonly url: string;
  /** `whsec_` and base64. */
  readonly secret: string;
}

export interface ProcessorOptions {
  readonly log: EventLog;
  readonly sql: Sql;
  readonly wallClock: WallClock;
  /** Published at start, each unless the log has the same bytes already. */
  readonly policies: readonly PolicySource[];
  readonly hooks: readonly HookConfig[];
  /** Rows are written beside those of other generations. Default 1. */
  readonly generation?: number;
  /** Called when the processor cannot go on by itself; its supervisor starts it again. */
  readonly onFatal: (error: Error) => void;
  /** Called for what an operator should read. */
  readonly report: (line: string) => void;
}

export interface LaneStatus {
  readonly log: string;
  readonly lane: number;
  readonly nextOffset: number;
  /** The offset behind the last record of the log, as last seen. */
  readonly end: number;
  readonly horizon: number;
}

export interface Processor {
  /** Joins the group and begins to read; resolves once policies are published. */
  start(): Promise<void>;
  /** Stores what is pending, leaves the group. */
  stop(): Promise<void>;
  lanes(): readonly LaneStatus[];
}
