/**
 * Belfry's door to ClickHouse: what the other packages need of it, over @clickhouse/client.
 */
export interface Sql {
  /** The database that tables are in. */
  readonly database: string;
  /**
   * Rows as objects. `{name:Type}` placeholders take `params`. 64-bit integers come as JavaScript numbers (offsets and
   * instants are below 2^53). Reads FINAL with do_not_merge_across_partitions_select_final: a query need not say FINAL,
   * and one that wants the rows as they lie says `SETTINGS final = 0`.
   */
  query<Row>(query: string, params?: Record<string, unknown>): Promise<Row[]>;
  /**
   * The result as bytes in the given format, for readers that parse millions of rows. Reads FINAL as `query` does. The
   * iteration rejects with an SqlError when the server fails half-way; leaving it early ends the query.
   */
  stream(
    query: string,
    format: 'RowBinary' | 'JSONCompactEachRow' | 'CSVWithNames',
    params?: Record<string, unknown>,
  ): Promise<AsyncIterable<Buffer>>;
  command(query: string, params?: Record<string, unknown>): Promise<void>;
  /**
   * One INSERT of rows that were encoded as RowBinary, with async_insert 0. Not retried here: the caller sends the same
   * bytes again, which is harmless since rows replace each other.
   * @param rowBinary the rows, in one buffer or, of many, in several.
   */
  insert(table: string, columns: readonly string[], rowBinary: Buffer | readonly Buffer[]): Promise<void>;
  /** Resolves when the server answers a real query; rejects with `SQL_UNAVAILABLE` after `timeoutMs`. */
  ready(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface SqlOptions {
  /** For instance `http://127.0.0.1:8123`; may carry user and password. */
  readonly url: string;
  /** Default `belfry`. Created when it is missing. */
  readonly database?: string;
}

/**
 * | code | what happened | retriable |
 * |---|---|---|
 * | SQL_UNAVAILABLE | no answer, or not a whole one: the statement may or may not have taken effect | yes |
 * | SQL_REFUSED | ClickHouse understood and said no, with its reason | only if the reason passes by itself |
 * | SQL_MIGRATION | a migration failed, or one that was applied has been changed since | no |
 * | SQL_EMBEDDED | the embedded server cannot run here, as its message says | no |
 */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly code: 'SQL_UNAVAILABLE' | 'SQL_REFUSED' | 'SQL_MIGRATION' | 'SQL_EMBEDDED';
  readonly retriable: boolean;
  constructor(code: SqlError['code'], message: string, options: { retriable?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retriable = options.retriable ?? false;
  }
}
