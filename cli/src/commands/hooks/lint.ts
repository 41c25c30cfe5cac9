import type { ListedPolicy } from '@belfry/processor/contract';
import { parseHooksFile } from '@belfry/processor/hooks';
import { parsePack, tellProblem } from '@belfry/processor/packs';
import { Command } from 'commander';
import { BelfryError } from '../../belfry-error.ts';
import { counted } from '../../counted.ts';
import { type PackFile, readPackFile } from '../../read-pack-file.ts';
import { request } from '../../request.ts';

interface LintFlags {
  readonly pack: readonly string[];
  readonly url?: string;
  readonly secrets: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
}

export function lintCommand(): Command {
  return new Command('lint')
    .description('Check a hooks file, without a running Belfry. Ends with 1 if Belfry would not start with it.')
    .argument('<hooks.yaml>', 'the file that BELFRY_HOOKS is to name')
    .option('--pack <pack.yaml...>', 'policy packs that names are checked against', [])
    .option('--url <url>', 'check names against the policies that are in force in the Belfry that runs there')
    .option('--no-secrets', 'do not look for the variables that it names')
    .option('--strict', 'end with 1 if there are warnings, too')
    .option('--json', 'as one JSON object')
    .action(lint);
}

async function lint(path: string, { pack, url, secrets, strict, json }: LintFlags): Promise<void> {
  const file = await readPackFile(path);
  const packFiles = [...(await Promise.all(pack.map(readPackFile))), ...(url === undefined ? [] : await inForce(url))];
  const now = Date.now();
  const packs = packFiles.map((each) => compiled(each, now));
  const read = parseHooksFile(file.yaml, file.name, {
    env: secrets ? process.env : undefined,
    now,
    ...(packs.length > 0 && { packs }),
  });
  const problems = 'problems' in read ? read.problems : [];
  const findings = [...problems, ...read.warnings];
  const [errors, warnings] = [problems.length, read.warnings.length];
  if (json) console.log(JSON.stringify({ findings, errors, warnings }));
  else {
    for (const finding of findings) console.log(`${finding.severity}: ${tellProblem(finding)} (${finding.code})`);
    const size =
      'problems' in read
        ? ''
        : `${counted(read.routing.hooks.length, 'hook')}, ${counted(read.routing.routes.length, 'route')}: `;
    console.log(`${size}${counted(errors, 'error')}, ${counted(warnings, 'warning')}`);
  }
  if (errors > 0) throw new BelfryError('USAGE', 'mend the errors.');
  if (strict && warnings > 0) throw new BelfryError('USAGE', '--strict lets no warning pass.');
}

async function inForce(url: string): Promise<PackFile[]> {
  const versions = (await (await request(url, '/api/policies')).json()) as ListedPolicy[];
  return Promise.all(
    versions
      .filter(({ is }) => is === 'in-force')
      .map(async ({ number, pack }) => ({
        name: `${pack} version ${number}`,
        yaml: await (await request(url, `/api/policies/${number}`)).text(),
      })),
  );
}

function compiled({ name, yaml }: PackFile, now: number) {
  const read = parsePack(yaml, name, now);
  if (!('problems' in read)) return read.compiled;
  for (const problem of read.problems) console.error(tellProblem(problem));
  throw new BelfryError('USAGE', `${name} cannot be read: mend what is named above (belfry lint).`);
}
