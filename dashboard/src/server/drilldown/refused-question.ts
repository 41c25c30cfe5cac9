/** A question that cannot be answered as it was asked, in the form in which Belfry refuses. */
export class RefusedQuestion extends Error {
  override readonly name = 'RefusedQuestion';
  readonly status: 400 | 404;
  /** The parameter that is wrong. */
  readonly refused: string;
  /** What to write instead. */
  readonly remedy: string;
  constructor(status: 400 | 404, refused: string, reason: string, remedy: string) {
    super(reason);
    this.status = status;
    this.refused = refused;
    this.remedy = remedy;
  }
}
