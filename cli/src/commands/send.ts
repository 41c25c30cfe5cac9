import { open } from 'node:fs/promises';
import { createIntakeClient, type SendProgress } from '@belfry/ingest/client';
import { Command } from 'commander';
import { bearer } from '../bearer.ts';
import { BelfryError } from '../belfry-error.ts';
import { readEnvironment } from '../environment.ts';
import { requireRunning } from '../running.ts';

/** More refusals than a person reads are only counted. */
const SHOWN = 20;

export function sendCommand(): Command {
  return new Command('send')
    .description('Send events from a file to a running Belfry: one CloudEvents JSON object a line.')
    .argument('<file.ndjson>', 'the events; - reads them from the standard input')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .action(send);
}

async function send(file: string, flags: { readonly url?: string }): Promise<void> {
  const url = flags.url ?? readEnvironment(process.env).url;
  await requireRunning(url);
  const client = createIntakeClient({ url, headers: bearer() });
  let shown = 0;
  const show = ({ newlyRefused }: SendProgress): void => {
    for (const { line, code, path, message } of newlyRefused) {
      if (++shown <= SHOWN) console.error(`line ${line}: ${code}${path === '' ? '' : ` at ${path}`}: ${message}`);
    }
  };
  const { accepted, duplicate, refused } = await client.sendNdjson(await openStream(file), show);
  if (refused > SHOWN) console.error(`... and ${refused - SHOWN} more`);
  console.log(`${accepted} accepted, ${duplicate} known already, ${refused} refused`);
  if (refused > 0) {
    throw new BelfryError(
      'USAGE',
      'mend the refused lines and send the file again: the others are known by their ids.',
    );
  }
}

async function openStream(file: string): Promise<AsyncIterable<Uint8Array | string>> {
  if (file === '-') return process.stdin;
  const handle = await open(file).catch((cause: Error) => {
    throw new BelfryError('USAGE', `cannot read ${file}: ${cause.message}.`, { cause });
  });
  return handle.createReadStream();
}
