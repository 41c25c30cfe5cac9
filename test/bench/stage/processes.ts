import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Place } from './stage.ts';

export type StageName = 'ingest' | 'processor' | 'dashboard';

/** For instance `--cpu-prof --cpu-prof-dir=...`: every process of a bench gets these flags of Node as well. */
export const NODE_FLAGS = (process.env.BELFRY_BENCH_NODE_FLAGS ?? '').split(' ').filter((flag) => flag !== '');
const ENDS_WITH_PARENT = new URL('./ends-with-parent.ts', import.meta.url).href;
/** The semi-spaces are those of throughput's processor, so that figures of the benches compare. */
const FLAGS = [
  ...['--import', 'tsx', '--import', ENDS_WITH_PARENT, '--max-semi-space-size=64', '--expose-gc'],
  ...NODE_FLAGS,
];

/** A process of a bench's own. Whatever it says on standard error that nobody waits for is shown when it dies. */
export interface BenchProcess {
  readonly pid: number;
  /** Resolves with the first line, said or to be said, that matches; rejects if it ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the first message, told or to be told, that has this field; rejects if it ends before. */
  told<Message>(field: string): Promise<Message>;
  /** Tells it something and resolves with its next message of this field. */
  ask<Message>(what: object, field: string): Promise<Message>;
  send(what: object): void;
  /** Asks it to end as a supervisor does, and waits until it has. */
  stop(): Promise<void>;
  /** kill -9; resolves once it is gone. */
  kill(): Promise<void>;
  /** Ends it at the end of a bench: at once, or by letting go of it if it is profiled, since only then its profile is written. */
  end(): Promise<void>;
}

/** A stage's own main, told by the environment where the log and the tables are. */
export function runStage(
  name: StageName,
  place: Place,
  environment: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): BenchProcess {
  const main = fileURLToPath(new URL(`../../../${name}/src/main.ts`, import.meta.url));
  const { brokers, prefix, url, database } = place;
  const servers = { KAFKA_BROKERS: brokers, BELFRY_PREFIX: prefix, CLICKHOUSE_URL: url, CLICKHOUSE_DB: database };
  const rest = { PORT: '0', HOST: '127.0.0.1', BELFRY_HOOKS: '', BELFRY_HOOK_URL: '', BELFRY_TOKEN: '' };
  return attend(
    fork(main, [], {
      execArgv: [...FLAGS, ...flags],
      env: { ...process.env, ...rest, ...servers, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    }),
    name,
  );
}

/** A file of `children/`; what it is told is its one argument, as JSON. */
export function forkChild(name: string, told: object, flags: readonly string[] = []): BenchProcess {
  const file = fileURLToPath(new URL(`../children/${name}.ts`, import.meta.url));
  const child = fork(file, [JSON.stringify(told)], {
    execArgv: [...FLAGS, ...flags],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return attend(child, name);
}

function attend(child: ChildProcess, name: string): BenchProcess {
  const lines: string[] = [];
  const messages: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  let over: string | undefined;
  let expected = false;
  const changed = (): void => {
    for (const look of waiting) look();
  };
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      changed();
    });
  }
  child.on('message', (message: Record<string, unknown>) => {
    messages.push(message);
    changed();
  });
  child.once('close', (code, signal) => {
    over = `${name} ended (${signal ?? code}). It said:\n${lines.slice(-20).join('\n')}`;
    if (!expected && code !== 0) console.error(over);
    changed();
  });
  /** Looks now and after each change, until it is found or the process is over. */
  const found = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const again = (): void => {
        const answer = look();
        if (answer === undefined && over === undefined) return;
        waiting.delete(again);
        if (answer === undefined) reject(new Error(over));
        else resolve(answer);
      };
      waiting.add(again);
      again();
    });
  const told = <Message>(field: string, from = 0): Promise<Message> =>
    found(() => messages.slice(from).find((message) => field in message) as Message | undefined);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    expected = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return {
    pid: child.pid!,
    said: (pattern) => found(() => firstMatch(lines, pattern)),
    told,
    ask(what, field) {
      const from = messages.length;
      child.send(what);
      return told(field, from);
    },
    send: (what) => void child.send(what),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async end() {
      if (NODE_FLAGS.length === 0 || !child.connected) return await end('SIGKILL');
      expected = true;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

function firstMatch(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match !== null) return match;
  }
  return undefined;
}
