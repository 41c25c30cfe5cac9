import { describe, expect, it } from 'vitest';
import { requireLoopback } from './preflight.ts';

describe('who may reach the port', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('%s is this machine', (host) => {
    expect(() => requireLoopback(host)).not.toThrow();
  });
  it.each(['0.0.0.0', '::', '192.168.1.4', '127.example.org', 'belfry.example'])(
    '%s is refused without tokens',
    (host) => {
      expect(() => requireLoopback(host)).toThrow(/tokens/);
    },
  );
});
