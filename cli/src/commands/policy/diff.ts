import type { ListedPolicy } from '@belfry/processor/contract';
import { diffPacks, type PackChange, parsePack, tellProblem } from '@belfry/processor/packs';
import { Command } from 'commander';
import { BelfryError } from '../../belfry-error.ts';
import { readEnvironment } from '../../environment.ts';
import { readPackFile } from '../../read-pack-file.ts';
import { request } from '../../request.ts';

export function diffCommand(): Command {
  return new Command('diff')
    .description('Say what one version of a pack promises otherwise than another.')
    .argument('<a>', 'a file, or the number of a published version')
    .argument('[b]', 'another; without it, the version of the pack that is in force is compared with <a>')
    .option('--json', 'as one JSON object')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .addHelpText('after', '\nTwo files are compared without a running Belfry.')
    .action(diff);
}

interface Side {
  readonly name: string;
  readonly yaml: string;
}

async function diff(a: string, b: string | undefined, flags: { readonly json?: boolean; readonly url?: string }) {
  const url = flags.url ?? readEnvironment(process.env).url;
  const first = await sideOf(a, url);
  const [before, after] = b === undefined ? [await inForce(first, url), first] : [first, await sideOf(b, url)];
  const changes = diffPacks(compiled(before), compiled(after));
  if (flags.json) {
    console.log(JSON.stringify({ before: before.name, after: after.name, changes }));
    return;
  }
  console.log(`${before.name} -> ${after.name}`);
  for (const { change, sentence } of changes) console.log(`${SIGN[change]} ${sentence}`);
  if (changes.length === 0)
    console.log(before.yaml === after.yaml ? 'The same bytes.' : 'Nothing that they promise differs.');
}

const SIGN: Readonly<Record<PackChange['change'], string>> = { added: '+', removed: '-', changed: '~' };
const NUMBER = /^\d{1,15}$/;

async function sideOf(named: string, url: string): Promise<Side> {
  if (!NUMBER.test(named)) return readPackFile(named);
  return { name: `version ${named}`, yaml: await (await request(url, `/api/policies/${named}`)).text() };
}

async function inForce(side: Side, url: string): Promise<Side> {
  const { pack } = compiled(side);
  const versions = (await (await request(url, '/api/policies')).json()) as ListedPolicy[];
  const own = versions.filter((version) => version.pack === pack);
  const ruling = own.find(({ is }) => is === 'in-force') ?? own[0];
  if (ruling !== undefined) return sideOf(String(ruling.number), url);
  throw new BelfryError(
    'USAGE',
    `no version of pack ${pack} is published: name another file to compare with, or publish this one.`,
  );
}

function compiled({ name, yaml }: Side) {
  const read = parsePack(yaml, name, Date.now());
  if (!('problems' in read)) return read.compiled;
  for (const problem of read.problems) console.error(tellProblem(problem));
  throw new BelfryError('USAGE', `${name} cannot be read: mend what is named above.`);
}
