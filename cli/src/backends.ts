import { join } from 'node:path';
import { machineClock } from '@belfry/ingest/contract';
import { createEmbeddedLog, createKafkaLog, type EventLog } from '@belfry/ingest/log';
import { archivedRecord } from '@belfry/processor/compose';
import { createSql, type Sql, startEmbeddedClickHouse } from '@belfry/sql';
import type { Environment } from './environment.ts';

/** What the stages stand on, and the only place of the app that knows where it comes from. */
export interface Backends {
  readonly log: EventLog;
  readonly sql: Sql;
  /** For people: what is used, in a few words. */
  readonly words: string;
  close(): Promise<void>;
}

export interface BackendOptions {
  readonly environment: Environment;
  /** Demo and live data lie apart: in directories of their own, and on servers under names of their own. */
  readonly kind: 'live' | 'demo';
  /** Of this kind's data. */
  readonly directory: string;
  readonly report: (line: string) => void;
}

/**
 * Opens the log and the tables, both at once since each takes its time.
 * @throws LogError, SqlError with the remedy; what was opened before is closed again
 */
export async function openBackends(options: BackendOptions): Promise<Backends> {
  const opening = openTables(options);
  const [log, tables] = await Promise.allSettled([
    openLog(
      options,
      opening.then(({ sql }) => sql),
    ),
    opening,
  ]);
  if (log.status === 'fulfilled' && tables.status === 'fulfilled') {
    return {
      log: log.value.log,
      sql: tables.value.sql,
      words: `${log.value.words}, ${tables.value.words}`,
      async close() {
        await log.value.log.close();
        await tables.value.close();
      },
    };
  }
  if (log.status === 'fulfilled') await log.value.log.close();
  if (tables.status === 'fulfilled') await tables.value.close();
  throw log.status === 'rejected' ? log.reason : (tables as PromiseRejectedResult).reason;
}

async function openLog(
  { environment, kind, directory, report }: BackendOptions,
  tables: Promise<Sql>,
): Promise<{ log: EventLog; words: string }> {
  const brokers = environment.kafkaBrokers;
  if (brokers.length === 0) {
    // Who waits for tables that do not open hears of it from those.
    tables.catch(() => undefined);
    const archived = archivedRecord(tables);
    const log = await createEmbeddedLog({
      directory: join(directory, 'log'),
      wallClock: machineClock,
      archived,
      report,
    });
    return { log, words: 'embedded log' };
  }
  const prefix = kind === 'demo' ? `${environment.prefix}-demo` : environment.prefix;
  const log = await createKafkaLog({ brokers, prefix, clientId: 'belfry', wallClock: machineClock });
  return { log, words: `Kafka at ${brokers.join(', ')} (${prefix}.*)` };
}

async function openTables(options: BackendOptions): Promise<{ sql: Sql; words: string; close(): Promise<void> }> {
  const { environment, kind, directory, report } = options;
  const database = kind === 'demo' ? `${environment.clickhouseDb}_demo` : environment.clickhouseDb;
  if (environment.clickhouseUrl !== undefined) {
    const sql = createSql({ url: environment.clickhouseUrl, database });
    const words = `ClickHouse at ${new URL(environment.clickhouseUrl).host} (${database})`;
    return { sql, words, close: () => sql.close() };
  }
  const engine = await startEmbeddedClickHouse({ directory: join(directory, 'clickhouse'), report });
  const sql = createSql({ url: engine.url, database });
  return {
    sql,
    words: `embedded ClickHouse (pid ${engine.pid})`,
    async close() {
      await sql.close();
      await engine.stop();
    },
  };
}
