import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StageMeasure, StageOrder, StageQuestion } from './children/stage.ts';

/** For instance `--cpu-prof --cpu-prof-dir=...`: children get these flags of Node as well. */
const NODE_FLAGS = (process.env.BELFRY_BENCH_NODE_FLAGS ?? '').split(' ').filter((flag) => flag !== '');

/** A child of a bench, run from its source. */
export function startChild(name: string, args: readonly string[]): ChildProcess {
  const file = fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url));
  return fork(file, [...args], {
    execArgv: ['--import', 'tsx', '--max-semi-space-size=64', ...NODE_FLAGS],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** Some stages of a Belfry in a process of their own. */
export interface StageProcess {
  /** Where its dashboard is; empty without one. */
  readonly url: string;
  ask(question: StageQuestion): Promise<unknown>;
  /** What it took since it was asked to `watch`. */
  measure(): Promise<StageMeasure>;
  stop(): Promise<void>;
}

export async function startStage(order: StageOrder): Promise<StageProcess> {
  const child = startChild('stage', [JSON.stringify(order)]);
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`the process of ${order.roles.join(' and ')} ended by itself with ${code}`);
  });
  gone.catch(() => undefined);
  const answer = async (): Promise<unknown> => (await Promise.race([once(child, 'message'), gone]))[0];
  const { url } = (await answer()) as { url: string };
  const ask = (question: StageQuestion): Promise<unknown> => {
    const answered = answer();
    child.send(question);
    return answered;
  };
  return {
    url,
    ask,
    measure: async () => (await ask({ ask: 'measure' })) as StageMeasure,
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.send({ ask: 'stop' } satisfies StageQuestion);
      await ended;
    },
  };
}
