import { Command } from 'commander';
import { listCommand } from './list.ts';
import { makeCommand } from './make.ts';
import { revokeCommand } from './revoke.ts';

export function tokenCommand(): Command {
  const token = new Command('token')
    .description('Make, list and revoke the tokens that open a Belfry.')
    .helpCommand(false)
    .showHelpAfterError('(belfry token --help says more)');
  for (const command of [makeCommand(), listCommand(), revokeCommand()]) token.addCommand(command.exitOverride());
  return token;
}
