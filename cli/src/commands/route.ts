import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { RouteAnswer, Signal } from '@belfry/processor/contract';
import {
  answerRoute,
  parseHooksFile,
  readInstant,
  readSignal,
  routeInWords,
  tellProblem,
} from '@belfry/processor/hooks';
import { Command } from 'commander';
import { BelfryError } from '../belfry-error.ts';
import { readEnvironment } from '../environment.ts';
import { readPackFile } from '../read-pack-file.ts';
import { request } from '../request.ts';

interface RouteFlags {
  readonly hooks?: string;
  readonly at?: string;
  readonly json?: boolean;
  readonly url?: string;
}

export function routeCommand(): Command {
  return new Command('route')
    .description('Say which hooks would be told of a signal, by which route, and why not by the others.')
    .argument('<signal.json>', 'a signal, or what a hook was posted; - reads it from standard input')
    .option('--hooks <hooks.yaml>', 'by the routes in this file; nothing needs to run, and no secret is needed')
    .option('--at <instant>', 'as if it came then, for routes with office hours: 2026-11-26T22:00+03:00 (default: now)')
    .option('--json', 'as one JSON object')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .action(route);
}

async function route(path: string, { hooks, at, json, url }: RouteFlags): Promise<void> {
  const signal = readSignal(path === '-' ? await text(process.stdin) : await contentOf(path));
  const answer =
    hooks === undefined
      ? await fromRunning(signal, at, url ?? readEnvironment(process.env).url)
      : await fromFile(signal, at, hooks);
  if (json) console.log(JSON.stringify(answer));
  else for (const line of routeInWords(signal, answer)) console.log(line);
}

async function fromRunning(signal: Signal, at: string | undefined, url: string): Promise<RouteAnswer> {
  const path = `/api/route${at === undefined ? '' : `?at=${encodeURIComponent(at)}`}`;
  const body = JSON.stringify(signal);
  const response = await request(url, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return (await response.json()) as RouteAnswer;
}

async function fromFile(signal: Signal, at: string | undefined, path: string): Promise<RouteAnswer> {
  const file = await readPackFile(path);
  const now = Date.now();
  const read = parseHooksFile(file.yaml, file.name, { env: undefined, now });
  if ('problems' in read) {
    for (const problem of read.problems) console.error(tellProblem(problem));
    throw new BelfryError('USAGE', `${path} cannot be read: mend what is named above.`);
  }
  return answerRoute(read.routing, signal, at === undefined ? now : readInstant('--at', at));
}

async function contentOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: Error) => {
    throw new BelfryError('USAGE', `cannot read ${path}: ${cause.message}.`, { cause });
  });
}
