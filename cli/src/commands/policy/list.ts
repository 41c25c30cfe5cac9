import type { ListedPolicy } from '@belfry/processor/contract';
import { Command } from 'commander';
import { columns } from '../../columns.ts';
import { readEnvironment } from '../../environment.ts';
import { request } from '../../request.ts';

export function listCommand(): Command {
  return new Command('list')
    .description('List the published versions, and which is in force now.')
    .option('--json', 'as a JSON array')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .action(list);
}

async function list(flags: { readonly json?: boolean; readonly url?: string }): Promise<void> {
  const url = flags.url ?? readEnvironment(process.env).url;
  const versions = (await (await request(url, '/api/policies')).json()) as ListedPolicy[];
  if (flags.json) console.log(JSON.stringify(versions));
  else if (versions.length === 0) console.log('Nothing is published yet.');
  else for (const line of columns([HEAD, ...versions.map(row)])) console.log(line);
}

const HEAD = ['number', 'pack', 'now', 'effective', 'applies', 'published', 'by', 'promises', 'rows', 'KPIs', 'title'];

const row = (version: ListedPolicy): (string | number)[] => [
  version.number,
  version.pack,
  now(version),
  day(version.effective),
  version.applies,
  version.publishedAt === null ? '-' : `${version.publishedAt.slice(0, 16).replace('T', ' ')} UTC`,
  version.origin,
  version.promises,
  version.rows,
  version.kpis,
  version.title,
];

function now({ is, from, until }: ListedPolicy): string {
  if (is === 'overruled') return 'overruled';
  if (is === 'to-come') return `from ${day(from!)}`;
  if (is === 'past') return `until ${day(until!)}`;
  return until === null ? 'in force' : `in force until ${day(until)}`;
}

/** Midnight UTC is a day; another instant is told whole. */
const day = (instant: string): string => instant.replace('T00:00:00.000Z', '').replace('.000Z', 'Z');
