import type { CompiledPack, CompiledPromise } from '../../processor/src/domain/policy/compiled.ts';
import { parsePack } from '../../processor/src/domain/policy/parse-pack.ts';
import { policyRecordSchema } from '../../processor/src/domain/policy/policy-record-schema.ts';

/** For tests of packs: a small one with one promise, in which a test replaces or adds lines. */

export const NOW = Date.parse('2026-11-23T00:00:00Z');

const HEAD = `pack: shop
title: Shop
description: For tests of packs.
effective: 2026-01-01
calendars:
  office: { zone: Europe/Prague, hours: { monday to friday: 09:00-18:00 } }
  always: { zone: UTC, hours: { monday to sunday: round the clock } }
`;

const LINES: Readonly<Record<string, string>> = {
  title: 'Answer',
  subject: 'ticket',
  kind: 'internal',
  start: 'ticket.created',
  stop: 'ticket.resolved',
  cancel: '[ticket.merged, ticket.deleted]',
  provenance: 'This test',
  targets: '[{ name: all, target: 6 hours }]',
};

/** A pack whose promise `answer` says this; `undefined` takes a line out. `more` follows at the end. */
export function shop(over: Readonly<Record<string, string | undefined>> = {}, more = ''): string {
  const lines = Object.entries({ ...LINES, ...over }).filter(([, value]) => value !== undefined);
  return `${HEAD}promises:\n  answer:\n${lines.map(([key, value]) => `    ${key}: ${value}\n`).join('')}${more}`;
}

/** What the linter finds, as `severity code path: message | instead`. */
export function linted(source: string, now = NOW): string[] {
  const parsed = parsePack(source, 'shop.yaml', now);
  const problems = 'problems' in parsed ? parsed.problems : [];
  return [...problems, ...parsed.warnings].map(
    ({ severity, code, path, message, instead }) =>
      `${severity} ${code} ${path.replace(/^promises\.answer\.?/, '')}: ${message} | ${instead}`,
  );
}

/** That pack compiled, as it can stand in the log. */
export function compiledShop(over: Readonly<Record<string, string>>, more = ''): CompiledPack {
  const source = shop(over, more);
  const parsed = parsePack(source, 'shop.yaml', NOW);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const record = { hash: parsed.hash, number: null, source, compiled: parsed.compiled };
  policyRecordSchema.parse(JSON.parse(JSON.stringify(record)));
  return parsed.compiled;
}

export const compiledPromise = (over: Readonly<Record<string, string>>): CompiledPromise =>
  compiledShop(over).promises[0]!;

/**
 * Why that pack is refused, as `line:column path: message | instead`. The promise begins in line 8, its first key in line 10.
 */
export function refused(over: Readonly<Record<string, string>>, more = ''): string[] {
  const parsed = parsePack(shop(over, more), 'shop.yaml', NOW);
  if (!('problems' in parsed)) throw new Error('It was taken.');
  return parsed.problems.map(
    ({ line, column, path, message, instead }) =>
      `${line}:${column} ${path.replace(/^promises\.answer\.?/, '')}: ${message} | ${instead}`,
  );
}
