import { createIntakeClient } from '@belfry/ingest/client';
import type { BelfryEvent } from '@belfry/ingest/contract';
import { type Story, seeded, storyOf, tellingsOf } from './stories.ts';

const SEND_EVERY_MS = 100;
/** One event of so many is told again. */
const TOLD_AGAIN = 20;

export interface Load {
  /** Orders begun so far, by story. */
  readonly begun: Readonly<Record<Story, number>>;
  /** Events that intake has acknowledged. */
  readonly sent: number;
  /** No order begins from now on; resolves when all that began have come to their end and are told. */
  finish(): Promise<void>;
}

/**
 * A steady load of orders over HTTP, each with a story of its own. The same seed gives the same stories.
 * @param name no other load's, since orders are named after it.
 */
export function beginLoad(url: string, ordersPerSecond: number, seed: number, name: string): Load {
  const client = createIntakeClient({ url });
  const random = seeded(seed);
  const begun: Record<Story, number> = { 'in time': 0, late: 0, 'late evidence': 0, cancelled: 0, 'several days': 0 };
  /** By the tenth of a second in which they are to be told. */
  const planned = new Map<number, BelfryEvent[]>();
  const start = Date.now();
  let [orders, slot, sent] = [0, 0, 0];
  let ending = false;
  let failed: unknown;
  let finished: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    finished = resolve;
  });

  const plan = (event: BelfryEvent, at: number): void => {
    const due = Math.max(slot, Math.floor((at - start) / SEND_EVERY_MS));
    const some = planned.get(due);
    if (some) some.push(event);
    else planned.set(due, [event]);
  };
  const begin = (at: number): void => {
    const story = storyOf(random());
    begun[story]++;
    for (const { after, event } of tellingsOf(story, `${name}-${orders++}`, at, random())) {
      plan(event, at + after);
      if (random() < 1 / TOLD_AGAIN) plan(event, at + after + SEND_EVERY_MS);
    }
  };
  const turn = async (): Promise<void> => {
    const now = Date.now();
    const until = Math.floor(((now - start) / 1000) * ordersPerSecond);
    while (!ending && orders < until) begin(start + (orders / ordersPerSecond) * 1000);
    const events: BelfryEvent[] = [];
    for (const last = Math.floor((now - start) / SEND_EVERY_MS); slot < last; slot++) {
      events.push(...(planned.get(slot) ?? []));
      planned.delete(slot);
    }
    if (events.length > 0) {
      const refused = (await client.send(events)).find(({ status }) => status === 'refused');
      if (refused !== undefined) throw new Error(`intake refused an event: ${JSON.stringify(refused)}`);
      sent += events.length;
    }
    if (ending && planned.size === 0) finished();
    else setTimeout(go, SEND_EVERY_MS);
  };
  const go = (): void =>
    void turn().catch((error: unknown) => {
      failed = error;
      finished();
    });
  go();
  return {
    begun,
    get sent() {
      return sent;
    },
    async finish() {
      ending = true;
      await over;
      if (failed !== undefined) throw failed;
    },
  };
}
