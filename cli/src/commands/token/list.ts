import type { ListedToken } from '@belfry/access';
import { Command } from 'commander';
import { columns } from '../../columns.ts';
import { readEnvironment } from '../../environment.ts';
import { request } from '../../request.ts';

export function listCommand(): Command {
  return new Command('list')
    .description('List every token that there was, without its text.')
    .option('--json', 'as a JSON array')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .action(list);
}

async function list(flags: { readonly json?: boolean; readonly url?: string }): Promise<void> {
  const url = flags.url ?? readEnvironment(process.env).url;
  const tokens = (await (await request(url, '/api/tokens')).json()) as ListedToken[];
  if (flags.json) console.log(JSON.stringify(tokens));
  else if (tokens.length === 0) console.log('There are no tokens yet.');
  else for (const line of columns([HEAD, ...tokens.map(row)])) console.log(line);
}

const HEAD = ['id', 'name', 'scope', 'bound to', 'now', 'made', 'by', 'ends', 'last used'];

const row = (token: ListedToken): string[] => [
  token.id,
  token.name,
  token.scope,
  token.partner ?? token.source ?? '-',
  token.standing,
  instant(token.created),
  token.createdBy,
  instant(token.expires),
  instant(token.lastUsed),
];

const instant = (at: number | null): string =>
  at === null ? '-' : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
