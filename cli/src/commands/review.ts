import type { ReviewAnswer } from '@belfry/dashboard/contract';
import { Command, Option } from 'commander';
import { ask } from '../ask.ts';
import { readEnvironment } from '../environment.ts';
import { request } from '../request.ts';
import { reviewLines } from '../review-lines.ts';
import { requireZone } from '../zone.ts';

interface ReviewFlags {
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly tz?: string;
  readonly partner?: string;
  readonly team?: string;
  readonly promise?: string;
  readonly kind?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
  readonly url?: string;
}

export function reviewCommand(): Command {
  return new Command('review')
    .description('Say what was promised in a period, what came of it, how long it took and how content customers were.')
    .requiredOption('--from <day>', 'a local day, or an instant with its zone: 2026-11-01')
    .requiredOption('--to <day>', 'the period ends before it: 2026-12-01')
    .addOption(
      new Option('--by <what>', 'how to group').choices(['team', 'partner', 'promise', 'level']).default('team'),
    )
    .option('--tz <name>', 'the zone of days, for instance Europe/Prague (default: UTC)')
    .option('--partner <id>', 'only clocks of this partner')
    .option('--team <name>', 'only clocks of this team')
    .option('--promise <promise>', 'only clocks of this promise, for instance oto/ticket-resolution')
    .addOption(new Option('--kind <kind>', 'only promises of this kind').choices(['contractual', 'internal']))
    .addOption(new Option('--csv', 'as CSV').conflicts('json'))
    .option('--json', 'the whole answer as JSON: instants and times are ms')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .showHelpAfterError('(belfry review --help says more)')
    .action(review);
}

async function review({ csv, json, url: given, ...flags }: ReviewFlags): Promise<void> {
  requireZone(flags.tz);
  const url = given ?? readEnvironment(process.env).url;
  const question: Record<string, string> = { ...flags };
  if (csv) {
    const answer = await request(url, `/api/review.csv?${new URLSearchParams(question)}`);
    process.stdout.write(await answer.text());
    return;
  }
  const answer = await ask<ReviewAnswer>(url, '/api/review', question);
  console.log(json ? JSON.stringify(answer, null, 2) : reviewLines(answer).join('\n'));
}
