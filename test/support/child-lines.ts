import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How long a line is waited for (ms): a test that stops waiting says what was said instead, one that is cut off says nothing. */
const WITHIN = 60_000;
/** How long the streams of a process that has ended are waited for (ms): what it started may live on and hold them. */
const HELD = 5_000;

/** A process of Node as somebody would run it, and the lines that it says. */
export interface ChildLines {
  readonly child: ChildProcess;
  /** What it has said so far, both streams. */
  readonly lines: readonly string[];
  /** Resolves with the first line, said or to be said, that matches; rejects if it ends before, or stays without it for a minute. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves when it has ended and its streams are read, as far as what it leaves behind does not hold them. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/**
 * @param args what stands behind `node`
 * @param environment over this process's own, of which the variables that choose servers are taken out
 * @example
 * const belfry = runNode([BIN, 'start', '--empty']);
 * const [, url] = await belfry.said(/wall\s+(http:\S+)/);
 */
export function runNode(args: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildLines {
  const { KAFKA_BROKERS: _, CLICKHOUSE_URL: __, ...own } = process.env;
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...own, ...environment },
  });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  let over = false;
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      changed();
    });
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    const settle = (code: number | null, signal: NodeJS.Signals | null): void => {
      over = true;
      changed();
      resolve({ code, signal });
    };
    child.once('exit', (code, signal) => {
      const held = setTimeout(() => settle(code, signal), HELD);
      child.once('close', () => {
        clearTimeout(held);
        settle(code, signal);
      });
    });
  });
  return {
    child,
    lines,
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          for (const line of lines) {
            const match = pattern.exec(line);
            if (match === null) continue;
            finish(() => resolve(match));
            return;
          }
          if (over) giveUp('it ended');
        };
        const giveUp = (what: string): void =>
          finish(() => reject(new Error(`${what} without saying ${pattern}:\n${lines.join('\n')}`)));
        const timer = setTimeout(() => giveUp(`${WITHIN / 1000} s went by`), WITHIN);
        const finish = (settle: () => void): void => {
          clearTimeout(timer);
          listeners.delete(look);
          settle();
        };
        listeners.add(look);
        look();
      }),
  };
}
