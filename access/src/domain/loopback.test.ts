import { describe, expect, it } from 'vitest';
import { isLocal, isLoopback } from './loopback.ts';

describe('this machine', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost', '::ffff:127.0.0.1'])('is %s', (address) => {
    expect(isLoopback(address)).toBe(true);
  });
  it.each(['0.0.0.0', '::', '192.168.1.4', '127.example.org', '127.0.0.1.example.org', 'belfry.example', ''])(
    'is not %s',
    (address) => {
      expect(isLoopback(address)).toBe(false);
    },
  );
});

describe('a request without a token', () => {
  const here = { listening: '127.0.0.1', remote: '127.0.0.1', host: '127.0.0.1:4100', isForwarded: false };
  it.each([
    ['comes from this machine', {}, true],
    ['names it localhost', { host: 'localhost:4100' }, true],
    ['names it by IPv6', { listening: '::1', remote: '::1', host: '[::1]:4100' }, true],
    ['was led here by a name of another site', { host: 'evil.example:4100' }, false],
    ['was led here by a name that begins like an address', { host: '127.0.0.1.evil.example' }, false],
    ['names nothing', { host: undefined }, false],
    ['comes from elsewhere', { remote: '192.168.1.9' }, false],
    ['has no socket', { remote: undefined }, false],
    ['was passed on by a proxy', { isForwarded: true }, false],
    ['meets a Belfry that is open to others', { listening: '0.0.0.0' }, false],
  ])('that %s is local: %j', (_, over, expected) => {
    expect(isLocal({ ...here, ...over })).toBe(expected);
  });
});
