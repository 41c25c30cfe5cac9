import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface AccessLimits {
  /** Wrong tokens from one address in a minute; beyond them 429. */
  readonly failuresAMinute: number;
  /** Requests with one token in ten seconds, sending events apart: intake admits those by what the log can take. */
  readonly requestsInTenSeconds: number;
  /** Of a body; intake and packs set smaller or larger limits of their own. */
  readonly bodyBytes: number;
}

export const ACCESS_LIMITS: AccessLimits = {
  failuresAMinute: 20,
  requestsInTenSeconds: 1_000,
  bodyBytes: 1024 * 1024,
};

/** Counts, in this process only. */
export interface Limiter {
  /** @returns 0, or in how many seconds there is room again. */
  count(key: string): Promise<number>;
}

export function limiter(points: number, seconds: number): Limiter {
  const memory = new RateLimiterMemory({ points, duration: seconds });
  return {
    async count(key) {
      try {
        await memory.consume(key);
        return 0;
      } catch (full) {
        if (full instanceof RateLimiterRes) return Math.max(1, Math.ceil(full.msBeforeNext / 1_000));
        throw full;
      }
    },
  };
}
