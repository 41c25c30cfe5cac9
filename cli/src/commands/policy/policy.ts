import { Command } from 'commander';
import { diffCommand } from './diff.ts';
import { listCommand } from './list.ts';
import { publishCommand } from './publish.ts';

export function policyCommand(): Command {
  const policy = new Command('policy')
    .description('Publish, list and compare policy packs.')
    .helpCommand(false)
    .showHelpAfterError('(belfry policy --help says more)');
  for (const command of [publishCommand(), listCommand(), diffCommand()]) policy.addCommand(command.exitOverride());
  return policy;
}
