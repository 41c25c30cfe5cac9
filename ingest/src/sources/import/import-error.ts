/** What can stop an import as a whole; a bad row never does. */
export type ImportErrorCode =
  | 'IMPORT_MAPPING_INVALID'
  | 'IMPORT_FILE_UNREADABLE'
  | 'IMPORT_HEADER_WRONG'
  | 'IMPORT_JOIN_TOO_LARGE'
  | 'IMPORT_STATE_UNWRITABLE'
  | 'IMPORT_SINK_FAILED';

/** The closed list of reasons why an import ends early: what was being done, why, and whether running it again can help. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly code: ImportErrorCode;
  readonly retriable: boolean;
  constructor(code: ImportErrorCode, message: string, options: { retriable?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retriable = options.retriable ?? false;
  }
}
