/**
 * `npm run faults [-- --quick] [-- --only 1,7] [-- --without SWITCH]`: brings each fault of docs/faults.md about on a real
 * broker, a real ClickHouse and the product's own processes, and compares what came of it with brute-force oracles. The last
 * line is `N passed, N failed`.
 */
import type { Fault } from './fault.ts';
import { FAULTS } from './rows.ts';
import { startWorld, type World } from './world/world.ts';

interface Outcome {
  readonly fault: Fault;
  readonly failure: string | undefined;
  readonly bite: string;
  readonly seconds: number;
}

const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const only = argument('only')?.split(',').map(Number);
const isQuick = process.argv.includes('--quick');
const chosen = FAULTS.filter(({ number, quick }) => (only === undefined ? !isQuick || quick : only.includes(number)));
if (chosen.length === 0) {
  console.error(`no such row; there are ${FAULTS.map(({ number }) => number).join(', ')}`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const world = await startWorld(argument('without'));
const outcomes: Outcome[] = [];
for (const fault of chosen) outcomes.push(await outcomeOf(fault, world));
await world.stop();

const failed = outcomes.filter(({ failure }) => failure !== undefined).length;
console.log(`${outcomes.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function outcomeOf(fault: Fault, world: World): Promise<Outcome> {
  const begun = Date.now();
  let [failure, bite]: [string | undefined, string] = [undefined, ''];
  try {
    bite = await fault.run(world);
  } catch (error) {
    failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  await world.closeRooms();
  const seconds = Math.round((Date.now() - begun) / 1000);
  console.log(`${failure === undefined ? 'holds' : 'FAILS'} ${fault.number}. ${fault.title} (${seconds} s)`);
  console.log(`      ${failure?.replaceAll('\n', '\n      ') ?? bite}`);
  return { fault, failure, bite, seconds };
}
