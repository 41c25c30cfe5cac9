import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../../cli/bin/belfry.mjs', import.meta.url));
const LINES_KEPT = 100;

/** `npm start -- --empty` as a process, with the ClickHouse that it starts for itself. */
export interface AppProcess {
  /** Resolves with where it serves, rejects if it ends before. */
  readonly up: Promise<string>;
  /** Resolves with the exit code or the signal that ended it. */
  readonly ended: Promise<number | string>;
  readonly lines: readonly string[];
  /** Resolves with the first line that matches, said or to be said. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Of its ClickHouse; undefined while it has none. */
  engine(): number | undefined;
  /** SIGKILL for it and its ClickHouse, as a power cut would; resolves when both are gone. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator would; resolves when it has ended. */
  stop(): Promise<void>;
}

export interface AppOrders {
  readonly data: string;
  /** The path of a hooks file. */
  readonly hooks: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export function startApp({ data, hooks, environment = {} }: AppOrders): AppProcess {
  const { KAFKA_BROKERS: _, CLICKHOUSE_URL: __, ...own } = process.env;
  const child: ChildProcess = spawn(process.execPath, [BIN, 'start', '--empty', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Links in what hooks receive must not name a port that is another one each time.
    env: { ...own, BELFRY_HOOKS: hooks, BELFRY_PUBLIC_URL: 'http://belfry.test', ...environment },
  });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      lines.splice(0, Math.max(0, lines.length - LINES_KEPT));
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'exit').then(([code, signal]) => (signal as string | null) ?? (code as number));
  const said = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = lines.map((line) => pattern.exec(line)).find((each) => each !== null);
        if (match === undefined || match === null) return;
        listeners.delete(look);
        resolve(match);
      };
      listeners.add(look);
      void ended.then((how) => reject(new Error(`Belfry ended first (${how}): ${lines.slice(-8).join('\n')}`)));
      look();
    });
  const up = said(/wall\s+(http:\S+?)\/$/).then(([, url]) => url!);
  up.catch(() => undefined);
  const engine = (): number | undefined => childrenOf(child.pid!)[0];
  return {
    up,
    ended,
    lines,
    said,
    engine,
    async kill() {
      const engines = childrenOf(child.pid!);
      child.kill('SIGKILL');
      for (const pid of engines) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      await ended;
      while (engines.some(isAlive)) await new Promise((resolve) => setImmediate(resolve));
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Of Linux: the children of all threads, since any of them may have started one. */
function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    // A zombie whose parent was killed is reaped by whoever inherits it: gone is gone.
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
