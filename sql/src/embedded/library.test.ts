import { expect, test } from 'vitest';
import { locateLibrary } from './library.ts';

test.each([
  ['win32', 'x64'],
  ['freebsd', 'x64'],
  ['linux', 'riscv64'],
] as const)('%s %s has no engine: one line, with the remedy', (platform, arch) => {
  expect(() => locateLibrary(platform, arch)).toThrow(
    `The embedded ClickHouse runs on Linux and macOS, x64 and arm64; this is ${platform} ${arch}. ` +
      'Run a ClickHouse server and set CLICKHOUSE_URL=http://host:8123 instead.',
  );
});

test('a platform whose package npm did not install says so', () => {
  const other = process.platform === 'darwin' ? 'linux' : 'darwin';
  expect(() => locateLibrary(other, 'arm64')).toThrow(
    /is not installed \(@chdb\/lib-.*\): run "npm install".*CLICKHOUSE_URL/,
  );
});
