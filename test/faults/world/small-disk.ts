import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A filesystem of its own, that a row may fill. */
export interface SmallDisk {
  readonly directory: string;
  /** Leaves so many bytes free, and no more. */
  leave(bytes: number): Promise<void>;
  /** Gives back all that `leave` has taken. */
  free(): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error with the remedy where nothing can be mounted. */
export async function mountSmallDisk(bytes: number): Promise<SmallDisk> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-small-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', directory]);
  } catch (cause) {
    await rm(directory, { recursive: true, force: true });
    const remedy = 'run it as root, in a container with --cap-add SYS_ADMIN, or leave this row out with --only';
    throw new Error(`a small disk cannot be mounted here (${(cause as Error).message.trim()}): ${remedy}`, { cause });
  }
  const ballast = join(directory, 'ballast');
  const free = (): Promise<void> => rm(ballast, { force: true });
  return {
    directory,
    free,
    async leave(left) {
      await free();
      const { bavail, bsize } = await statfs(directory);
      await run('fallocate', ['-l', String(Math.max(0, bavail * bsize - left)), ballast]);
    },
    async close() {
      // Who was killed a moment ago may still hold a file.
      await run('umount', ['-l', directory]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
