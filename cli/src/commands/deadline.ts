import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DeadlineAnswer } from '@belfry/processor/contract';
import { Command } from 'commander';
import { ask } from '../ask.ts';
import { BelfryError } from '../belfry-error.ts';
import { readEnvironment } from '../environment.ts';
import { requireZone } from '../zone.ts';

type Pair = readonly [field: string, value: string];

interface DeadlineFlags {
  readonly policy: string;
  readonly start: string;
  readonly data: readonly Pair[];
  readonly pack?: string;
  readonly json?: boolean;
  readonly zone?: string;
  readonly url?: string;
}

export function deadlineCommand(): Command {
  return new Command('deadline')
    .description('Say when a promise would be due, how that is reached, and when the next ones would be.')
    .requiredOption('--policy <promise>', 'for instance oto/ticket-resolution; oto alone if it makes but one promise')
    .requiredOption('--start <instant>', 'with its zone: 2026-11-26T17:30+03:00')
    .option(
      '--data <field=value...>',
      'what is told of the subject: category=account promise.deliverBy=2026-11-30',
      collect,
      [],
    )
    .option('--pack <file.yaml>', 'by the pack in this file; nothing needs to run then')
    .option('--json', 'the whole answer as JSON: instants are ms UTC')
    .option('--zone <name>', 'the time zone to read it in (default: the one in which the promise counts)')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .showHelpAfterError('(belfry deadline --help says more)')
    .action(tellDeadline);
}

async function tellDeadline(flags: DeadlineFlags): Promise<void> {
  requireZone(flags.zone);
  const answer = flags.pack === undefined ? await fromRunning(flags) : await fromFile(flags.pack, flags);
  if (flags.json) {
    console.log(JSON.stringify(answer, null, 2));
    return;
  }
  const { deadlineInWords, plain, terminal } = await import('@belfry/processor/inquiry');
  process.stdout.write(deadlineInWords(answer, flags.zone, process.stdout.isTTY ? terminal : plain));
}

function fromRunning({ policy, start, data, url }: DeadlineFlags): Promise<DeadlineAnswer> {
  const reserved = data.find(([field]) => field === 'promise' || field === 'start');
  if (reserved !== undefined) {
    throw new BelfryError(
      'USAGE',
      `--data ${reserved[0]}: name the field inside it, as in promise.deliverBy=2026-11-30.`,
    );
  }
  const question = { ...Object.fromEntries(data), promise: policy, start };
  return ask(url ?? readEnvironment(process.env).url, '/api/deadline', question);
}

async function fromFile(file: string, { policy, start, data }: DeadlineFlags): Promise<DeadlineAnswer> {
  const yaml = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new BelfryError('USAGE', `cannot read ${file}: ${cause.message}.`, { cause });
  });
  const { deadlineOffline } = await import('@belfry/processor/inquiry');
  return deadlineOffline({ name: basename(file), yaml, now: Date.now() }, policy, start, data);
}

function collect(text: string, before: readonly Pair[]): readonly Pair[] {
  const at = text.indexOf('=');
  if (at < 1) throw new BelfryError('USAGE', `--data ${text}: write field=value, for instance category=account.`);
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
}
