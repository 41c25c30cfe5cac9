import { mkdir, statfs } from 'node:fs/promises';
import { BelfryError } from './belfry-error.ts';

/**
 * What can be known before anything is started; each check throws one line with the remedy. Whether there is a ClickHouse
 * engine for this platform is known by @belfry/sql, whether another process has the directory by the log.
 */

const MB = 1_000_000;
/** ClickHouse writes parts, merges them and keeps both for a while: below this it stops in the middle of a day. */
const NEEDED_MB = 2_000;
/**
 * Creates the directory.
 * @param freeBytes what is free where a directory lies
 * @throws BelfryError `DISK`
 */
export async function requireDisk(directory: string, freeBytes = freeBytesOf): Promise<void> {
  await mkdir(directory, { recursive: true }).catch((cause: unknown) => {
    throw new BelfryError('DISK', `${directory} cannot be written: choose another with BELFRY_DATA or --data.`, {
      cause,
    });
  });
  const freeMb = Math.floor((await freeBytes(directory)) / MB);
  if (freeMb >= NEEDED_MB) return;
  throw new BelfryError(
    'DISK',
    `too little disk: ${freeMb} MB free where ${directory} lies, Belfry needs ${NEEDED_MB} MB. Free some, or choose another place with BELFRY_DATA.`,
  );
}

async function freeBytesOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
