import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of the product, as its machine sees it: it may be killed, frozen and thawed. */
export interface Child {
  readonly pid: number;
  /** Resolves once it works; rejects if it ends before. */
  readonly ready: Promise<void>;
  /** Resolves with the exit code or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** What it said to its operator, newest last. */
  readonly lines: readonly string[];
  /** Why it gave up, if it did. */
  fatal(): string | undefined;
  /** Resolves with the first message, told or to be told, that is heard; rejects if it ends before. */
  until<Message>(heard: (message: Message) => boolean): Promise<Message>;
  ask(message: object): void;
  /** SIGKILL, as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** SIGTERM, as an operator would; resolves when it has ended. */
  stop(): Promise<void>;
}

const LINES_KEPT = 200;
const MESSAGES_KEPT = 1_000;

/**
 * @param file beside this one, for instance `../children/processor.ts`.
 * @param orders its only argument, as JSON.
 * @param without a switch of `without/`.
 * @param nodeFlags for instance a small heap.
 */
export function startChild(
  file: string,
  orders: object,
  without: string | undefined,
  nodeFlags: readonly string[] = [],
): Child {
  const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const switched = without === undefined ? [] : ['--import', path('../without/take-out.mjs')];
  const child: ChildProcess = fork(path(file), [JSON.stringify(orders)], {
    execArgv: [...nodeFlags, '--import', 'tsx', ...switched],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...(without !== undefined && { BELFRY_WITHOUT: without }) },
  });
  const lines: string[] = [];
  const heard: unknown[] = [];
  let fatal: string | undefined;
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.split('\n').filter((line) => line !== ''));
      lines.splice(0, Math.max(0, lines.length - LINES_KEPT));
    });
  }
  child.on('message', (message: { readonly fatal?: string }) => {
    heard.push(message);
    heard.splice(0, Math.max(0, heard.length - MESSAGES_KEPT));
    fatal ??= message.fatal;
  });
  const ended = once(child, 'exit').then(([code, signal]) => (signal as string | null) ?? (code as number));
  const until = <Message>(isIt: (message: Message) => boolean): Promise<Message> =>
    new Promise((resolve, reject) => {
      const known = heard.find((message) => isIt(message as Message));
      if (known !== undefined) return resolve(known as Message);
      const listen = (message: Message): void => {
        if (!isIt(message)) return;
        child.off('message', listen);
        resolve(message);
      };
      child.on('message', listen);
      void ended.then((how) =>
        reject(new Error(`process ${child.pid} ended first (${how}): ${fatal ?? lines.slice(-5).join('\n')}`)),
      );
    });
  const ready = until<{ ready?: boolean }>((message) => message.ready === true).then(() => undefined);
  // Who kills it before it works has no use for what becomes of that.
  ready.catch(() => undefined);
  const send = (signal: NodeJS.Signals): void => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  };
  return {
    pid: child.pid!,
    ready,
    ended,
    lines,
    fatal: () => fatal,
    until,
    ask: (message) => void child.send(message),
    async kill() {
      send('SIGKILL');
      await ended;
    },
    freeze: () => send('SIGSTOP'),
    thaw: () => send('SIGCONT'),
    async stop() {
      send('SIGTERM');
      await ended;
    },
  };
}
