import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client';
import { failure } from './failure.ts';
import { type Sql, SqlError, type SqlOptions } from './sql.ts';
import { wholeResult } from './whole-result.ts';

/** Two processes of ours and a person with a console stay far below the 1024 connections that a server takes. */
const SOCKETS = 8;
/**
 * Blocks are stored as they come: a commit writes no key twice, and whatever was written twice is put right by merges and
 * FINAL anyway. Looking for repeats within each block took an eighth of what inserting costs the server.
 */
const AS_IT_COMES: ClickHouseSettings = { optimize_on_insert: 0 };

/** A socket that says nothing for so long is given up; a drill-down over a month answers within a second. */
const SILENCE_MS = 120_000;

const always: ClickHouseSettings = {
  // Instants and offsets are below 2^53, so numbers hold them.
  output_format_json_quote_64bit_integers: 0,
  // On by default since 26.3; the position must not be acknowledged before it is stored.
  async_insert: 0,
  // Rows are keyed by their cause and may have been written several times: reading without FINAL is the exception.
  final: 1,
  do_not_merge_across_partitions_select_final: 1,
  // A failed SELECT tells its reason at the end of the body instead of only breaking the connection.
  http_write_exception_in_output_format: 0,
};

/**
 * Connects nothing yet: the first statement does, and creates the database if it is missing.
 *
 * @example
 * const sql = createSql({ url: 'http://127.0.0.1:8123' });
 * const [row] = await sql.query<{ n: number }>('SELECT count() AS n FROM events WHERE lane = {lane:UInt16}', { lane: 3 });
 */
export function createSql(options: SqlOptions): Sql {
  const database = options.database ?? 'belfry';
  const url = parsed(options.url);
  const server = `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  const connect = (into: string) =>
    createClient({
      url: `${url.protocol}//${url.host}`,
      pathname: url.pathname === '/' ? '' : url.pathname,
      username: decodeURIComponent(url.username) || 'default',
      password: decodeURIComponent(url.password),
      database: into,
      application: 'belfry',
      max_open_connections: SOCKETS,
      request_timeout: SILENCE_MS,
      keep_alive: { enabled: true, idle_socket_ttl: 2500, eagerly_destroy_stale_sockets: true },
      compression: { request: false, response: false },
      use_multipart_params_auto: true,
      clickhouse_settings: always,
      // Failures are thrown, with more of their reason; the client's own lines would say them twice.
      log: { level: ClickHouseLogLevel.OFF },
    });
  const client = connect(database);

  let existing: Promise<void> | undefined;
  /** Looks before it creates, so that a user without the right to create can use a database that is there. */
  async function createMissing(): Promise<void> {
    const door = connect('default');
    try {
      const found = await door.query({
        query: 'SELECT count() AS n FROM system.databases WHERE name = {name:String}',
        query_params: { name: database },
        format: 'JSONEachRow',
      });
      const [row] = (await found.json()) as { n: number }[];
      if (row?.n === 0) await door.command({ query: `CREATE DATABASE IF NOT EXISTS ${identifier(database)}` });
    } finally {
      await door.close();
    }
  }
  const exists = (): Promise<void> => {
    existing ??= createMissing().catch((error: unknown) => {
      existing = undefined;
      throw failure(error, `looking for the database ${database}`, server);
    });
    return existing;
  };

  /** Runs in a database that exists, also when it was dropped behind our back. */
  async function run<T>(doing: string, work: () => Promise<T>): Promise<T> {
    await exists();
    try {
      return await work();
    } catch (error) {
      const failed = failure(error, doing, server);
      if (failed.code === 'SQL_REFUSED' && failed.message.includes('UNKNOWN_DATABASE')) existing = undefined;
      throw failed;
    }
  }

  return {
    database,

    query: <Row>(query: string, params?: Record<string, unknown>) =>
      run(`querying ${brief(query)}`, async () => {
        const result = await client.query({ query, format: 'JSONEachRow', ...(params && { query_params: params }) });
        return (await result.json()) as Row[];
      }),

    stream: (query, format, params) =>
      run(`streaming ${brief(query)}`, async () => {
        const { stream, response_headers } = await client.exec({
          query: `${query.replace(/[;\s]+$/, '')}\nFORMAT ${format}`,
          ...(params && { query_params: params }),
        });
        const tag = response_headers['x-clickhouse-exception-tag'];
        return wholeResult(stream, typeof tag === 'string' ? tag : undefined, (error) =>
          failure(error, `streaming ${brief(query)}`, server),
        );
      }),

    command: (query, params) =>
      run(`running ${brief(query)}`, async () => {
        await client.command({ query, ...(params && { query_params: params }) });
      }),

    insert: async (table, columns, rowBinary) => {
      const chunks: readonly Buffer[] = Buffer.isBuffer(rowBinary) ? [rowBinary] : rowBinary;
      const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
      const doing = `inserting ${bytes} bytes into ${table}`;
      const query = `INSERT INTO ${identifier(table)} (${columns.map(identifier).join(', ')}) FORMAT RowBinary`;
      const send = async (rows: readonly Buffer[]) => {
        const { stream } = await client.exec({
          query,
          values: Readable.from(rows, { objectMode: false }),
          clickhouse_settings: AS_IT_COMES,
        });
        // Empty, but the socket is free for others only when it has been read.
        for await (const _ of stream);
      };
      try {
        await run(doing, () => send(chunks));
      } catch (error) {
        // A server that refuses early closes the connection under a large body, and its reason is lost: no rows at all
        // meet the same refusal, and do nothing if there is none.
        if (error instanceof SqlError && error.code === 'SQL_UNAVAILABLE' && connectionBroke(error)) {
          await run(doing, () => send([Buffer.alloc(0)])).catch((second: unknown) => {
            if (second instanceof SqlError && second.code === 'SQL_REFUSED') throw second;
          });
        }
        throw error;
      }
    },

    ready: async (timeoutMs) => {
      const until = Date.now() + timeoutMs;
      for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
        try {
          await run('waiting for it to be ready', async () => {
            const result = await client.query({ query: 'SELECT 1', format: 'JSONEachRow' });
            await result.json();
          });
          return;
        } catch (error) {
          const left = until - Date.now();
          if (error instanceof SqlError && !error.retriable) throw error;
          if (left <= 0) {
            throw new SqlError(
              'SQL_UNAVAILABLE',
              `ClickHouse at ${server} did not answer within ${timeoutMs} ms. See that it runs and that CLICKHOUSE_URL names it.`,
              { retriable: true, cause: error },
            );
          }
          await pause(Math.min(wait, left));
        }
      }
    },

    close: () => client.close(),
  };
}

function parsed(url: string): URL {
  try {
    const result = new URL(url);
    if (result.protocol === 'http:' || result.protocol === 'https:') return result;
  } catch {
    // Said below, with the remedy.
  }
  throw new SqlError(
    'SQL_REFUSED',
    'The address of ClickHouse is not an http URL. Write CLICKHOUSE_URL=http://host:8123',
  );
}

function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

function connectionBroke(error: SqlError): boolean {
  const code = (error.cause as NodeJS.ErrnoException | undefined)?.code;
  return code === 'EPIPE' || code === 'ECONNRESET';
}

/** The statement's beginning, for messages. */
function brief(query: string): string {
  const line = query.trim().replace(/\s+/g, ' ');
  return line.length > 120 ? `"${line.slice(0, 117)}..."` : `"${line}"`;
}
