import { resolve } from 'node:path';
import { BelfryError } from './belfry-error.ts';

/**
 * The environment table of README.md, read once. It is the only difference between the two ways to run: with
 * `kafkaBrokers` and `clickhouseUrl` set the stages stand on servers, without they bring their own.
 */
export interface Environment {
  /** Empty: the embedded log. */
  readonly kafkaBrokers: readonly string[];
  /** Unset: a ClickHouse child process. */
  readonly clickhouseUrl: string | undefined;
  readonly clickhouseDb: string;
  /** Before the names of topics and groups. */
  readonly prefix: string;
  /** Absolute. */
  readonly data: string;
  /** Where the CLI finds a running Belfry. */
  readonly url: string;
  readonly port: number;
  readonly host: string;
  /** Whether a proxy stands before it: then nobody is taken for local, and its X-Forwarded-... count. */
  readonly proxied: boolean;
  /** What the commands show to the Belfry that they ask. */
  readonly token: string | undefined;
  readonly hook: { readonly url: string; readonly secret: string } | undefined;
}

/** @throws BelfryError `ENVIRONMENT` naming the variable and what to write instead */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const port = parsePort(env.PORT ?? '4100', 'PORT');
  const host = given(env.HOST) ?? '127.0.0.1';
  return {
    kafkaBrokers: (env.KAFKA_BROKERS ?? '')
      .split(',')
      .map((broker) => broker.trim())
      .filter((broker) => broker !== ''),
    clickhouseUrl: given(env.CLICKHOUSE_URL),
    clickhouseDb: given(env.CLICKHOUSE_DB) ?? 'belfry',
    prefix: given(env.BELFRY_PREFIX) ?? 'belfry',
    data: resolve(given(env.BELFRY_DATA) ?? '.belfry'),
    url: given(env.BELFRY_URL) ?? `http://127.0.0.1:${port}`,
    port,
    host,
    proxied: given(env.BELFRY_PROXY) === '1',
    token: given(env.BELFRY_TOKEN),
    hook: readHook(given(env.BELFRY_HOOK_URL), given(env.BELFRY_HOOK_SECRET)),
  };
}

/** 0 is taken: the system then chooses a free port. */
export function parsePort(text: string, name: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new BelfryError('ENVIRONMENT', `${name} is "${text}": write a port from 0 to 65535, for instance 4100.`);
}

function readHook(url: string | undefined, secret: string | undefined): Environment['hook'] {
  if (url === undefined && secret === undefined) return undefined;
  if (url === undefined || !URL.canParse(url)) {
    throw new BelfryError('ENVIRONMENT', 'BELFRY_HOOK_URL is no URL: write for instance https://example.org/belfry.');
  }
  // Standard Webhooks: the secret is 24 to 64 random bytes, as base64, after `whsec_`.
  if (secret === undefined || !/^whsec_[A-Za-z0-9+/]+=*$/.test(secret)) {
    throw new BelfryError(
      'ENVIRONMENT',
      'BELFRY_HOOK_URL needs BELFRY_HOOK_SECRET: whsec_ and base64, for instance "whsec_$(openssl rand -base64 32)".',
    );
  }
  return { url, secret };
}

/** An empty variable is an unset one, as in `PORT= npm start`. */
const given = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value.trim();
