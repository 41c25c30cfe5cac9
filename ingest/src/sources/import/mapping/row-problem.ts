/** Why a row is refused. */
export type RowProblemCode =
  | 'BROKEN_CSV'
  | 'WRONG_COLUMNS'
  | 'NO_KEY'
  | 'UNREADABLE_TIME'
  | 'NO_TIME'
  | 'FUTURE_TIME'
  | 'UNREADABLE_VALUE'
  | 'UNMAPPED_VALUE'
  | 'JOINED_ROW_BROKEN'
  | 'VERSION_REPEATED'
  | 'EVENT_REFUSED';

/** Something in a row that keeps it from being told; the row is refused with it, and the import goes on. */
export class RowProblem extends Error {
  override readonly name = 'RowProblem';
  readonly code: RowProblemCode;
  constructor(code: RowProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}
