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

/**
 * Until there are tokens, whoever reaches the port may write. So it is only opened to this machine.
 * @throws BelfryError `HOST_OPEN`
 */
export function requireLoopback(host: string): void {
  if (host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)) return;
  throw new BelfryError(
    'HOST_OPEN',
    `HOST ${host} would let others write, and tokens to keep them out are not built yet: use 127.0.0.1 and a proxy or an SSH tunnel that knows who is who.`,
  );
}

async function freeBytesOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
