import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Sql } from '@belfry/sql';

/** What a child process is to do: which log and tables, which part of the traffic, and how it ends. */
export interface ProcessorRun {
  readonly log:
    | { readonly kind: 'kafka'; readonly brokers: readonly string[]; readonly prefix: string }
    | { readonly kind: 'embedded'; readonly directory: string };
  readonly url: string;
  readonly database: string;
  /** Appends records [from, to) of `total`. */
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly begun: number;
  readonly group?: string;
  /** Kills itself right after this step of its n-th commit under load, or of the n-th since it publishes the second policy. */
  readonly dieAt?: { readonly step: string; readonly commit: number; readonly since?: 'second-policy' };
  /** Stops itself as by SIGSTOP, a moment after this step of its second commit under load. */
  readonly freezeAfter?: string;
  /** Another processor on the same log that believes it owns every lane as well; both tick, publish and insert. */
  readonly secondOwner?: boolean;
  readonly andThen: 'settle-and-replay' | 'stop' | 'stay';
}

export interface RunReport {
  readonly ready?: boolean;
  /** How many records of the traffic the log has acknowledged. */
  readonly appended?: number;
  readonly done?: boolean;
  readonly fatal?: string;
}

export interface RunningProcessor {
  readonly child: ChildProcess;
  /** How far the traffic had come when it was last heard of. */
  appended: number;
  fatal: string | undefined;
  /** Resolves with the exit code or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Resolves once it has told that it has come so far. */
  until(heard: (report: RunReport) => boolean): Promise<void>;
}

export function startRun(run: ProcessorRun): RunningProcessor {
  const file = fileURLToPath(new URL('./children/processor-run.ts', import.meta.url));
  const child = fork(file, [JSON.stringify(run)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const running: RunningProcessor = {
    child,
    appended: run.from,
    fatal: undefined,
    ended: once(child, 'exit').then(([code, signal]) => (signal as string | null) ?? (code as number)),
    until: (heard) =>
      new Promise((resolve, reject) => {
        child.on('message', (report: RunReport) => heard(report) && resolve());
        child.on('exit', () => reject(new Error(`the processor ended first: ${running.fatal ?? 'without a word'}`)));
      }),
  };
  child.on('message', (report: RunReport) => {
    if (report.appended !== undefined) running.appended = report.appended;
    if (report.fatal !== undefined) running.fatal = report.fatal;
  });
  return running;
}

const TABLES = [
  'events',
  'subjects',
  'clocks',
  'signals',
  'kpi_deltas',
  'kpi_totals',
  'positions',
  'policies',
  'policies_taken',
  'imports_released',
  'ratings',
  'quarantine',
  'incidents',
  'incident_items',
  'audit',
  'silences',
  'sources',
];

/** State rows of the third fold are all of the moment of their commit, and commits of a replay are others. */
const OFFSET = "if(log = 'signals', 0, offset) AS offset";

/**
 * Columns without what the release before did not say: who has a clock, when a subject is due next, how many members a group has
 * had seats for, and what lanes have heard of sources.
 */
const OLDER: Readonly<Record<string, string>> = {
  clocks: '* EXCEPT (generation, queue, assignee)',
  subjects: `* EXCEPT (generation, next_due) REPLACE (${OFFSET}, replaceOne(state, extract(state, '"seats":[0-9]+,'), '') AS state)`,
  positions: `* EXCEPT generation REPLACE (replaceRegexpOne(extent, ',"beat":.*$', '}') AS extent)`,
};
/** Nor did it hear of sources at all: what the third fold knows of them is what lanes of this release have told. */
const OF_SOURCES = "subject = 'sources' OR startsWith(subject, 'source/')";

/**
 * Every row of every table under a generation, read with FINAL, as text and without the generation.
 * @param isOlder some rows were written by the release before, which knew less.
 */
export async function tablesOf(
  sql: Sql,
  generation: number,
  isOlder = false,
): Promise<Record<string, readonly string[]>> {
  const columnsOf = (table: string): string => {
    if (isOlder && OLDER[table] !== undefined) return OLDER[table];
    return table === 'subjects' ? `* EXCEPT generation REPLACE ${OFFSET}` : '* EXCEPT generation';
  };
  const tables: Record<string, readonly string[]> = {};
  for (const table of TABLES) {
    if (isOlder && table === 'sources') continue;
    const but = isOlder && table === 'subjects' ? `AND NOT (log = 'signals' AND (${OF_SOURCES}))` : '';
    const rows = await sql.query<Record<string, unknown>>(
      `SELECT ${columnsOf(table)} FROM ${table} FINAL WHERE generation = {generation:UInt32} ${but} ORDER BY ALL`,
      { generation },
    );
    tables[table] = rows.map((row) => JSON.stringify(row));
  }
  return tables;
}

/** A few of the rows of each table that only one of two generations has; nothing where both have the same. */
export function differencesOf(
  live: Record<string, readonly string[]>,
  replayed: Record<string, readonly string[]>,
): Record<string, unknown> {
  const differences: Record<string, unknown> = {};
  for (const [table, rows] of Object.entries(live)) {
    const [one, other] = [new Set(rows), new Set(replayed[table])];
    const onlyLive = rows.filter((row) => !other.has(row));
    const onlyReplayed = replayed[table]!.filter((row) => !one.has(row));
    if (onlyLive.length + onlyReplayed.length === 0) continue;
    differences[table] = { onlyLive: onlyLive.slice(0, FEW), onlyReplayed: onlyReplayed.slice(0, FEW) };
  }
  return differences;
}
/** Drawing the difference of two long tables takes longer than making them. */
const FEW = 3;
