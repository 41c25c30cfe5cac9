import type { Fault } from './fault.ts';
import { Difference } from './oracle/difference.ts';
import type { Proof } from './proofs.ts';
import type { World } from './world/world.ts';

/** What became of a row, or of a proof. */
export interface Outcome {
  readonly number: string;
  readonly title: string;
  /** Why it does not hold, whole. */
  readonly failure: string | undefined;
  readonly bite: string;
  readonly compared: string;
  readonly seconds: number;
}

/** Between how a fault bit and what was compared, in what a row returns. */
const COMPARED = '; compared ';

export async function outcomeOf(fault: Fault, world: World): Promise<Outcome> {
  const { error, told, seconds } = await run(fault, world);
  const [bite = '', compared = ''] = (told ?? '').split(COMPARED);
  const { title } = fault;
  return said({ number: String(fault.number), title, failure: inWords(error), bite, compared, seconds });
}

/** A proof holds if its row turns red, and because an oracle found what the missing part would have prevented. */
export async function proofOf(proof: Proof, world: World): Promise<Outcome> {
  const { error, seconds } = await run(proof.row, world.lacking(proof.without));
  const found = error instanceof Difference ? error.message : undefined;
  const isExpected = found !== undefined && proof.finds.test(found);
  const failure = isExpected
    ? undefined
    : error === undefined
      ? `row ${proof.row.number} holds without ${proof.part}: the harness would not notice`
      : `row ${proof.row.number} turned red for another reason: ${inWords(error)}`;
  const bite = `row ${proof.row.number} turned red: ${(proof.finds.exec(found ?? '')?.[0] ?? '').replaceAll(/\s+/g, ' ')}`;
  const title = `without ${proof.part}`;
  return said({ number: `-${proof.without}`, title, failure, bite, compared: 'as the row does', seconds });
}

async function run(fault: Fault, world: World): Promise<{ error: unknown; told: string | undefined; seconds: number }> {
  const begun = Date.now();
  let [error, told]: [unknown, string | undefined] = [undefined, undefined];
  try {
    told = await fault.run(world);
  } catch (caught) {
    error = caught;
  }
  await world.closeRooms();
  return { error, told, seconds: Math.round((Date.now() - begun) / 1000) };
}

function said(outcome: Outcome): Outcome {
  const { number, title, failure, bite, compared, seconds } = outcome;
  console.log(`${failure === undefined ? 'holds' : 'FAILS'} ${number}. ${title} (${seconds} s)`);
  console.log(`      ${failure?.replaceAll('\n', '\n      ') ?? `${bite}${COMPARED}${compared}`}`);
  return outcome;
}

const inWords = (error: unknown): string | undefined => {
  if (error === undefined) return undefined;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

/** As Markdown, so that it can be pasted anywhere. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const lines = outcomes.map(({ number, title, failure, bite, compared, seconds }) => [
    number,
    title,
    failure === undefined ? bite : (failure.split('\n')[0] ?? ''),
    compared,
    String(seconds),
    failure === undefined ? 'holds' : 'FAILS',
  ]);
  const rows = [['#', 'fault', 'how it bit', 'compared', 's', 'verdict'], Array(6).fill('---') as string[], ...lines];
  return rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '/')).join(' | ')} |`).join('\n');
}
