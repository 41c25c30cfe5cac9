import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogError } from '../event-log.ts';

/** Who has the directory. `started` tells a process from a later one that was given the same pid. */
interface Owner {
  readonly pid: number;
  readonly started: string;
}

export interface DirectoryLock {
  release(): void;
}

/** Directories that this very process has open: its own pid in a pid file would tell it nothing. */
const openHere = new Set<string>();

/**
 * Takes a directory for this process, by a pid file in it. The file of a process that is gone (its pid free, or given to
 * another process since) is taken over.
 *
 * @param exclusively runs its argument while no other process runs one for the same directory. Only the store can give
 *   that (its write lock ends with its process), and without it two processes could take over one stale file.
 * @throws LogError `LOG_LOCKED` with the pid of the process that has it.
 */
export function lockDirectory(directory: string, exclusively: (take: () => void) => void): DirectoryLock {
  const path = join(realpathSync(directory), 'log.pid');
  if (openHere.has(path)) throw locked(directory, process.pid);
  const me: Owner = { pid: process.pid, started: startOf(process.pid) ?? '' };
  let refusal: LogError | undefined;
  exclusively(() => {
    const owner = ownerIn(path);
    if (owner && isAlive(owner, me)) refusal = locked(directory, owner.pid);
    else writeFileSync(path, JSON.stringify(me));
  });
  if (refusal) throw refusal;
  openHere.add(path);
  return {
    release() {
      openHere.delete(path);
      if (ownerIn(path)?.pid === process.pid) rmSync(path, { force: true });
    },
  };
}

function locked(directory: string, pid: number): LogError {
  return new LogError(
    'LOG_LOCKED',
    `the log in ${directory} is open in process ${pid}, and only one process may have it: ` +
      `stop that one (kill ${pid}) or use another directory (BELFRY_DATA)`,
  );
}

function ownerIn(path: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Partial<Owner>;
    return typeof owner.pid === 'number' ? { pid: owner.pid, started: String(owner.started ?? '') } : undefined;
  } catch {
    // No file, or one that its writer did not finish before it died: nobody has the directory.
    return undefined;
  }
}

function isAlive(owner: Owner, me: Owner): boolean {
  if (owner.pid === me.pid) return owner.started === me.started && me.started !== '';
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const started = startOf(owner.pid);
  // When a platform cannot tell the start, a living pid counts as the owner: better refused than two writers.
  return started === undefined || owner.started === '' || started === owner.started;
}

/** When a process began, in words that only compare for equality; undefined if it cannot be told. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // The name of the program, in brackets, may hold spaces; the start is the 20th field behind it.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return 'ended'; // Killed, and not yet reaped by its parent.
      const ticks = fields[19];
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`;
    }
    if (process.platform === 'darwin')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    // The process ended meanwhile, or the platform hides it.
  }
  return undefined;
}
