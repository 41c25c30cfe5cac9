import type { Explanation } from '@belfry/processor/contract';
import { Command } from 'commander';
import { ask } from '../ask.ts';
import { BelfryError } from '../belfry-error.ts';
import { readEnvironment } from '../environment.ts';
import { requireZone } from '../zone.ts';

interface ExplainFlags {
  readonly asOf?: string;
  readonly json?: boolean;
  readonly zone?: string;
  readonly url?: string;
}

export function explainCommand(): Command {
  return new Command('explain')
    .description('Say why the clocks of an order or a ticket stand as they stand.')
    .argument('<subject>', 'for instance order/8812 or ticket/T-9')
    .option('--as-of <instant>', 'what was believed then, with what had been told until then: 2026-11-26T17:30+03:00')
    .option('--json', 'the whole answer as JSON: instants are ms UTC')
    .option('--zone <name>', 'the time zone to read it in, for instance Europe/Prague (default: the partner’s)')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .action(explain);
}

async function explain(subject: string, flags: ExplainFlags): Promise<void> {
  if (!/^(?:order|ticket)\/./.test(subject)) {
    throw new BelfryError('USAGE', `"${subject}" is neither an order nor a ticket: write order/<id> or ticket/<id>.`);
  }
  requireZone(flags.zone);
  const url = flags.url ?? readEnvironment(process.env).url;
  const path = `/api/explain/${subject.split('/').map(encodeURIComponent).join('/')}`;
  const explanation = await ask<Explanation>(url, path, { asOf: flags.asOf });
  if (flags.json) {
    console.log(JSON.stringify(explanation, null, 2));
    return;
  }
  // Only this needs the zone database; --help should not wait for it.
  const { inWords, plain, terminal } = await import('@belfry/processor/inquiry');
  process.stdout.write(inWords(explanation, flags.zone, process.stdout.isTTY ? terminal : plain));
}
