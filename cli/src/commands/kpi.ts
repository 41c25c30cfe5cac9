import type {
  CallAnswer,
  CausesAnswer,
  ChangesAnswer,
  DayAnswer,
  OrdersAnswer,
  PartnerAnswer,
  Standing,
} from '@belfry/dashboard/contract';
import { Command } from 'commander';
import { ask } from '../ask.ts';
import { BelfryError } from '../belfry-error.ts';
import { readEnvironment } from '../environment.ts';
import {
  callLines,
  cardLines,
  causeLines,
  changeLines,
  historyLines,
  orderLines,
  standingLines,
} from '../kpi-report.ts';
import { request } from '../request.ts';

interface KpiFlags {
  readonly kpi?: string;
  readonly window?: string;
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly by?: string;
  readonly history?: boolean;
  readonly orders?: string | true;
  readonly causes?: boolean;
  readonly changes?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
  readonly url?: string;
}

const SETS = ['all', 'failing', 'kept'];

export function kpiCommand(): Command {
  return new Command('kpi')
    .description('Say how partners stand, whom to call first, and which orders are behind a number.')
    .argument('[partner]', 'a partner by its id; without it all of them, the most urgent first')
    .option('--kpi <id>', 'for instance mall/on-time-delivery; on-time-delivery if no other pack has one')
    .option('--window <name>', 'one of the KPI, for instance month, or a number of days: 7d')
    .option('--from <day>', 'given days instead of a window: 2026-10-01')
    .option('--to <day>', 'the last of them')
    .option('--as-of <day>', 'a day, 2026-10-06, or an instant with its zone')
    .option('--by <what>', 'also each market, carrier or channel')
    .option('--history', 'day by day')
    .option('--orders [which]', 'the orders behind the number: all, failing or kept')
    .option('--causes', 'what those that fail have in common')
    .option('--changes <since>', 'what moved the number since a day or an instant')
    .option('--csv', 'all of the orders as CSV')
    .option('--json', 'the whole answer as JSON: instants are ms UTC')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .showHelpAfterError('(belfry kpi --help says more)')
    .action(kpi);
}

async function kpi(partner: string | undefined, flags: KpiFlags): Promise<void> {
  const url = flags.url ?? readEnvironment(process.env).url;
  const { kpi, window, from, to, asOf, by } = flags;
  const asked = { kpi, partner, window, from, to, asOf };
  const mode = modeOf(flags);
  if (mode !== undefined && kpi === undefined) {
    throw new BelfryError(
      'USAGE',
      `--${flags.csv ? 'csv' : mode} needs to know of which KPI: add --kpi, for instance --kpi on-time-delivery.`,
    );
  }
  const told = async <Answer>(
    path: string,
    query: Record<string, string | undefined>,
    lines: (a: Answer) => string[],
  ) => {
    const answer = await ask<Answer>(url, path, query);
    console.log(flags.json ? JSON.stringify(answer, null, 2) : lines(answer).join('\n'));
  };
  if (mode === 'orders') {
    const set = flags.orders === true ? undefined : flags.orders;
    if (flags.csv) await printCsv(url, { ...asked, set });
    else await told<OrdersAnswer>('/api/kpi/orders', { ...asked, set }, orderLines);
  } else if (mode === 'history') {
    if (window !== undefined)
      throw new BelfryError('USAGE', '--history takes days, not a window: write --from and --to.');
    // The days do not say which way their rate is to be read.
    const whole = flags.json ? [] : await ask<Standing[]>(url, '/api/kpi/standings', { kpi, partner, asOf });
    const good = whole[0]?.good ?? 'high';
    await told<DayAnswer[]>('/api/kpi/history', asked, (days) => historyLines(days, good));
  } else if (mode === 'causes') await told<CausesAnswer>('/api/kpi/causes', asked, causeLines);
  else if (mode === 'changes') {
    await told<ChangesAnswer>('/api/kpi/changes', { ...asked, since: flags.changes }, changeLines);
  } else if ([kpi, window, from, to, by].some((given) => given !== undefined)) {
    await told<Standing[]>('/api/kpi/standings', { ...asked, by }, standingLines);
  } else if (partner === undefined) await told<CallAnswer[]>('/api/kpi/partners', { asOf }, callLines);
  else await told<PartnerAnswer>(`/api/kpi/partners/${encodeURIComponent(partner)}`, { asOf }, cardLines);
}

/** What is asked beside the standing; one thing at a time. */
function modeOf({ orders, csv, history, causes, changes, by, json }: KpiFlags) {
  const asked = [
    ...(orders !== undefined || csv ? (['orders'] as const) : []),
    ...(history ? (['history'] as const) : []),
    ...(causes ? (['causes'] as const) : []),
    ...(changes !== undefined ? (['changes'] as const) : []),
  ];
  const both = [...asked, ...(by === undefined ? [] : ['by'])];
  if (both.length > 1) {
    throw new BelfryError('USAGE', `--${both[0]} and --${both[1]} are two questions: ask one after the other.`);
  }
  if (csv && json) throw new BelfryError('USAGE', '--csv and --json exclude each other: leave one of them out.');
  if (typeof orders === 'string' && !SETS.includes(orders)) {
    throw new BelfryError('USAGE', `--orders ${orders}: write one of ${SETS.join(', ')}.`);
  }
  if (by !== undefined && !['partner', 'market', 'carrier', 'channel'].includes(by)) {
    throw new BelfryError('USAGE', `--by ${by}: write one of market, carrier, channel.`);
  }
  return asked[0];
}

/** As it comes: a month of orders need not be held. */
async function printCsv(url: string, query: Readonly<Record<string, string | undefined>>): Promise<void> {
  const question = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) question.append(name, value);
  const response = await request(url, `/api/kpi/orders.csv?${question}`);
  try {
    for await (const bytes of response.body ?? []) {
      if (!process.stdout.write(bytes)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  } catch (cause) {
    throw new BelfryError(
      'NOT_RUNNING',
      `Belfry at ${url} broke off half way: what came is not the whole; ask again.`,
      {
        cause,
      },
    );
  }
}
