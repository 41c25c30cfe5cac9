import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog, type EventLog, LOGS } from '@belfry/ingest/log';
import { createSql, type EmbeddedClickHouse, migrate, type Sql, startEmbeddedClickHouse } from '@belfry/sql';
import { type LocalBroker, startLocalBroker } from '../../support/kafka/local-broker.ts';
import { type BenchProcess, forkChild, runStage, type StageName } from './processes.ts';

const READY_WITHIN_MS = 30_000;

/** How a process of its own finds the log and the tables. */
export interface Place {
  readonly brokers: string;
  readonly prefix: string;
  readonly url: string;
  readonly database: string;
}

/** What a bench of the whole plays on: a real broker, a real ClickHouse with empty tables, and the processes on both. */
export interface Stage {
  readonly place: Place;
  readonly broker: LocalBroker;
  readonly clickhouse: EmbeddedClickHouse;
  readonly log: EventLog;
  readonly sql: Sql;
  /** A temporary folder, gone at the end. */
  readonly directory: string;
  /** Starts a stage as docker-compose does: its own `main.ts`, told by the environment. */
  run(name: StageName, environment?: Readonly<Record<string, string>>): BenchProcess;
  /** Starts a file of `children/`, with the place and whatever else it is to know as its one argument. */
  fork(name: string, told?: object): BenchProcess;
}

/** Builds a stage, hands it to `work`, and clears everything away whatever came of it. */
export async function onStage<Result>(work: (stage: Stage) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-bench-'));
  const closing: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true, maxRetries: 5 })];
  const processes: BenchProcess[] = [];
  try {
    const broker = await startLocalBroker();
    closing.unshift(() => broker.stop());
    const clickhouse = await startEmbeddedClickHouse({ directory: join(directory, 'clickhouse') });
    closing.unshift(() => clickhouse.stop());
    const place: Place = { brokers: broker.address, prefix: 'bench', url: clickhouse.url, database: 'bench' };
    const sql = createSql({ url: place.url, database: place.database });
    closing.unshift(() => sql.close());
    await sql.ready(READY_WITHIN_MS);
    await migrate(sql);
    const log = await createKafkaLog({
      brokers: [place.brokers],
      prefix: place.prefix,
      clientId: 'bench',
      wallClock: machineClock,
    });
    closing.unshift(() => log.close());
    await log.ensure(LOGS);
    const keep = (process: BenchProcess): BenchProcess => {
      processes.push(process);
      return process;
    };
    return await work({
      place,
      broker,
      clickhouse,
      log,
      sql,
      directory,
      run: (name, environment = {}) => keep(runStage(name, place, environment)),
      fork: (name, told = {}) => keep(forkChild(name, { ...place, ...told })),
    });
  } finally {
    for (const process of processes) await process.end();
    for (const close of closing) await close().catch(console.error);
  }
}
