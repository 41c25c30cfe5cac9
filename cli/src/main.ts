import { Command, CommanderError } from 'commander';

/** One file a subcommand in commands/, in the order of the list. */
const COMMANDS = {
  start: async () => (await import('./commands/start.ts')).startCommand(),
  send: async () => (await import('./commands/send.ts')).sendCommand(),
  import: async () => (await import('./commands/import.ts')).importCommand(),
  policy: async () => (await import('./commands/policy/policy.ts')).policyCommand(),
  lint: async () => (await import('./commands/lint.ts')).lintCommand(),
  backtest: async () => (await import('./commands/backtest.ts')).backtestCommand(),
  hooks: async () => (await import('./commands/hooks/hooks.ts')).hooksCommand(),
  route: async () => (await import('./commands/route.ts')).routeCommand(),
  explain: async () => (await import('./commands/explain.ts')).explainCommand(),
  deadline: async () => (await import('./commands/deadline.ts')).deadlineCommand(),
  review: async () => (await import('./commands/review.ts')).reviewCommand(),
  kpi: async () => (await import('./commands/kpi.ts')).kpiCommand(),
  token: async () => (await import('./commands/token/token.ts')).tokenCommand(),
};

/** The `belfry` command. */
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

// Whoever names a command waits for that one, and the list for all: some load half of Belfry, for longer than they work.
const [, , named = ''] = process.argv;
const wanted = Object.hasOwn(COMMANDS, named) ? [COMMANDS[named as keyof typeof COMMANDS]] : Object.values(COMMANDS);
for (const command of await Promise.all(wanted.map((load) => load()))) {
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
