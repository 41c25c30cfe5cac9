import type { StageMeasure, StageOrder, StageQuestion } from '../children/stage.ts';
import { forkChild } from './processes.ts';

/** Some stages of a Belfry in a process of their own, that does what a bench asks it to. */
export interface OwnProcess {
  /** Where its dashboard is; empty without one. */
  readonly url: string;
  ask(question: StageQuestion): Promise<unknown>;
  /** What it took since it was asked to `watch`. */
  measure(): Promise<StageMeasure>;
  /** Lets it store what it has, and waits until it is gone. */
  stop(): Promise<void>;
}

export async function startStages(order: StageOrder): Promise<OwnProcess> {
  const child = forkChild('stage', order);
  const { url } = await child.told<{ url: string }>('url');
  return {
    url,
    ask: (question) => child.ask(question, 'done'),
    measure: () => child.ask<StageMeasure>({ ask: 'measure' } satisfies StageQuestion, 'cpuMs'),
    stop: () => child.stop(),
  };
}
