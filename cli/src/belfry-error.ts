/**
 * What can keep the command from doing its work. Each message is one line that says what was found and what to do about
 * it; the command prints it and ends with code 1, without a stack.
 */
export type BelfryErrorCode =
  | 'ENVIRONMENT'
  | 'USAGE'
  | 'PORT_BUSY'
  | 'DISK'
  | 'WALL_NOT_BUILT'
  | 'STAGE_FAILED'
  | 'NOT_RUNNING'
  | 'REFUSED';

export class BelfryError extends Error {
  override readonly name = 'BelfryError';
  readonly code: BelfryErrorCode;
  constructor(code: BelfryErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
  }
}
