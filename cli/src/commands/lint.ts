import { shippedPacks } from '@belfry/processor/compose';
import { lintPacks, tellProblem } from '@belfry/processor/packs';
import { Command } from 'commander';
import { BelfryError } from '../belfry-error.ts';
import { readPackFile } from '../read-pack-file.ts';

interface LintFlags {
  readonly strict?: boolean;
  readonly json?: boolean;
}

export function lintCommand(): Command {
  return new Command('lint')
    .description('Check policy packs, without a running Belfry. Ends with 1 if one of them could not be published.')
    .argument('[pack.yaml...]', 'the packs (default: those that come with Belfry)')
    .option('--strict', 'end with 1 if there are warnings, too')
    .option('--json', 'as one JSON object')
    .action(lint);
}

async function lint(paths: readonly string[], flags: LintFlags): Promise<void> {
  const files = paths.length === 0 ? await shippedPacks({ demo: true }) : await Promise.all(paths.map(readPackFile));
  const { errors, warnings } = lintPacks(files, Date.now());
  if (flags.json) console.log(JSON.stringify({ errors, warnings }));
  else {
    for (const error of errors) console.log(`error: ${tellProblem(error)}`);
    for (const warning of warnings) console.log(`warning: ${tellProblem(warning)}`);
    console.log(
      `${counted(files.length, 'pack')}: ${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')}`,
    );
  }
  if (errors.length > 0 || (flags.strict && warnings.length > 0)) {
    throw new BelfryError('USAGE', errors.length > 0 ? 'mend the errors.' : '--strict lets no warning pass.');
  }
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
