import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { SqlError } from '../sql.ts';

const REMEDY = 'Run a ClickHouse server and set CLICKHOUSE_URL=http://host:8123 instead.';

/**
 * Where npm has put libchdb.so.
 *
 * @throws SqlError SQL_EMBEDDED when there is none for this machine, with the remedy.
 */
export function locateLibrary(platform: NodeJS.Platform = process.platform, arch: string = process.arch): string {
  const name = packageFor(platform, arch);
  const require = createRequire(import.meta.url);
  let library: string;
  try {
    const chdb = createRequire(require.resolve('chdb/package.json'));
    library = join(dirname(chdb.resolve(`${name}/package.json`)), 'libchdb.so');
  } catch (cause) {
    throw new SqlError(
      'SQL_EMBEDDED',
      `The embedded ClickHouse is not installed (${name}): run "npm install" without --omit=optional. Or: ${REMEDY}`,
      { cause },
    );
  }
  if (existsSync(library)) return library;
  throw new SqlError('SQL_EMBEDDED', `${library} is missing: run "npm install" again. Or: ${REMEDY}`);
}

function packageFor(platform: NodeJS.Platform, arch: string): string {
  const fits = (platform === 'linux' || platform === 'darwin') && (arch === 'x64' || arch === 'arm64');
  if (!fits) {
    throw new SqlError(
      'SQL_EMBEDDED',
      `The embedded ClickHouse runs on Linux and macOS, x64 and arm64; this is ${platform} ${arch}. ${REMEDY}`,
    );
  }
  if (platform === 'darwin') return `@chdb/lib-darwin-${arch}`;
  if (process.platform === 'linux' && !onGlibc()) {
    throw new SqlError(
      'SQL_EMBEDDED',
      `The embedded ClickHouse needs glibc; this Linux has another libc (musl?). ${REMEDY}`,
    );
  }
  return `@chdb/lib-linux-${arch}-gnu`;
}

function onGlibc(): boolean {
  const report = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return report.header.glibcVersionRuntime !== undefined;
}
