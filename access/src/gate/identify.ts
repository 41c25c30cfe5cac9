import type { Caller } from '../domain/caller.ts';
import { isLocal } from '../domain/loopback.ts';
import type { Tokens } from '../tokens/tokens.ts';
import type { Limiter } from './limits.ts';
import type { Presented } from './presented.ts';
import { badToken, noToken, notReadYet, type Refusal, tooMany } from './refusal.ts';

export interface IdentifyOptions {
  readonly tokens: Pick<Tokens, 'find'>;
  /** Of wrong tokens, by address. */
  readonly failures: Limiter;
  /** The address that Belfry listens on. */
  readonly host: string;
  /** Whether a proxy stands before it: then nobody is local, and the proxy's word on addresses counts. */
  readonly proxied: boolean;
}

export type Identified = { readonly caller: Caller } | { readonly refusal: Refusal };

/** Says who a request comes from. A token that is shown has to be good, also at this machine. */
export async function identify(shown: Presented, options: IdentifyOptions): Promise<Identified> {
  const { tokens, failures, host, proxied } = options;
  if (shown.token === undefined) {
    const { headers, remote } = shown;
    const isForwarded = proxied || PASSED_ON.some((name) => headers[name] !== undefined);
    return isLocal({ listening: host, remote, host: headers.host, isForwarded })
      ? { caller: { kind: 'local' } }
      : { refusal: noToken };
  }
  const found = tokens.find(shown.token);
  if (found.is === 'valid') return { caller: { kind: 'token', token: found.token } };
  if (found.is === 'starting') return { refusal: notReadYet };
  // A good token is let in however often others at its address are wrong: nobody guesses one, and walls share addresses.
  const wait = await failures.count(addressOf(shown, proxied));
  if (wait === 0) return { refusal: badToken(found.is) };
  return { refusal: tooMany('Too many wrong tokens came from this address.', `Try again in ${wait} s.`, wait) };
}

const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const;

/** The last entry is the one that our own proxy has written. */
function addressOf({ headers, remote }: Presented, proxied: boolean): string {
  const told = proxied ? headers['x-forwarded-for']?.split(',').at(-1)?.trim() : undefined;
  return told ?? remote ?? 'unknown';
}
