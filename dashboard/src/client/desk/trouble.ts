/** The server did not answer at all. */
export class LinkLost extends Error {
  override readonly name = 'LinkLost';
  constructor(cause: unknown) {
    super('The server does not answer.', { cause });
  }
}

/** The server answered that it will not, in its own words: what it refused, why, and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly refused: string;
  readonly remedy: string;
  constructor(status: number, words: { refused?: unknown; reason?: unknown; remedy?: unknown }) {
    super(text(words.reason) || `The server answered ${status}.`);
    this.status = status;
    this.refused = text(words.refused);
    this.remedy = text(words.remedy);
  }

  /** Reads an answer that is none. What is not in Belfry's form is refused by its status alone. */
  static async from(response: Response): Promise<Refusal> {
    const words: unknown = await response.json().catch(() => null);
    return new Refusal(response.status, typeof words === 'object' && words !== null ? words : {});
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export type Trouble = LinkLost | Refusal;

/** What went wrong. What is neither is a mistake of ours and goes where those go. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof LinkLost || error instanceof Refusal) return error;
  throw error;
}
