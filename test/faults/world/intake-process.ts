import { type Child, startChild } from './child.ts';
import type { ProcessorPlace } from './processor-process.ts';

export interface IntakeOrders {
  /** Kills itself when the log has acknowledged its n-th append (from 1), before anybody is answered. */
  readonly dieAfterAppend?: number;
  readonly brokers?: readonly string[];
  readonly port?: number;
}

export interface IntakeProcess extends Child {
  /** Where events are posted. */
  readonly url: string;
}

/** @returns before it works: `url` is known once it is ready. */
export function startIntake(orders: ProcessorPlace & IntakeOrders, without: string | undefined): IntakeProcess {
  const child = startChild('../children/intake.ts', orders, without);
  let url = '';
  const ready = child
    .until<{ ready?: boolean; url?: string }>((message) => message.ready === true)
    .then((message) => {
      url = message.url!;
    });
  ready.catch(() => undefined);
  return {
    ...child,
    ready,
    get url() {
      return url;
    },
  };
}
