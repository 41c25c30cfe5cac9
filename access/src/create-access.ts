import type { IncomingHttpHeaders } from 'node:http';
import type { Sql } from '@belfry/sql';
import { Hono, type MiddlewareHandler } from 'hono';
import { type Caller, scopeOf } from './domain/caller.ts';
import { isLoopback } from './domain/loopback.ts';
import { mayDo } from './domain/may-do.ts';
import type { Token } from './domain/token.ts';
import { createGate } from './gate/gate.ts';
import { identify } from './gate/identify.ts';
import { ACCESS_LIMITS, type AccessLimits, limiter } from './gate/limits.ts';
import { presentedAt } from './gate/presented.ts';
import { outOfScope, type Refusal } from './gate/refusal.ts';
import { sessionRoutes } from './pages/session-routes.ts';
import { tokenRoutes } from './pages/token-routes.ts';
import { type TokenTable, tokenTable } from './tokens/token-table.ts';
import { Tokens } from './tokens/tokens.ts';
import type { WallClock } from './tokens/wall-clock.ts';

export interface AccessOptions {
  /** Where tokens are kept. Without tables there are none: then only this machine gets in. */
  readonly sql: Sql | null;
  readonly wallClock: WallClock;
  /** The address that Belfry listens on: on loopback, who is at this machine needs no token. */
  readonly host: string;
  /** BELFRY_PROXY: a proxy stands before it. Then nobody is local, and the proxy's X-Forwarded-... count. */
  readonly proxied?: boolean;
  readonly limits?: Partial<AccessLimits>;
  /** Called for what an operator should read. */
  readonly report: (line: string) => void;
  /** Instead of the table in `sql`, for tests. */
  readonly table?: TokenTable;
}

/** A socket that asks to be let in. */
export interface Handshake {
  readonly headers: IncomingHttpHeaders;
  /** The peer's address. */
  readonly remote: string | undefined;
  /** The token, if the client handed it over beside its headers. */
  readonly token?: unknown;
}

export type Admitted = { readonly caller: Caller } | { readonly refusal: Refusal };

export interface Access {
  /** To be used before every route, once. */
  readonly gate: MiddlewareHandler;
  /** Signing in: `/enter`, `/api/session`. The page and the API of tokens: `/tokens`, `/api/tokens`. */
  readonly app: Hono;
  readonly tokens: Pick<Tokens, 'list' | 'make' | 'revoke'>;
  /** Whose text this is, if it is worth anything now. */
  authenticate(text: string): Token | undefined;
  /** Whether a socket may show the wall. */
  admit(handshake: Handshake): Promise<Admitted>;
  /** Calls back when a token stops counting: here at once, elsewhere within two seconds. The answer ends it. */
  onRevoked(listener: (token: Token, why: 'revoked' | 'expired') => void): () => void;
  /**
   * Where tokens are needed and no admin token is good, makes one. Waits for the table if ClickHouse is away.
   *
   * @param url where Belfry is reached.
   * @returns the link, which nobody sees again; undefined if none is needed
   */
  firstAdminLink(url: string): Promise<string | undefined>;
  /** Begins to read the tokens. Resolves after the first attempt. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Who may see what and tell what. Everything of it hangs on tokens; the rules are a table, `domain/rules.ts`.
 *
 * @example
 * const access = createAccess({ sql, wallClock: machineClock, host: '0.0.0.0', report: console.error });
 * await access.start();
 * const app = new Hono().use(access.gate).route('/', access.app).route('/', dashboard.app);
 */
export function createAccess(options: AccessOptions): Access {
  const { sql, wallClock, host, proxied = false, report } = options;
  const limits = { ...ACCESS_LIMITS, ...options.limits };
  const table = options.table ?? (sql === null ? NO_TABLE : tokenTable(sql));
  const tokens = new Tokens({ table, wallClock, report });
  const who = { tokens, failures: limiter(limits.failuresAMinute, 60), host, proxied };
  const now = (): number => wallClock.now();
  return {
    gate: createGate(who, limits),
    app: new Hono()
      .route('/', sessionRoutes({ identify: (shown) => identify(shown, who), now, proxied }))
      .route('/', tokenRoutes({ tokens, now, proxied })),
    tokens,
    authenticate(text) {
      const found = tokens.find(text);
      return found.is === 'valid' ? found.token : undefined;
    },
    async admit({ headers, remote, token }) {
      const admitted = await identify(presentedAt(headers, remote, token), who);
      if ('refusal' in admitted) return admitted;
      const scope = scopeOf(admitted.caller);
      return mayDo(scope, 'GET', '/socket.io/') === 'yes' ? admitted : { refusal: outOfScope(scope) };
    },
    onRevoked: (listener) => tokens.onEnded(listener),
    async firstAdminLink(url) {
      if (isLoopback(host) && !proxied) return undefined;
      if (!(await tokens.read)) return undefined;
      if (tokens.list().some(({ scope, standing }) => scope === 'admin' && standing === 'valid')) return undefined;
      const wish = { name: 'first admin', scope: 'admin', partner: null, source: null, expires: null } as const;
      const { text } = await tokens.make(wish, 'the first start');
      return `${url}/enter#${text}`;
    },
    start: () => tokens.start(),
    stop: () => tokens.stop(),
  };
}

const NO_TABLE: TokenTable = {
  all: async () => [],
  write: () => Promise.reject(new Error('There are no tables to keep a token in: set CLICKHOUSE_URL.')),
};
