import { scalingOnKafka } from './scaling-on-kafka.ts';
import { forkChild } from './stage/processes.ts';
import { medianOf } from './stage/quantiles.ts';

const USUAL = '100000,1000000,5000000';
const HEAP_MB = 20_000;
const ROUNDS = 7;
const EVENTS_A_ROUND = 50_000;
/** With a real Kafka and a real ClickHouse, those of the sizes that are not larger. */
const LARGEST_ON_KAFKA = 1_000_000;

/**
 * `npm run bench -- scaling [openClocks,openClocks,...] [fold|kafka]`: CPU time an event (a random open order ships, a new one is
 * opened), commits included, with so many open clocks (100,000, 1,000,000 and 5,000,000), as a ratio to the first. First through the real fold, all
 * sizes side by side and in turns, so that a machine that slows down does so for all of them; then with Kafka and ClickHouse,
 * with one and with two processors.
 */
export async function scaling([sizes = USUAL, which = 'both']: readonly string[]): Promise<void> {
  const open = sizes.split(',').map(Number);
  const fold = which === 'kafka' ? [] : await throughTheFold(open);
  const kafka = which === 'fold' ? [] : await scalingOnKafka(open.filter((size) => size <= LARGEST_ON_KAFKA));
  console.log(JSON.stringify({ bench: 'scaling', fold, kafka }));
}

async function throughTheFold(sizes: readonly number[]) {
  const children = sizes.map((open) => forkChild('random-orders', { open }, [`--max-old-space-size=${HEAP_MB}`]));
  const figures = sizes.map((): number[] => []);
  try {
    for (const child of children) await child.told('ready');
    // The first round of each compiles.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [n, child] of children.entries()) {
        const { nsAnEvent } = await child.ask<{ nsAnEvent: number }>({ apply: EVENTS_A_ROUND }, 'nsAnEvent');
        if (round > 0) figures[n]!.push(nsAnEvent);
      }
    }
  } finally {
    for (const child of children) await child.kill();
  }
  const first = medianOf(figures[0]!);
  const rows = sizes.map((open, n) => {
    const nsAnEvent = Math.round(medianOf(figures[n]!));
    return { open, nsAnEvent, ratio: Number((nsAnEvent / first).toFixed(2)) };
  });
  console.log('through the fold, one process:');
  console.table(rows);
  return rows;
}
