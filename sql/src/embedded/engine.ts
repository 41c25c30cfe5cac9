import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SqlError } from '../sql.ts';
import type { Configuration } from './configuration.ts';

/** The port opens with the first statement; the second holds the process for as long as it lives. */
const FOREVER =
  'SYSTEM START LISTEN HTTP; SELECT sleepEachRow(3600) FROM system.numbers ' +
  'SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0 FORMAT Null';

const LAST_MESSAGE_MS = 250;

/** One life of the engine's process. */
export class Engine {
  readonly #child: ChildProcess;
  readonly #configuration: Configuration;
  readonly #port: number;
  /** Resolves once with the reason. */
  readonly ended: Promise<string>;
  #reason = '';
  #gone = false;

  constructor(library: string, configuration: Configuration, port: number) {
    this.#configuration = configuration;
    this.#port = port;
    const args = [
      fileURLToPath(new URL('./engine.mjs', import.meta.url)),
      library,
      `--config-file=${configuration.file}`,
      `--path=${configuration.data}`,
      `--http_port=${port}`,
      '--query',
      FOREVER,
    ];
    this.#child = spawn(process.execPath, args, {
      cwd: configuration.data,
      // Ctrl-C in a terminal goes to the whole group: the parent alone decides when the engine ends.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: environment(),
    });
    let said = '';
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
    this.#child.on('message', (message: { ended?: string }) => {
      if (message.ended !== undefined) this.#reason = firstLine(message.ended);
    });
    this.ended = new Promise((resolve) => {
      const end = (how: string) => {
        this.#gone = true;
        this.#reason ||= firstLine(said) || how;
        resolve(this.#reason);
      };
      this.#child.once('error', (error) => end(error.message));
      this.#child.once('exit', (code, signal) => {
        const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
        this.#gone = true;
        // The last message may still be under way: the channel is read to its end first.
        const late = setTimeout(() => end(how), LAST_MESSAGE_MS);
        const now = () => {
          clearTimeout(late);
          end(how);
        };
        if (this.#child.connected) this.#child.once('disconnect', now);
        else now();
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * Resolves when it answers a query with our password, so that another server on the port is not taken for it.
   *
   * @throws SqlError SQL_EMBEDDED when the engine ends before; retriable when another process has the directory open.
   */
  async ready(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (!this.#gone) {
      if (await this.#answers()) return;
      if (signal.aborted) throw new SqlError('SQL_EMBEDDED', 'ClickHouse was stopped while it started');
      if (Date.now() > until) throw new SqlError('SQL_EMBEDDED', `ClickHouse did not answer within ${timeoutMs} ms`);
      await Promise.race([pause(25), this.ended]);
    }
    const reason = await this.ended;
    if (/lock|Another server instance/i.test(reason)) {
      const holder = this.#holder();
      throw new SqlError(
        'SQL_EMBEDDED',
        `The ClickHouse data in ${this.#configuration.data} is open in another process${holder}. Stop that one, or set BELFRY_DATA to another folder.`,
        { retriable: true },
      );
    }
    throw new SqlError('SQL_EMBEDDED', `The embedded ClickHouse ended while it started: ${reason}`);
  }

  async kill(): Promise<void> {
    // Whoever waits for the end has to see it.
    this.#child.ref();
    if (!this.#gone) this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Lets this process end although the engine runs: the engine then ends too. */
  unref(): void {
    this.#child.unref();
    this.#child.channel?.unref();
    (this.#child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
  }

  #answers(): Promise<boolean> {
    const { user, password } = this.#configuration;
    return new Promise((resolve) => {
      const path = `/?query=${encodeURIComponent('SELECT 1')}`;
      const request = get({ host: '127.0.0.1', port: this.#port, path, auth: `${user}:${password}`, agent: false });
      request.setTimeout(2000, () => request.destroy(new Error('no answer')));
      request.once('error', () => resolve(false));
      request.once('response', (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
    });
  }

  #holder(): string {
    try {
      const pid = /PID: (\d+)/.exec(readFileSync(join(this.#configuration.data, 'status'), 'utf8'))?.[1];
      return pid === undefined ? '' : ` (pid ${pid})`;
    } catch {
      return '';
    }
  }
}

/** Nothing of the parent's flags (inspectors, loaders) is meant for the engine. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return rest;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 500) ?? '';
}
