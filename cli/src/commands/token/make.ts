import type { MadeToken } from '@belfry/access';
import { Command, Option } from 'commander';
import { readEnvironment } from '../../environment.ts';
import { request } from '../../request.ts';

interface MakeFlags {
  readonly scope: string;
  readonly name: string;
  readonly partner?: string;
  readonly source?: string;
  readonly expires?: string;
  readonly json?: boolean;
  readonly url?: string;
}

export function makeCommand(): Command {
  return new Command('make')
    .description(
      'Make a token and print its link, once. Needs a token of scope admin, or the machine that Belfry runs on.',
    )
    .addOption(
      new Option('--scope <scope>', 'what it opens')
        .choices(['wall', 'partner', 'manager', 'admin', 'source'])
        .makeOptionMandatory(),
    )
    .requiredOption('--name <name>', 'whose it is, for lists: "Acme", "hall 2"')
    .option('--partner <id>', 'the only partner that it shows (scope partner)')
    .option('--source <source>', 'the only source that its events may name (scope source; default: any)')
    .option('--expires <when>', '30d, 12h, a day (2026-12-31) or an instant with its zone; a partner’s has to end')
    .option('--json', 'the answer as one JSON object')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .action(make);
}

async function make({ url: given, json, ...wish }: MakeFlags): Promise<void> {
  const url = given ?? readEnvironment(process.env).url;
  const headers = { 'content-type': 'application/json' };
  const answer = await request(url, '/api/tokens', { method: 'POST', headers, body: JSON.stringify(wish) });
  const made = (await answer.json()) as MadeToken;
  if (json) console.log(JSON.stringify(made));
  else for (const line of madeLines(made)) console.log(line);
}

function* madeLines({ id, name, scope, text, link, expires }: MadeToken): Generator<string> {
  const end = expires === null ? 'without an end' : `until ${new Date(expires).toISOString()}`;
  yield `${name}: ${scope}, ${end}. Stop it with: belfry token revoke ${id}`;
  yield 'It is not shown again:';
  // A program needs the token itself; whoever opens a page needs the link.
  yield scope === 'source' ? text : link;
}
