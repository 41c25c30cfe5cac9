/** Why sending ended. `UNREACHABLE` and `BUSY` were tried again for as long as the client had patience. */
export type IntakeClientErrorCode = 'UNREACHABLE' | 'BUSY' | 'REFUSED' | 'NOT_BELFRY';

export class IntakeClientError extends Error {
  override readonly name = 'IntakeClientError';
  readonly code: IntakeClientErrorCode;
  /** Whether sending the same events again, with the same ids, can succeed later. */
  readonly retriable: boolean;
  constructor(code: IntakeClientErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.retriable = code === 'UNREACHABLE' || code === 'BUSY';
  }
}
