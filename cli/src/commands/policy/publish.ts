import type { PublishAnswer } from '@belfry/processor/contract';
import { tellProblem } from '@belfry/processor/packs';
import { Command } from 'commander';
import { BelfryError } from '../../belfry-error.ts';
import { readEnvironment } from '../../environment.ts';
import { fileOf, type PackFile, packRequest, readPackFile } from '../../read-pack-file.ts';
import { request } from '../../request.ts';
import { tellingMistakes } from '../../tell-mistakes.ts';

/** So long it waits for lanes before it gives up waiting: what is published stays published. */
const PATIENCE_MS = 60_000;

interface PublishFlags {
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly url?: string;
}

export function publishCommand(): Command {
  return new Command('publish')
    .description('Publish a pack to the running Belfry. The same bytes again change nothing.')
    .argument('<pack.yaml>', 'the pack')
    .option('--dry-run', 'publish nothing; say what would come of it')
    .option('--json', 'the answer as one JSON object')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .action(publish);
}

async function publish(path: string, flags: PublishFlags): Promise<void> {
  const url = flags.url ?? readEnvironment(process.env).url;
  const file = await readPackFile(path);
  const answer = await post(url, file, flags);
  if (flags.json) console.log(JSON.stringify(answer));
  else for (const line of answerLines(answer, path)) console.log(line);
  if (answer.waitsFor.length > 0) {
    throw new BelfryError(
      'STAGE_FAILED',
      `version ${answer.number} is in the log for good, but not everywhere in force: ${answer.waitsFor.join(', ')} ${answer.waitsFor.length === 1 ? 'has' : 'have'} not taken it. See that a processor runs; they take it as soon as one reads them.`,
    );
  }
}

/** Asks until every lane has it: asking again with the same bytes publishes nothing and waits on. */
async function post(url: string, file: PackFile, flags: PublishFlags): Promise<PublishAnswer> {
  const path = `/api/policies?file=${fileOf(file)}${flags.dryRun ? '&dry-run' : ''}`;
  const end = Date.now() + PATIENCE_MS;
  let first: PublishAnswer | undefined;
  for (;;) {
    const answer = (await (await tellingMistakes(request(url, path, packRequest(file)))).json()) as PublishAnswer;
    first ??= answer;
    // What is told is what the first answer found: to the next ones these bytes are known.
    const whole = { ...answer, known: first.known, notes: first.notes };
    if (answer.waitsFor.length === 0 || Date.now() > end) return whole;
    console.error(`version ${answer.number} waits for ${answer.waitsFor.join(', ')} ...`);
  }
}

function* answerLines(answer: PublishAnswer, path: string): Generator<string> {
  const { pack, title, dryRun, number, known, effective, other, warnings, notes } = answer;
  for (const warning of warnings) yield `warning: ${tellProblem(warning)}`;
  const from = `${STANDING[answer.is]} (effective ${effective.slice(0, 10)}, applies: ${answer.applies})`;
  if (known) yield `${path} is version ${number} of ${pack} (${title}) already, ${from}.`;
  else if (dryRun) yield `${path} would become the next version of ${pack} (${title}), ${from}.`;
  else yield `${path} is version ${number} of ${pack} (${title}), ${from}.`;
  if (!known && other !== null)
    yield `The version before it is ${other}; belfry policy diff ${other} ${number ?? path} compares them.`;
  for (const note of notes) yield note;
  if (dryRun) yield 'Nothing was published.';
}

const STANDING = {
  'in-force': 'in force',
  'to-come': 'in force later',
  past: 'in force for earlier starts only',
  overruled: 'overruled by a later version',
} as const;
