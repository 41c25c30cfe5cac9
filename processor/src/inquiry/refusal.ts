/** Why a question is not answered, as JSON: which part of it, what is wrong with it, and what to do instead. */
export interface Refusal {
  readonly refused: string;
  readonly reason: string;
  readonly remedy: string;
}

export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly refusal: Refusal;
  readonly status: 400 | 404 | 409 | 503;
  constructor(status: RefusedError['status'], refused: string, reason: string, remedy: string) {
    super(`${reason} ${remedy}`);
    this.status = status;
    this.refusal = { refused, reason, remedy };
  }
}
