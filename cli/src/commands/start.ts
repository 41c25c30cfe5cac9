import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { BelfryError } from '../belfry-error.ts';
import { parsePort, readEnvironment } from '../environment.ts';

interface StartFlags {
  readonly empty?: boolean;
  readonly port?: string;
  readonly host?: string;
  readonly data?: string;
}

/** How long an orderly end may take before it is ended anyway: a commit under way, the last posts of hooks. */
const PATIENCE_MS = 10_000;

export function startCommand(): Command {
  return new Command('start')
    .description('Start Belfry: wall, API and intake on one port. Ctrl-C ends it.')
    .option('--empty', 'without the demo: your own data, kept apart from the demo’s')
    .option('--port <port>', 'where to listen; 0 takes a free one (default: PORT or 4100)')
    .option('--host <host>', 'the address to listen on; on others than loopback everything is closed without a token')
    .option('--data <dir>', 'where data lies (default: BELFRY_DATA or .belfry)')
    .action(start);
}

async function start(flags: StartFlags): Promise<void> {
  const environment = readEnvironment(process.env);
  const data = flags.data === undefined ? environment.data : resolve(flags.data);
  const report = (line: string): void => console.log(line);

  const ending = endOnSignals(report);
  // Only this command needs all stages; --help should not wait for them.
  const { startBelfry } = await import('../app.ts');
  const app = await startBelfry({
    data,
    port: flags.port === undefined ? environment.port : parsePort(flags.port, '--port'),
    host: flags.host ?? environment.host,
    empty: flags.empty ?? false,
    environment,
    report,
    onFatal: ending.fail,
  });

  const { url } = app;
  report('');
  report(`  Belfry is up on ${app.words}.`);
  report(`  wall    ${url}/`);
  if (app.adminLink !== undefined) report(`  Admin: ${app.adminLink}   (shown this once; keep it)`);
  report(`  events  POST ${url}/events  (what to send: ${url}/docs/api)`);
  report(`  data    ${relative(process.cwd(), data) || '.'}/${flags.empty ? 'live' : 'demo'}`);
  report('  Ctrl-C ends it.');
  report('');

  app.begin();
  const reason = await ending.asked;
  await app.stop();
  if (reason !== undefined)
    throw new BelfryError('STAGE_FAILED', `${reason.message}. Start again: nothing is lost.`, { cause: reason });
  report('Ended. Everything is kept; start again to go on.');
  // An import that is still being read, or a socket that lingers, must not keep the process.
  process.exit(0);
}

/** Resolves when somebody asks for the end, or with the reason why it cannot go on. A second Ctrl-C ends at once. */
function endOnSignals(report: (line: string) => void): { asked: Promise<Error | undefined>; fail(error: Error): void } {
  let fail: (error: Error) => void = () => {};
  const asked = new Promise<Error | undefined>((resolve) => {
    let signals = 0;
    const onSignal = (): void => {
      signals++;
      if (signals > 1) process.exit(130);
      report('Ending (Ctrl-C again: at once) ...');
      setTimeout(() => {
        report(`It did not end within ${PATIENCE_MS / 1000} s: ended at once. What was acknowledged is safe.`);
        process.exit(1);
      }, PATIENCE_MS).unref();
      resolve(undefined);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
    fail = (error) => resolve(error);
  });
  return { asked, fail: (error) => fail(error) };
}
