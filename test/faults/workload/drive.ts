import type { IntakeAnswer } from '@belfry/ingest/contract';
import type { Telling, ToldEvent } from './traffic.ts';

/** What a source knows when it has told all: what was acknowledged, and how often it had to ask again. */
export interface Told {
  /** By id, what intake answered 2xx for. */
  readonly acknowledged: ReadonlyMap<string, ToldEvent>;
  /** How often each was acknowledged: twice told is twice acknowledged. */
  readonly acknowledgements: number;
  readonly refused: readonly { readonly event: ToldEvent; readonly code: string; readonly message: string }[];
  /** Requests that failed or were put off, and were sent again. */
  readonly retries: number;
}

export interface Drive {
  /** Resolves when all is acknowledged. */
  readonly done: Promise<Told>;
  /** Nothing more happens from now on: the load ends with what is being told. */
  end(): void;
  /** How many tellings have been acknowledged so far. */
  acknowledged(): number;
  /** Resolves once so many tellings have been acknowledged. */
  reached(count: number): Promise<void>;
}

const A_REQUEST = 50;
const PAUSE_MS = 100;
const ANSWER_WITHIN_MS = 20_000;

/**
 * A source as it should be: tells each thing when its time has come, waits for the answer, and tells it again under the same
 * id until it is acknowledged. What is told while intake is away waits in the source.
 * @param urlOf where intake is now: it may come back elsewhere.
 * @param begun ms UTC: the instant that `afterMs` counts from.
 */
export function drive(tellings: readonly Telling[], urlOf: () => string, begun: number): Drive {
  const acknowledged = new Map<string, ToldEvent>();
  const refused: { event: ToldEvent; code: string; message: string }[] = [];
  let [count, retries] = [0, 0];
  let isOver = false;
  const waiting: { count: number; resolve: () => void }[] = [];
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  async function send(events: readonly ToldEvent[]): Promise<void> {
    for (;;) {
      const answer = await post(urlOf(), events);
      if (answer === undefined) {
        retries++;
        await pause(PAUSE_MS);
        continue;
      }
      for (const [n, verdict] of answer.verdicts.entries()) {
        if (verdict.status === 'refused')
          refused.push({ event: events[n]!, code: verdict.code, message: verdict.message });
        else acknowledged.set(events[n]!.id, events[n]!);
      }
      count += events.length;
      while (waiting[0] !== undefined && waiting[0].count <= count) waiting.shift()!.resolve();
      return;
    }
  }

  async function run(): Promise<Told> {
    for (let at = 0; at < tellings.length && !isOver; ) {
      const wait = begun + tellings[at]!.afterMs - Date.now();
      if (wait > 0) await pause(wait);
      let upTo = at + 1;
      const now = Date.now() - begun;
      while (upTo < tellings.length && upTo - at < A_REQUEST && tellings[upTo]!.afterMs <= now) upTo++;
      await send(tellings.slice(at, upTo).map(({ event }) => event));
      at = upTo;
    }
    return { acknowledged, acknowledgements: count, refused, retries };
  }

  return {
    done: run(),
    end() {
      isOver = true;
    },
    acknowledged: () => count,
    reached: (wanted) =>
      new Promise((resolve) => {
        if (count >= wanted) return resolve();
        waiting.push({ count: wanted, resolve });
        waiting.sort((a, b) => a.count - b.count);
      }),
  };
}

/** Undefined: no answer, or one that asks to try again. */
async function post(url: string, events: readonly ToldEvent[]): Promise<IntakeAnswer | undefined> {
  try {
    const answer = await fetch(`${url}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (answer.status === 429 || answer.status >= 500) return undefined;
    const body = (await answer.json()) as IntakeAnswer | { readonly error: { readonly message: string } };
    if ('error' in body) throw new Refused(body.error.message);
    return body;
  } catch (error) {
    if (error instanceof Refused) throw error;
    return undefined;
  }
}

class Refused extends Error {
  override readonly name = 'Refused';
}
