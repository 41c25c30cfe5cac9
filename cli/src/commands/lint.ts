import { shippedPacks } from '@belfry/processor/compose';
import { lintPacks, tellProblem } from '@belfry/processor/packs';
import { Command } from 'commander';
import { BelfryError } from '../belfry-error.ts';
import { counted } from '../counted.ts';
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
  const { findings, errors, warnings } = lintPacks(files, Date.now());
  if (flags.json) console.log(JSON.stringify({ findings, errors, warnings }));
  else {
    for (const finding of findings) console.log(`${finding.severity}: ${tellProblem(finding)} (${finding.code})`);
    console.log(`${counted(files.length, 'pack')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`);
  }
  if (errors > 0) throw new BelfryError('USAGE', 'mend the errors.');
  if (flags.strict && warnings > 0) throw new BelfryError('USAGE', '--strict lets no warning pass.');
}
