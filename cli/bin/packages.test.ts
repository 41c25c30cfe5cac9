import { describe, expect, it } from 'vitest';
import { enginePackage, missingPackages } from './packages.mjs';

const lock = {
  packages: {
    '': { name: 'belfry' },
    cli: { name: '@belfry/cli' },
    'node_modules/hono': { version: '4.0.0' },
    'node_modules/chdb': {
      version: '3.0.0',
      optionalDependencies: { '@chdb/lib-darwin-arm64': '26.1.0', '@chdb/lib-linux-x64-gnu': '26.1.0' },
    },
    'node_modules/@chdb/lib-linux-x64-gnu': { version: '26.1.0', optional: true },
    'node_modules/turbo': { version: '2.0.0' },
  },
};
const places = Object.keys(lock.packages).filter((place) => place.startsWith('node_modules/'));
const complete = { packages: Object.fromEntries(places.map((place) => [place, { ...lock.packages[place as 'cli'] }])) };

describe('what is missing', () => {
  it('is nothing after an installation', () => {
    expect(missingPackages(lock, complete, 'linux', 'x64')).toEqual([]);
  });
  it('is everything that is not optional on a fresh clone', () => {
    expect(missingPackages(lock, { packages: {} }, 'win32', 'x64')).toEqual([
      'node_modules/hono',
      'node_modules/chdb',
      'node_modules/turbo',
    ]);
  });
  it('is what the lock file has in another version now', () => {
    const older = { packages: { ...complete.packages, 'node_modules/hono': { version: '3.9.0' } } };
    expect(missingPackages(lock, older, 'linux', 'x64')).toEqual(['node_modules/hono']);
  });
});

describe('the engine', () => {
  it('is there for a platform, or not', () => {
    expect(enginePackage(lock, 'linux', 'x64')).toEqual({ name: '@chdb/lib-linux-x64-gnu', version: '26.1.0' });
    expect(enginePackage(lock, 'win32', 'x64')).toBeUndefined();
  });
  it('is missing if it was left out, also where the lock file does not record it', () => {
    expect(missingPackages(lock, complete, 'darwin', 'arm64')).toEqual(['node_modules/@chdb/lib-darwin-arm64']);
  });
});
