export { createSql } from './client.ts';
export { type EmbeddedClickHouse, startEmbeddedClickHouse } from './embedded/server.ts';
export { migrate } from './migrate/migrate.ts';
export { RowReader } from './row-reader.ts';
export { type Column, type ColumnType, RowWriter, type SpanRow } from './row-writer.ts';
export { type Sql, SqlError, type SqlOptions } from './sql.ts';
