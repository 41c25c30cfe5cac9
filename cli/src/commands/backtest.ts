import type { BacktestClock, BacktestDifference, BacktestLine, BacktestResult } from '@belfry/processor/contract';
import { Command } from 'commander';
import { type BacktestBar, backtestBar } from '../backtest-bar.ts';
import { resultLines } from '../backtest-report.ts';
import { BelfryError } from '../belfry-error.ts';
import { readEnvironment } from '../environment.ts';
import { ndjson } from '../ndjson.ts';
import { fileOf, packRequest, readPackFile } from '../read-pack-file.ts';
import { request } from '../request.ts';
import { tellingMistakes } from '../tell-mistakes.ts';

interface BacktestFlags {
  readonly from: string;
  readonly to: string;
  readonly json?: boolean;
  readonly url?: string;
}

/** So many clocks that differ are shown; --json has all of them. */
const SHOWN = 20;

export function backtestCommand(): Command {
  return new Command('backtest')
    .description(
      'Say what a pack would have made of the past, beside the version that is in force. Nothing is changed.',
    )
    .argument('<pack.yaml>', 'the pack, published or not')
    .requiredOption('--from <day>', 'the first day, for instance 2026-10-01 (midnight UTC), or an instant with a zone')
    .requiredOption('--to <day>', 'the day behind the last one')
    .option('--json', 'NDJSON: each clock that differs, and as the last line the result')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .addHelpText(
      'after',
      '\nA clock counts where its deadline lies, and where it ended if it has none. Ctrl-C ends it.',
    )
    .action(backtest);
}

async function backtest(path: string, flags: BacktestFlags): Promise<void> {
  const url = flags.url ?? readEnvironment(process.env).url;
  const file = await readPackFile(path);
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  const interval = new URLSearchParams({ from: flags.from, to: flags.to });
  const asked = request(url, `/api/backtest?${interval}&file=${fileOf(file)}`, packRequest(file, abort.signal));
  const answer = await tellingMistakes(asked);
  const bar = backtestBar(flags.json ?? false);
  const shown: BacktestDifference[] = [];
  const result = await untilResult(answer, flags, bar, shown).catch((cause: unknown) => {
    bar.end();
    const said = abort.signal.aborted ? 'the back-test was ended.' : `Belfry at ${url} broke off; ask again.`;
    throw cause instanceof BelfryError ? cause : new BelfryError('STAGE_FAILED', said, { cause });
  });
  bar.end();
  if (flags.json) console.log(JSON.stringify(result));
  else for (const line of resultLines(result, shown)) console.log(line);
}

async function untilResult(
  answer: Response,
  { json }: BacktestFlags,
  bar: BacktestBar,
  shown: BacktestDifference[],
): Promise<BacktestResult> {
  for await (const line of ndjson<BacktestLine>(answer.body)) {
    switch (line.kind) {
      case 'progress':
        bar.tell(line);
        break;
      case 'difference':
        if (json) console.log(JSON.stringify(line));
        else if (shown.length < SHOWN || isGraver(line)) show(line, shown);
        break;
      case 'failed':
        throw new BelfryError('STAGE_FAILED', `${line.reason}. ${line.remedy}`);
      case 'result':
        return line;
    }
  }
  throw new BelfryError('STAGE_FAILED', 'Belfry ended before the back-test did; start it and ask again.');
}

/** A breach that comes or goes says more than a deadline that moved; those stand first, and push the others out. */
const isGraver = ({ before, after }: BacktestDifference): boolean => isBreach(before) !== isBreach(after);
const isBreach = (clock: BacktestClock | null): boolean => clock?.counted === true && clock.verdict === 'breached';

function show(line: BacktestDifference, shown: BacktestDifference[]): void {
  if (!isGraver(line)) shown.push(line);
  else {
    const behind = shown.findIndex((other) => !isGraver(other));
    if (behind >= 0) shown.splice(behind, 0, line);
    else if (shown.length < SHOWN) shown.push(line);
  }
  if (shown.length > SHOWN) shown.pop();
}
