import { Command } from 'commander';
import { lintCommand } from './lint.ts';

export function hooksCommand(): Command {
  const hooks = new Command('hooks')
    .description('Check a hooks file: who can be told, and who is told what.')
    .helpCommand(false)
    .showHelpAfterError('(belfry hooks --help says more)');
  hooks.addCommand(lintCommand().exitOverride());
  return hooks;
}
