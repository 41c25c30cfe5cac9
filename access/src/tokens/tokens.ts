import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Standing, standingOf, type Token } from '../domain/token.ts';
import { hashOf, looksLikeToken, TOKEN_BYTES, tokenText } from '../domain/token-text.ts';
import type { Wish } from '../domain/wish.ts';
import type { TokenTable } from './token-table.ts';
import type { WallClock } from './wall-clock.ts';

/** A revocation in another process is seen within this, ms. */
export const LOOK_EVERY_MS = 2_000;

/** What a text is worth. `starting`: the table was never read yet, so nobody knows. */
export type Found =
  | { readonly is: 'valid'; readonly token: Token }
  | { readonly is: Exclude<Standing, 'valid'> | 'unknown' | 'starting' };

/** For lists: all but the hash. */
export type ListedToken = Omit<Token, 'hash'> & { readonly standing: Standing; readonly lastUsed: number | null };

export interface TokensOptions {
  readonly table: TokenTable;
  readonly wallClock: WallClock;
  /** Called for what an operator should read. */
  readonly report: (line: string) => void;
}

/**
 * All tokens, known in memory and read anew every two seconds: a question costs no query, and a Belfry whose ClickHouse is
 * away goes on with what it knows.
 */
export class Tokens {
  readonly #options: TokensOptions;
  #byId = new Map<string, Token>();
  #byHash = new Map<string, Token>();
  readonly #lastUsed = new Map<string, number>();
  readonly #listeners = new Set<(token: Token, why: 'revoked' | 'expired') => void>();
  /** Whose end was told. */
  #ended = new Set<string>();
  #cancel = (): void => {};
  #isStopped = false;
  #isAway = false;
  /** Reading and writing take turns: a reading that began before a revocation must not bring the token back. */
  #turn: Promise<unknown> = Promise.resolve();
  #isRead = false;
  #tellRead: (isRead: boolean) => void = () => {};
  /** Resolves once the table has been read: true; or when this was stopped before: false. */
  readonly read = new Promise<boolean>((resolve) => {
    this.#tellRead = resolve;
  });

  constructor(options: TokensOptions) {
    this.#options = options;
  }

  /** Resolves after the first attempt to read, whatever came of it: ClickHouse may come later. */
  async start(): Promise<void> {
    await this.#look();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#turn;
    this.#tellRead(false);
  }

  find(text: string): Found {
    if (!looksLikeToken(text)) return { is: 'unknown' };
    const hash = hashOf(text);
    const token = this.#byHash.get(hash);
    // The look-up goes by the hash, which nobody can steer, and the last word is a comparison in constant time.
    if (token === undefined || !timingSafeEqual(Buffer.from(token.hash), Buffer.from(hash))) {
      return { is: this.#isRead ? 'unknown' : 'starting' };
    }
    const now = this.#options.wallClock.now();
    const is = standingOf(token, now);
    if (is !== 'valid') return { is };
    this.#lastUsed.set(token.id, now);
    return { is, token };
  }

  list(): ListedToken[] {
    const now = this.#options.wallClock.now();
    return [...this.#byId.values()].map(({ hash: _, ...token }) => ({
      ...token,
      standing: standingOf({ ...token, hash: '' }, now),
      lastUsed: this.#lastUsed.get(token.id) ?? null,
    }));
  }

  /**
   * @returns the token with its text, which nobody sees again
   * @throws SqlError: it was not made
   */
  make(wish: Wish, createdBy: string): Promise<{ readonly token: Token; readonly text: string }> {
    return this.#inTurn(async () => {
      const text = tokenText(wish.scope, randomBytes(TOKEN_BYTES));
      const id = randomBytes(5).toString('hex');
      const created = this.#options.wallClock.now();
      const token: Token = { ...wish, id, hash: hashOf(text), created, createdBy, revoked: null };
      await this.#options.table.write(token);
      this.#know([...this.#byId.values(), token]);
      return { token, text };
    });
  }

  /**
   * Once it resolves the token opens nothing here any more, and nothing elsewhere two seconds later.
   * @returns undefined if there is no such token
   * @throws SqlError: it was not revoked
   */
  revoke(id: string): Promise<Token | undefined> {
    return this.#inTurn(async () => {
      const token = this.#byId.get(id);
      if (token === undefined || token.revoked !== null) return token;
      const revoked = { ...token, revoked: this.#options.wallClock.now() };
      await this.#options.table.write(revoked);
      this.#know([...this.#byId.values()].map((one) => (one.id === id ? revoked : one)));
      this.#tellEnds();
      return revoked;
    });
  }

  /** Calls back once for each token that stops counting from now on; the answer ends it. */
  onEnded(listener: (token: Token, why: 'revoked' | 'expired') => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #look(): Promise<void> {
    await this.#inTurn(async () => {
      try {
        this.#know(await this.#options.table.all());
        this.#isRead = true;
        this.#tellRead(true);
        if (this.#isAway) this.#options.report('access: the tokens can be read again');
        this.#isAway = false;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        // Once, not every two seconds.
        if (!this.#isAway) this.#options.report(`access: the tokens cannot be read; those known go on: ${reason}`);
        this.#isAway = true;
      }
      this.#tellEnds();
    });
    if (!this.#isStopped) this.#cancel = this.#options.wallClock.after(this.#pause(), () => void this.#look());
  }

  /** A token that expires sooner is not waited past. */
  #pause(): number {
    const now = this.#options.wallClock.now();
    const ends = [...this.#byId.values()].flatMap(({ expires }) =>
      expires !== null && expires > now ? [expires - now] : [],
    );
    return ends.reduce((least, left) => Math.min(least, left), LOOK_EVERY_MS);
  }

  #know(tokens: readonly Token[]): void {
    // A row that was taken out of the table by hand is as good as revoked.
    const gone = [...this.#byId.values()].filter(({ id }) => !tokens.some((token) => token.id === id));
    this.#byId = new Map(tokens.map((token) => [token.id, token]));
    this.#byHash = new Map(tokens.map((token) => [token.hash, token]));
    for (const token of gone) this.#tellEnd(token, 'revoked');
  }

  #tellEnds(): void {
    const now = this.#options.wallClock.now();
    for (const token of this.#byId.values()) {
      const standing = standingOf(token, now);
      if (standing !== 'valid') this.#tellEnd(token, standing);
    }
  }

  #tellEnd(token: Token, why: 'revoked' | 'expired'): void {
    if (this.#ended.has(token.id)) return;
    this.#ended.add(token.id);
    for (const listener of this.#listeners) listener(token, why);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}
