import { Command, CommanderError } from 'commander';
import { backtestCommand } from './commands/backtest.ts';
import { deadlineCommand } from './commands/deadline.ts';
import { explainCommand } from './commands/explain.ts';
import { hooksCommand } from './commands/hooks/hooks.ts';
import { importCommand } from './commands/import.ts';
import { kpiCommand } from './commands/kpi.ts';
import { lintCommand } from './commands/lint.ts';
import { policyCommand } from './commands/policy/policy.ts';
import { reviewCommand } from './commands/review.ts';
import { routeCommand } from './commands/route.ts';
import { sendCommand } from './commands/send.ts';
import { startCommand } from './commands/start.ts';
import { tokenCommand } from './commands/token/token.ts';

/** The `belfry` command: one file a subcommand in commands/, registered here. */
const program = new Command('belfry')
  .description('Promises become clocks that everyone can see, and that ring when one is broken.')
  .showHelpAfterError('(belfry --help shows every command)')
  .showSuggestionAfterError()
  .helpCommand(false)
  .addHelpText('after', examples())
  .exitOverride();

const OWN_ERRORS = new Set([
  'BelfryError',
  'LogError',
  'SqlError',
  'PolicyError',
  'HookConfigError',
  'HooksError',
  'ImportError',
  'IntakeClientError',
  'RefusedError',
]);

// Whoever reads only the beginning (`| head`) must not end an import or a server half way.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

for (const command of [
  startCommand(),
  sendCommand(),
  importCommand(),
  policyCommand(),
  lintCommand(),
  backtestCommand(),
  hooksCommand(),
  routeCommand(),
  explainCommand(),
  deadlineCommand(),
  reviewCommand(),
  kpiCommand(),
  tokenCommand(),
]) {
  program.addCommand(command.exitOverride());
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode);
  console.error(`belfry: ${told(error)}`);
  // At once: what failed may have left sockets and children that would keep the process.
  process.exit(1);
}

/** The closed lists of errors say their remedy in one line; of all others the stack is wanted. */
function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return OWN_ERRORS.has(error.name) ? error.message : (error.stack ?? error.message);
}

function examples(): string {
  return `
Examples:
  npm start                                      the demo: 30 days of history, then a live story
  npm start -- --empty                           your own data, from nothing
  npx belfry send events.ndjson                  CloudEvents, one a line, to the Belfry that runs
  npx belfry import orders.csv --mapping m.yaml  history from a CSV file
  npx belfry explain order/8812                  why its clocks stand as they stand
  npx belfry deadline --policy oto --start 2026-11-26T17:30+03:00 --data category=tech
  npx belfry review --from 2026-11-01 --to 2026-12-01 --by team
                                                 what came of November's promises
  npx belfry kpi                                 how the partners stand, whom to call first
  npx belfry lint shop.yaml                      what is wrong with a policy pack
  npx belfry policy publish shop.yaml            its promises, to the Belfry that runs
  npx belfry backtest shop.yaml --from 2026-10-01 --to 2026-11-01
                                                 what they would have made of October
  npx belfry hooks lint hooks.yaml               what is wrong with a hooks file
  npx belfry route signal.json                   who would be told of a signal, and why
  npx belfry token make --scope partner --partner p12 --name Acme --expires 30d
                                                 a link that shows one partner its page

Environment: BELFRY_URL says where Belfry runs (http://127.0.0.1:4100), BELFRY_TOKEN opens it; README.md has the whole table.`;
}
