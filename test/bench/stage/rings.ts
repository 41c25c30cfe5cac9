import type { EventLog } from '@belfry/ingest/log';
import { decodeSignal } from '@belfry/processor/contract';
import { readLog } from '../../support/read-log.ts';
import { GRACE_MS } from './order-events.ts';

export const RINGS_BY = 'demo/ship-in-3s';

/** A breach as the log `signals` holds it. */
export interface Ring {
  readonly id: string;
  readonly subject: string;
  readonly due: number;
  /** When the log took it, by the broker's clock, which is this machine's; ms UTC. */
  readonly told: number;
  /** ms behind deadline + grace. */
  readonly late: number;
  readonly body: string;
}

/** Every breach of the three seconds' promise that was told, repeats included, in the order of the log. */
export async function ringsOf(log: EventLog): Promise<Ring[]> {
  const rings: Ring[] = [];
  for (const { kind, value, appendTime } of (await readLog(log, 'signals')).flat()) {
    if (kind !== 'signal') continue;
    const signal = decodeSignal(value);
    if (signal.kind !== 'breached' || signal.promise !== RINGS_BY) continue;
    const { id, subject, due } = signal;
    rings.push({ id, subject, due, told: appendTime, late: appendTime - due - GRACE_MS, body: value.toString() });
  }
  return rings;
}
