import { Command } from 'commander';
import { readEnvironment } from '../../environment.ts';
import { request } from '../../request.ts';

export function revokeCommand(): Command {
  return new Command('revoke')
    .description('Stop a token for good. Who shows it is cut off at once, walls included.')
    .argument('<id>', 'as belfry token list names it')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .action(revoke);
}

async function revoke(id: string, flags: { readonly url?: string }): Promise<void> {
  const url = flags.url ?? readEnvironment(process.env).url;
  const answer = await request(url, `/api/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
  const { name, scope } = (await answer.json()) as { name: string; scope: string };
  console.log(`${name} (${scope}) opens nothing any more.`);
}
