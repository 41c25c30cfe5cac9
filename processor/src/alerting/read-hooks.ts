import { readFile } from 'node:fs/promises';
import type { CompiledRoute, RoutesRecord } from '../contract/index.ts';
import { tellProblem } from '../domain/policy/problem.ts';
import type { HookConfig, WebhookHook } from './hook-config.ts';
import { hashOf, parseHooksFile } from './hooks-file/parse-hooks-file.ts';

/** Who is told what, and all that is needed to reach them. */
export interface ReadHooks extends RoutesRecord {
  readonly hooks: readonly HookConfig[];
  /** What looks wrong and runs, a line each. */
  readonly warnings: readonly string[];
}

/** Belfry does not start with hooks that cannot work: each fault is a line that says where it is and what to write instead. */
export class HooksError extends Error {
  override readonly name = 'HooksError';
  readonly code = 'HOOKS_REFUSED';
  readonly retriable = false;
}

/**
 * Reads who is told what: the file that `BELFRY_HOOKS` names; without it everything goes to the one receiver of
 * `BELFRY_HOOK_URL` and `BELFRY_HOOK_SECRET`; without either nobody is told.
 * @param env the variables of the process: secrets are among them.
 * @param now ms UTC.
 * @throws HooksError
 */
export async function readHooks(env: Readonly<Record<string, string | undefined>>, now: number): Promise<ReadHooks> {
  const given = (name: string): string | undefined => env[name]?.trim() || undefined;
  const file = given('BELFRY_HOOKS');
  if (file !== undefined) return readHooksFile(file, env, now);
  const hook = oneHook(given('BELFRY_HOOK_URL'), given('BELFRY_HOOK_SECRET'));
  if (hook === undefined) return { ...NOBODY, hooks: [], warnings: [] };
  const { name, kind, language, zone, perMinute, fallback } = hook;
  const routing = {
    ...NOBODY.routing,
    hooks: [{ name, kind, language, zone, perMinute, fallback }],
    routes: [{ ...EVERYTHING, to: [name] }],
  };
  return { routing, hash: hashOf(routing), hooks: [hook], warnings: [] };
}

async function readHooksFile(file: string, env: Readonly<Record<string, string | undefined>>, now: number) {
  const yaml = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new HooksError(`BELFRY_HOOKS names ${file}, which cannot be read: ${cause.message}. Name a hooks file.`, {
      cause,
    });
  });
  const read = parseHooksFile(yaml, file, { env, now });
  if ('problems' in read) throw new HooksError(read.problems.map(tellProblem).join('\n'));
  return { ...read, warnings: read.warnings.map(tellProblem) };
}

function oneHook(url: string | undefined, secret: string | undefined): WebhookHook | undefined {
  if (url === undefined && secret === undefined) return undefined;
  if (url === undefined || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new HooksError('BELFRY_HOOK_URL is no URL: write for instance https://example.org/belfry.');
  }
  // Standard Webhooks: the secret is 24 to 64 random bytes, as base64, after `whsec_`.
  if (secret === undefined || !/^whsec_[A-Za-z0-9+/]+=*$/.test(secret)) {
    throw new HooksError(
      'BELFRY_HOOK_URL needs BELFRY_HOOK_SECRET: whsec_ and base64, for instance "whsec_$(openssl rand -base64 32)".',
    );
  }
  return {
    name: 'hook',
    kind: 'webhook',
    url,
    secrets: [secret],
    language: 'en',
    zone: 'UTC',
    perMinute: 60,
    fallback: null,
    // Whoever sets these variables runs the receiver, as often as not beside Belfry.
    allowPrivate: true,
  };
}

const EVERYTHING: CompiledRoute = {
  name: 'everything',
  line: 0,
  when: {},
  severity: [],
  during: null,
  threshold: null,
  to: [],
  goOn: false,
  groupBy: 'incident',
  waitMs: 10_000,
  everyMs: 60_000,
  repeatMs: 4 * 3_600_000,
};

const nobody = { hooks: [], routes: [EVERYTHING], calendars: {}, heartbeat: null };

/** The routing by which nobody is told. */
export const NOBODY: RoutesRecord = { routing: nobody, hash: hashOf(nobody) };
