/** The column types that Belfry's tables use. */
export type ColumnType =
  | 'UInt16' | 'UInt32' | 'Int32' | 'Int64' | 'Bool' | 'String'
  | 'Nullable(Int64)'
  | 'Array(Tuple(Int64, Int64, Bool, String, String))';

export type Column = readonly [name: string, type: ColumnType];

/**
 * Encodes rows as RowBinary into one growing buffer, so that a batch costs no object a row and a retry sends the very
 * same bytes.
 */
export interface RowWriterLike {
  readonly columns: readonly Column[];
  /** Rows since the last `take`. */
  readonly rows: number;
  readonly bytes: number;
  /** Values in the order of the columns. A Buffer is taken as a String's bytes. */
  write(...values: readonly unknown[]): void;
  /** Hands over what was written and begins anew. */
  take(): Buffer;
}
