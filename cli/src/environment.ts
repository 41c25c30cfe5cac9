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
  /** Where people reach this Belfry, for links in what hooks receive; unset: where it listens. */
  readonly publicUrl: string | undefined;
  readonly port: number;
  readonly host: string;
  /** All of it: a hooks file names the variables that hold its secrets. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Whether a proxy stands before it: then nobody is taken for local, and its X-Forwarded-... count. */
  readonly proxied: boolean;
  /** What the commands show to the Belfry that they ask. */
  readonly token: string | undefined;
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
    publicUrl: given(env.BELFRY_PUBLIC_URL),
    port,
    host,
    variables: env,
    proxied: given(env.BELFRY_PROXY) === '1',
    token: given(env.BELFRY_TOKEN),
  };
}

/** 0 is taken: the system then chooses a free port. */
export function parsePort(text: string, name: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new BelfryError('ENVIRONMENT', `${name} is "${text}": write a port from 0 to 65535, for instance 4100.`);
}

/** An empty variable is an unset one, as in `PORT= npm start`. */
const given = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value.trim();
