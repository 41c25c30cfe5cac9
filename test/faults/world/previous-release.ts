import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ChildLines, runNode } from '../../support/child-lines.ts';
import type { Room } from './room.ts';

/** What ran before this release. Its rows and records must be read by this one, and this one's by it. */
const COMMIT = process.env.BELFRY_PREVIOUS ?? '9f9537dfbdebdf3d093f43ca1ffa939808f38b9f';
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface PreviousRelease {
  readonly commit: string;
  /** The processor as its own `main.ts` starts it. Resolves when it runs. */
  processor(room: Room): Promise<PreviousProcessor>;
  remove(): Promise<void>;
}

export interface PreviousProcessor extends ChildLines {
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Lays the previous release's source out in a folder of its own, beside the libraries of this one.
 * @throws Error with the remedy where the history of the repository does not reach back to it.
 */
export async function layOutPrevious(): Promise<PreviousRelease> {
  await promisify(execFile)('git', ['cat-file', '-e', COMMIT], { cwd: ROOT }).catch((cause: Error) => {
    throw new Error(
      `commit ${COMMIT} is not in this clone: fetch its history (git fetch --unshallow), or name another with BELFRY_PREVIOUS`,
      { cause },
    );
  });
  const folder = await mkdtemp(join(tmpdir(), 'belfry-previous-'));
  const archive = spawn('git', ['archive', COMMIT], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const tar = spawn('tar', ['x', '-C', folder], { stdio: [archive.stdout, 'inherit', 'inherit'] });
  await new Promise<void>((resolve, reject) =>
    tar.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with ${code}`)))),
  );
  await linkLibraries(folder);
  return {
    commit: COMMIT.slice(0, 7),
    async processor(room) {
      const hooks = join(folder, `${room.prefix}.yaml`);
      await writeFile(hooks, room.hooks);
      const process = runNode(['--import', 'tsx', join(folder, 'processor/src/main.ts')], {
        KAFKA_BROKERS: room.brokers.join(','),
        CLICKHOUSE_URL: room.clickhouseUrl,
        CLICKHOUSE_DB: room.database,
        BELFRY_PREFIX: room.prefix,
        BELFRY_HOOKS: hooks,
        OPS_SECRET: room.secret,
      });
      const end = async (signal: NodeJS.Signals): Promise<void> => {
        process.child.kill(signal);
        await process.ended;
      };
      room.onClose(() => end('SIGKILL'));
      await process.said(/the processor runs/);
      return { ...process, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The libraries are this release's; Belfry's own packages are those of the folder. */
async function linkLibraries(folder: string): Promise<void> {
  const [ours, theirs] = [join(ROOT, 'node_modules'), join(folder, 'node_modules')];
  await mkdir(join(theirs, '@belfry'), { recursive: true });
  for (const name of await readdir(ours)) {
    if (name !== '@belfry') await symlink(join(ours, name), join(theirs, name));
  }
  for (const name of await readdir(join(ours, '@belfry'))) {
    const to = basename(await readlink(join(ours, '@belfry', name)));
    await symlink(join(folder, to), join(theirs, '@belfry', name));
  }
}
