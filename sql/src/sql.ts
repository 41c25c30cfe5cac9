/**
 * Belfry's door to ClickHouse: what the other packages need of it, over @clickhouse/client.
 */
export interface Sql {
  /** The database that tables are in. */
  readonly database: string;
  /**
   * Rows as objects. `{name:Type}` placeholders take `params`. 64-bit integers come as JavaScript numbers (offsets and
   * instants are below 2^53). Reads FINAL with do_not_merge_across_partitions_select_final.
   */
  query<Row>(query: string, params?: Record<string, unknown>): Promise<Row[]>;
  /** The result as bytes in the given format, for readers that parse millions of rows. */
  stream(query: string, format: 'RowBinary' | 'JSONCompactEachRow' | 'CSVWithNames', params?: Record<string, unknown>): Promise<AsyncIterable<Buffer>>;
  command(query: string, params?: Record<string, unknown>): Promise<void>;
  /**
   * One INSERT of rows that were encoded as RowBinary, with async_insert 0. Not retried here: the caller sends the same
   * bytes again, which is harmless since rows replace each other.
   */
  insert(table: string, columns: readonly string[], rowBinary: Buffer): Promise<void>;
  /** Resolves when the server answers a real query; rejects with `SQL_UNAVAILABLE` after `timeoutMs`. */
  ready(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface SqlOptions {
  /** For instance `http://127.0.0.1:8123`; may carry user and password. */
  readonly url: string;
  /** Default `belfry`. */
  readonly database?: string;
}

export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly code: 'SQL_UNAVAILABLE' | 'SQL_REFUSED' | 'SQL_MIGRATION';
  readonly retriable: boolean;
  constructor(code: SqlError['code'], message: string, options: { retriable?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retriable = options.retriable ?? false;
  }
}

export function createSql(_options: SqlOptions): Sql {
  throw new Error('being built');
}
