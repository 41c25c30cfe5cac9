import { type Column, RowWriter } from '@belfry/sql';

/**
 * The tables that the processor writes, as RowBinary columns in the order in which `outbox.ts` writes them. What each
 * holds is said in sql/migrations.
 */
const COLUMNS = {
  events: [
    ['generation', 'UInt32'],
    ['lane', 'UInt16'],
    ['subject', 'String'],
    ['offset', 'Int64'],
    ['append_time', 'Int64'],
    ['horizon', 'Int64'],
    ['value', 'String'],
  ],
  subjects: [
    ['generation', 'UInt32'],
    ['log', 'String'],
    ['lane', 'UInt16'],
    ['subject', 'String'],
    ['offset', 'Int64'],
    ['open', 'Bool'],
    ['state', 'String'],
    ['next_due', 'Nullable(Int64)'],
  ],
  clocks: [
    ['generation', 'UInt32'],
    ['subject', 'String'],
    ['promise', 'String'],
    ['cycle', 'UInt32'],
    ['lane', 'UInt16'],
    ['offset', 'Int64'],
    ['state', 'String'],
    ['open', 'Bool'],
    ['target', 'String'],
    ['start', 'Int64'],
    ['due', 'Nullable(Int64)'],
    ['stop', 'Nullable(Int64)'],
    ['revision', 'UInt32'],
    ['quiet', 'Bool'],
    ['partner', 'String'],
    ['market', 'String'],
    ['carrier', 'String'],
    ['channel', 'String'],
    ['team', 'String'],
    ['policy', 'Int64'],
    ['row', 'String'],
    ['ledger', 'Array(Tuple(Int64, Int64, Bool, String, String))'],
    ['stages', 'Array(String)'],
    ['queue', 'String'],
    ['assignee', 'String'],
  ],
  signals: [
    ['generation', 'UInt32'],
    ['log', 'String'],
    ['lane', 'UInt16'],
    ['offset', 'Int64'],
    ['subject', 'String'],
    ['k', 'UInt16'],
    ['id', 'String'],
    ['kind', 'String'],
    ['promise', 'String'],
    ['cycle', 'UInt32'],
    ['partner', 'String'],
    ['at', 'Int64'],
    ['horizon', 'Int64'],
    ['quiet', 'Bool'],
    ['body', 'String'],
  ],
  kpi_deltas: [
    ['generation', 'UInt32'],
    ['kpi', 'String'],
    ['partner', 'String'],
    ['market', 'String'],
    ['carrier', 'String'],
    ['channel', 'String'],
    ['bucket', 'Int32'],
    ['lane', 'UInt16'],
    ['offset', 'Int64'],
    ['subject', 'String'],
    ['num', 'Int32'],
    ['den', 'Int32'],
    ['append_time', 'Int64'],
    ['cause', 'String'],
    ['quiet', 'Bool'],
  ],
  kpi_totals: [
    ['generation', 'UInt32'],
    ['kpi', 'String'],
    ['partner', 'String'],
    ['market', 'String'],
    ['carrier', 'String'],
    ['channel', 'String'],
    ['bucket', 'Int32'],
    ['lane', 'UInt16'],
    ['offset', 'Int64'],
    ['num', 'Int64'],
    ['den', 'Int64'],
  ],
  positions: [
    ['generation', 'UInt32'],
    ['log', 'String'],
    ['lane', 'UInt16'],
    ['next_offset', 'Int64'],
    ['highest_append', 'Int64'],
    ['horizon', 'Int64'],
    ['extent', 'String'],
  ],
  policies: [
    ['generation', 'UInt32'],
    ['number', 'Int64'],
    ['hash', 'String'],
    ['pack', 'String'],
    ['record', 'String'],
  ],
  policies_taken: [
    ['generation', 'UInt32'],
    ['log', 'String'],
    ['lane', 'UInt16'],
    ['number', 'Int64'],
    ['offset', 'Int64'],
    ['append_time', 'Int64'],
    ['horizon', 'Int64'],
  ],
  imports_released: [
    ['generation', 'UInt32'],
    ['lane', 'UInt16'],
    ['importid', 'String'],
    ['offset', 'Int64'],
    ['append_time', 'Int64'],
    ['horizon', 'Int64'],
  ],
  ratings: [
    ['generation', 'UInt32'],
    ['lane', 'UInt16'],
    ['subject', 'String'],
    ['offset', 'Int64'],
    ['at', 'Int64'],
    ['score', 'Float64'],
    ['scale', 'Float64'],
  ],
  quarantine: [
    ['generation', 'UInt32'],
    ['log', 'String'],
    ['lane', 'UInt16'],
    ['offset', 'Int64'],
    ['append_time', 'Int64'],
    ['key', 'String'],
    ['code', 'String'],
    ['reason', 'String'],
    ['bytes', 'String'],
  ],
  incidents: [
    ['generation', 'UInt32'],
    ['id', 'String'],
    ['offset', 'Int64'],
    ['state', 'String'],
    ['kind', 'String'],
    ['severity', 'String'],
    ['promise', 'String'],
    ['cause', 'String'],
    ['value', 'String'],
    ['partner', 'String'],
    ['opened', 'Int64'],
    ['changed', 'Int64'],
    ['resolved', 'Nullable(Int64)'],
    ['open', 'UInt32'],
    ['total', 'UInt32'],
    ['body', 'String'],
  ],
  incident_items: [
    ['generation', 'UInt32'],
    ['incident', 'String'],
    ['item', 'String'],
    ['offset', 'Int64'],
    ['state', 'String'],
    ['open', 'Bool'],
    ['subject', 'String'],
    ['partner', 'String'],
    ['at', 'Int64'],
    ['body', 'String'],
  ],
  silences: [
    ['generation', 'UInt32'],
    ['id', 'String'],
    ['offset', 'Int64'],
    ['since', 'Int64'],
    ['until', 'Int64'],
    ['who', 'String'],
    ['reason', 'String'],
    ['matcher', 'String'],
  ],
  sources: [
    ['generation', 'UInt32'],
    ['source', 'String'],
    ['offset', 'Int64'],
    ['heard', 'Int64'],
    ['since', 'Nullable(Int64)'],
    ['usual', 'Nullable(Int64)'],
    ['threshold', 'Nullable(Int64)'],
    ['partners', 'Array(String)'],
  ],
  audit: [
    ['generation', 'UInt32'],
    ['lane', 'UInt16'],
    ['offset', 'Int64'],
    ['at', 'Int64'],
    ['told', 'Int64'],
    ['type', 'String'],
    ['subject', 'String'],
    ['who', 'String'],
    ['reason', 'String'],
    ['until', 'Nullable(Int64)'],
    ['body', 'String'],
  ],
} as const satisfies Record<string, readonly Column[]>;

export type TableName = keyof typeof COLUMNS;

export const writerOf = (table: TableName): RowWriter => new RowWriter(COLUMNS[table]);

/** Rows of one table, encoded once: a retry sends the very same bytes. */
export interface SealedRows {
  readonly table: TableName;
  readonly columns: readonly string[];
  /** In chunks. */
  readonly bytes: readonly Buffer[];
  readonly rows: number;
  /** To be called when the bytes are stored and nobody looks at them any more: they are written over. */
  stored(): void;
}

export function seal(table: TableName, writer: RowWriter): SealedRows | undefined {
  const { rows } = writer;
  if (rows === 0) return undefined;
  const bytes = writer.takeChunks();
  return { table, columns: writer.names, rows, bytes, stored: () => writer.giveBack(bytes) };
}
