import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createSql, type Sql, startEmbeddedClickHouse } from '@belfry/sql';
import type { ProbeAnswer } from './probe.ts';

const MAIN = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const PROBE = new URL('./probe.ts', import.meta.url).href;
const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

/** The app as `npm start -- --empty` runs it, all stages in one process, with a ClickHouse that others can ask as well. */
export interface SoakedBelfry {
  readonly url: string;
  readonly sql: Sql;
  /** What it has said on standard error. */
  readonly complaints: readonly string[];
  probe(): Promise<ProbeAnswer>;
  /** Records that the lanes of each log have not read yet, summed. */
  lag(): Promise<number>;
  logBytes(): Promise<number>;
  /** Ends everything; answers the app's exit code. */
  stop(): Promise<number | null>;
}

export async function startSoaked(hookUrl: string): Promise<SoakedBelfry> {
  const data = await mkdtemp(join(tmpdir(), 'belfry-soak-'));
  const clickhouse = await startEmbeddedClickHouse({ directory: join(data, 'tables') });
  const child = fork(MAIN, ['start', '--empty', '--port', '0', '--data', data], {
    execArgv: ['--expose-gc', '--import', 'tsx', '--import', PROBE],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      KAFKA_BROKERS: '',
      CLICKHOUSE_URL: clickhouse.url,
      HOST: '127.0.0.1',
      BELFRY_HOOKS: '',
      BELFRY_HOOK_URL: hookUrl,
      BELFRY_HOOK_SECRET: SECRET,
    },
  });
  const complaints: string[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => complaints.push(line));
  const url = await addressOf(child, complaints);
  const sql = createSql({ url: clickhouse.url });
  return {
    url,
    sql,
    complaints,
    async probe() {
      const answered = once(child, 'message');
      child.send('sample');
      return ((await answered) as [ProbeAnswer])[0];
    },
    async lag() {
      const { lanes } = (await (await fetch(`${url}/api/health`)).json()) as {
        lanes: { nextOffset: number; end: number }[];
      };
      return lanes.reduce((sum, { nextOffset, end }) => sum + Math.max(0, end - nextOffset), 0);
    },
    logBytes: () => bytesIn(join(data, 'live', 'log')),
    async stop() {
      const ended = child.exitCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGTERM');
      await ended;
      await sql.close();
      await clickhouse.stop();
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
      return child.exitCode;
    },
  };
}

function addressOf(child: ChildProcess, complaints: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const address = /wall\s+(http:\S+?)\/?$/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`Belfry ended with ${code}:\n${complaints.join('\n')}`)));
  });
}

/** As the disk holds them: the store's file is sparse. */
async function bytesIn(folder: string): Promise<number> {
  const BLOCK = 512;
  const files = await readdir(folder);
  const sizes = await Promise.all(files.map((file) => stat(join(folder, file))));
  return sizes.reduce((sum, { blocks }) => sum + blocks * BLOCK, 0);
}
