import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BELFRY = fileURLToPath(new URL('../../../cli/bin/belfry.mjs', import.meta.url));
const UP_WITHIN_MS = 90_000;

/** A Belfry in a process of its own, on a fixed port, that can be killed and started again on the same data. */
export interface BelfryProcess {
  readonly url: string;
  /** Every line that it said so far, over all of its starts. */
  readonly said: readonly string[];
  /** Resolves when it serves. */
  start(): Promise<void>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

/** @param environment Servers to stand on, for instance CLICKHOUSE_URL; without any it brings its own. */
export async function belfryProcess(
  data: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<BelfryProcess> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const said: string[] = [];
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, 'exit');
    ending.kill(signal);
    await gone;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    said,
    async start() {
      child = spawn(process.execPath, [BELFRY, 'start', '--empty', '--port', String(port), '--data', data], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, KAFKA_BROKERS: '', CLICKHOUSE_URL: '', HOST: '127.0.0.1', ...environment },
      });
      await up(child, said);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** Resolves at the line that says it is up; otherwise throws with everything that it said. Keeps each line in `said`. */
function up(child: ChildProcess, said: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (why: string): void => reject(new Error(`Belfry ${why}. It said:\n${said.join('\n')}`));
    const timer = setTimeout(() => failed(`was not up within ${UP_WITHIN_MS / 1000} s`), UP_WITHIN_MS);
    const hear = (line: string): void => {
      said.push(line);
      if (!line.includes('Belfry is up')) return;
      clearTimeout(timer);
      resolve();
    };
    for (const stream of [child.stdout!, child.stderr!]) createInterface({ input: stream }).on('line', hear);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      failed(`ended with ${code ?? signal}`);
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
