/**
 * `npm run faults [-- --quick] [-- --only 1,7] [-- --prove [SWITCH]] [-- --without SWITCH]`: brings each fault of docs/faults.md about on
 * a real broker, a real ClickHouse and the product's own processes, and compares what came of it with brute-force oracles. Then
 * a table, and the last line is `N passed, N failed`.
 */

import { type Outcome, outcomeOf, proofOf, tableOf } from './outcome.ts';
import { PROOFS, type Proof } from './proofs.ts';
import { FAULTS } from './rows.ts';
import { startWorld } from './world/world.ts';

const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const has = (name: string): boolean => process.argv.includes(`--${name}`);
const only = argument('only')?.split(',').map(Number);
const without = argument('without');
const isQuick = has('quick');
const chosen = FAULTS.filter(({ number, quick }) =>
  only === undefined ? !has('prove') && (!isQuick || quick) : only.includes(number),
);
// A part is taken out of what runs by hand, or of what proves the harness, never of both.
const proved = PROOFS.some((proof) => proof.without === argument('prove')) ? argument('prove') : undefined;
const isAsked = ({ without: part, quick }: Proof): boolean =>
  proved === undefined ? !isQuick || quick : part === proved;
const proofs = only === undefined && without === undefined ? PROOFS.filter(isAsked) : [];
if (chosen.length + proofs.length === 0) {
  console.error(`no such row; there are ${FAULTS.map(({ number }) => number).join(', ')}`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const world = await startWorld(isQuick, without);
// Who breaks it off must not leave processes behind, frozen ones least of all.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void world.stop().then(() => process.exit(1)));
const outcomes: Outcome[] = [];
for (const fault of chosen) outcomes.push(await outcomeOf(fault, world));
for (const proof of proofs) outcomes.push(await proofOf(proof, world));
await world.stop();

const failed = outcomes.filter(({ failure }) => failure !== undefined).length;
console.log(`\n${tableOf(outcomes)}\n`);
console.log(`${outcomes.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
