import { Command, CommanderError } from 'commander';
import { BelfryError } from './belfry-error.ts';
import { importCommand } from './commands/import.ts';
import { sendCommand } from './commands/send.ts';
import { startCommand } from './commands/start.ts';

/** The `belfry` command: one file a subcommand in commands/, registered here. */
const program = new Command('belfry')
  .description('Promises become clocks that everyone can see, and that ring when one is broken.')
  .showHelpAfterError('(belfry --help shows every command)')
  .showSuggestionAfterError()
  .helpCommand(false)
  .addHelpText('after', HELP_AFTER())
  .exitOverride();

for (const command of [startCommand(), sendCommand(), importCommand()]) {
  program.addCommand(command.exitOverride());
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else if (error instanceof BelfryError) fail(error.message);
  else fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function fail(line: string): void {
  console.error(`belfry: ${line}`);
  process.exitCode = 1;
}

function HELP_AFTER(): string {
  return `
Examples:
  npm start                                      the demo: 30 days of history, then a live story
  npm start -- --empty                           your own data, from nothing
  npx belfry send events.ndjson                  CloudEvents, one a line, to the Belfry that runs
  npx belfry import orders.csv --mapping m.yaml  history from a CSV file

Environment: BELFRY_URL says where Belfry runs (http://127.0.0.1:4100); README.md has the whole table.`;
}
