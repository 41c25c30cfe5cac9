import { IANAZone } from 'luxon';
import type { CompiledHook, HookKind } from '../../../contract/index.ts';
import { nearest } from '../../../domain/policy/nearest.ts';
import type { Path, Report } from '../../../domain/policy/problem.ts';
import type { HookConfig } from '../../hook-config.ts';
import type { HookEntry } from '../schema/hook-entry.ts';
import type { Variables } from '../variables.ts';
import { type Reading, readEmail, readPagerDuty, readSlack, readTeams, readWebhook } from './read-receiver.ts';

/** A hook as routes know it, and with all that is needed to reach it; null where that was not looked at. */
export interface ReadHook {
  readonly compiled: CompiledHook;
  readonly config: HookConfig | null;
}

const READERS = {
  webhook: readWebhook,
  slack: readSlack,
  teams: readTeams,
  pagerduty: readPagerDuty,
  email: readEmail,
} as const satisfies Record<HookKind, (reading: Reading) => object | undefined>;
const KINDS = Object.keys(READERS) as HookKind[];

/** Keys that only some kinds of receivers have. */
const OWN_KEYS: Readonly<Record<HookKind, readonly (keyof HookEntry)[]>> = {
  webhook: ['secret', 'secrets'],
  slack: ['signing secret'],
  teams: [],
  pagerduty: ['webhook secret', 'url'],
  email: ['from', 'smtp'],
};

/**
 * @param hooks the names of all hooks in the file, for `fallback`.
 * @returns undefined after a report that leaves nothing to go on with.
 */
export function readHook(
  name: string,
  entry: HookEntry,
  hooks: readonly string[],
  variables: Variables,
  path: Path,
  report: Report,
): ReadHook | undefined {
  const [kind, another] = KINDS.filter((each) => entry[each] !== undefined);
  if (kind === undefined) {
    report(path, `Nothing says how the hook "${name}" is reached.`, `one of ${KINDS.join(', ')}`);
    return undefined;
  }
  if (another !== undefined) {
    report([...path, another], `The hook "${name}" is a ${kind} already.`, 'two hooks, and both names under `to`');
    return undefined;
  }
  refuseForeignKeys(entry, kind, path, report);
  const compiled: CompiledHook = {
    name,
    kind,
    language: entry.language ?? 'en',
    zone: readZone(entry.zone ?? 'UTC', [...path, 'zone'], report),
    perMinute: readLimit(entry.limit, [...path, 'limit'], report),
    fallback: entry.fallback === undefined ? null : requireHook(entry.fallback, hooks, [...path, 'fallback'], report),
  };
  const receiver = READERS[kind]({ name, entry, variables, path, report });
  if (variables === undefined || receiver === undefined) return { compiled, config: null };
  const config = { ...compiled, allowPrivate: entry['allow private'] ?? false, ...receiver } as HookConfig;
  return { compiled, config };
}

function refuseForeignKeys(entry: HookEntry, kind: HookKind, path: Path, report: Report): void {
  for (const other of KINDS) {
    if (other === kind) continue;
    for (const key of OWN_KEYS[other]) {
      if (entry[key] === undefined) continue;
      const own = OWN_KEYS[kind].map((each) => `\`${each}\``).join(' or ');
      report(
        [...path, key],
        `\`${key}\` belongs to ${other}, and this hook is ${kind}.`,
        own === '' ? 'nothing of it' : own,
      );
    }
  }
}

function readZone(zone: string, path: Path, report: Report): string {
  if (!IANAZone.isValidZone(zone)) {
    report(path, `"${zone}" is no time zone.`, 'an IANA name such as `Europe/Prague` or `UTC`');
  }
  return zone;
}

const LIMIT = /^(\d{1,4}) a minute$/;
const USUAL_LIMIT = 60;

function readLimit(text: string | undefined, path: Path, report: Report): number {
  if (text === undefined) return USUAL_LIMIT;
  const perMinute = Number(LIMIT.exec(text)?.[1] ?? 0);
  if (perMinute > 0) return perMinute;
  report(path, `"${text}" is no limit.`, 'posts a minute, at least one, such as `20 a minute`');
  return USUAL_LIMIT;
}

/** The name of a hook of this file; others are reported with the nearest that there is. */
export function requireHook(name: string, hooks: readonly string[], path: Path, report: Report): string {
  if (hooks.includes(name)) return name;
  const meant = nearest(name, hooks);
  const known = hooks.length === 0 ? 'a hook under `hooks` first' : `one of ${hooks.join(', ')}`;
  report(path, `There is no hook "${name}".`, meant === undefined ? known : `\`${meant}\``);
  return name;
}
