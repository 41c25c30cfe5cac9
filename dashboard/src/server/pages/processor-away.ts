/** The processor, which judges, did not answer a question that only it can answer. */
export class ProcessorAway extends Error {
  override readonly name = 'ProcessorAway';
  readonly remedy: string;
  constructor(reason: string, remedy: string, cause?: unknown) {
    super(reason, { cause });
    this.remedy = remedy;
  }
}
