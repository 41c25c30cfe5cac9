import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Where } from './open.ts';

/** A process of its own that uses the log of a test, and tells in lines what happens to it. */
export interface LogChild {
  readonly pid: number;
  readonly lines: string[];
  /** Resolves as soon as the condition holds for the lines so far; rejects if the child ends before. */
  until(condition: (lines: readonly string[]) => boolean): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Kills it unless it has ended, and resolves when it is gone. */
  end(): Promise<void>;
}

export function startChild(script: 'writer-process.ts' | 'member-process.ts', where: Where): LogChild {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', path, JSON.stringify(where)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let complaint = '';
  child.stderr!.on('data', (data) => {
    complaint += String(data);
  });
  let look = (): void => {};
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  createInterface({ input: child.stdout! }).on('line', (line) => {
    lines.push(line);
    look();
  });
  return {
    pid: child.pid!,
    lines,
    until: (condition) =>
      new Promise((resolve, reject) => {
        look = () => {
          if (condition(lines)) resolve();
        };
        look();
        void ended.then(() => reject(new Error(`${script} ended too early: ${complaint}`)));
      }),
    signal: (signal) => void child.kill(signal),
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
