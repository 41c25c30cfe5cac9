import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { AddressRefusedError, guardedLookup, type Lookup } from './guarded-lookup.ts';

/** A name server that answers differently each time. */
const answering = (...answers: string[][]): Lookup => {
  let n = 0;
  return (_, done) => {
    const addresses = answers[Math.min(n++, answers.length - 1)]!;
    done(
      null,
      addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
};

const look = (lookup: Lookup, all: boolean, allowPrivate = false): Promise<unknown> =>
  new Promise((resolve, reject) => {
    guardedLookup(lookup, allowPrivate)('hooks.example.org', { all }, (error, address) =>
      error ? reject(error) : resolve(address),
    );
  });

describe('the lookup of a socket', () => {
  it('gives what may be reached, one or all as it is asked', async () => {
    const lookup = answering(['93.184.216.34', '2606:4700::1111']);
    expect(await look(lookup, false)).toBe('93.184.216.34');
    expect(await look(lookup, true)).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
  });

  it('refuses a name that is partly private, and one without an address', async () => {
    await expect(look(answering(['93.184.216.34', '10.0.0.1']), true)).rejects.toThrow(AddressRefusedError);
    await expect(look(answering(['::ffff:a9fe:a9fe']), false)).rejects.toThrow('allowPrivate: true');
    await expect(look(answering([]), true)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('looks at each answer anew: a name that turns private is refused then', async () => {
    const lookup = answering(['93.184.216.34'], ['127.0.0.1']);
    expect(await look(lookup, false)).toBe('93.184.216.34');
    await expect(look(lookup, false)).rejects.toThrow('is this machine');
  });

  it('lets pass what is allowed', async () => {
    expect(await look(answering(['127.0.0.1']), false, true)).toBe('127.0.0.1');
  });
});
