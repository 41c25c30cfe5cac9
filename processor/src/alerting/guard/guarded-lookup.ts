import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { addressRefused } from './address-refused.ts';

/** All addresses of a host, as `dns.lookup` with `all: true` gives them. */
export type Lookup = (host: string, done: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void;

export const machineLookup: Lookup = (host, done) =>
  systemLookup(host, { all: true, verbatim: true }, (error, addresses) => done(error, addresses));

/** A hook's address is not one that may be reached. Not retriable by itself: the hook, or the name, has to be mended. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
  readonly code = 'ADDRESS_REFUSED';
  /** @param why for instance `is in a private network`. */
  constructor(why: string) {
    super(`its address ${why}; to allow it, write allowPrivate: true`);
  }
}

/**
 * The lookup of a socket, which gives it only addresses that may be reached. It is the socket's own: what it answers is what is
 * connected to, so a name that resolves differently the second time (DNS rebinding) gains nothing. One address that is refused
 * refuses the host: a name that is half private is no receiver's.
 *
 * Sockets do not look up what is an address already: `hostRefused` has seen those.
 */
export function guardedLookup(lookup: Lookup, allowPrivate = false): LookupFunction {
  return (host, { all }, done) => {
    lookup(host, (error, addresses) => {
      if (error) return done(error, '');
      for (const { address } of addresses) {
        const why = allowPrivate ? null : addressRefused(address);
        if (why !== null) return done(new AddressRefusedError(why), '');
      }
      const [first] = addresses;
      if (!first) return done(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '');
      if (all) return done(null, addresses as LookupAddress[]);
      done(null, first.address, first.family);
    });
  };
}
