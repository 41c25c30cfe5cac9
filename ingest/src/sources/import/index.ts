export { ImportError, type ImportErrorCode } from './import-error.ts';
export { type Mapping, readMapping } from './mapping/read-mapping.ts';
export type { RowProblemCode } from './mapping/row-problem.ts';
export type { EventSink } from './run/event-sink.ts';
export type { ImportProgress } from './run/progress.ts';
export type { ImportCounts, ImportReport, RefusedRow } from './run/report.ts';
export { type ImportOptions, runImport } from './run/run-import.ts';
