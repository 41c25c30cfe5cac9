export { createSql, SqlError, type Sql, type SqlOptions } from './sql.ts';
export { migrate } from './migrate.ts';
export { RowWriter, type Column, type ColumnType } from './row-writer.ts';
export { startEmbeddedClickHouse, type EmbeddedClickHouse } from './embedded/server.ts';
