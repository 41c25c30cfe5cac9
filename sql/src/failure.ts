import { ClickHouseError } from '@clickhouse/client';
import { SqlError } from './sql.ts';

/**
 * Reasons of ClickHouse that pass by themselves, by its error code: the same statement may be accepted later. All others
 * (syntax, unknown column, wrong type) are refused for good.
 */
const passing = new Map<string, string>([
  ['159', 'it took too long'],
  ['202', 'it is serving too many queries at once'],
  ['203', 'it had no connection left'],
  ['209', 'its socket timed out'],
  ['210', 'its network failed'],
  ['236', 'it was aborted'],
  ['241', 'it is out of memory'],
  ['242', 'the table is read-only for now'],
  ['243', 'its disk is full: free some space'],
  ['252', 'the table has too many parts: merges have to catch up'],
  ['394', 'the query was cancelled'],
  ['439', 'it could not start a thread'],
  ['473', 'it waited too long for a lock'],
]);

/**
 * What a failure of @clickhouse/client means to a caller.
 *
 * @param doing what was being done, for instance `inserting 200 bytes into events`.
 * @param server the server's address without its credentials.
 */
export function failure(error: unknown, doing: string, server: string): SqlError {
  if (error instanceof SqlError) return error;
  if (error instanceof ClickHouseError) {
    // ENOSPC comes as a plain errno in the text of a CANNOT_WRITE_TO_FILE_DESCRIPTOR.
    const full = /No space left on device|errno: 28\b/.test(error.message);
    const reason = full ? 'its disk is full: free some space' : passing.get(error.code);
    const said = `${error.type ?? 'error'} (code ${error.code}): ${error.message.trim()}`;
    return new SqlError(
      'SQL_REFUSED',
      reason === undefined
        ? `ClickHouse at ${server} refused while ${doing}: ${said}`
        : `ClickHouse at ${server} could not do it now while ${doing}: ${reason}. ${said}`,
      { retriable: reason !== undefined, cause: error },
    );
  }
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = (cause as NodeJS.ErrnoException).code;
  return new SqlError(
    'SQL_UNAVAILABLE',
    `ClickHouse at ${server} gave no whole answer while ${doing} (${code ?? cause.message}). ` +
      'It is safe to try again; if it lasts, see that the server runs and that CLICKHOUSE_URL names it.',
    { retriable: true, cause },
  );
}
