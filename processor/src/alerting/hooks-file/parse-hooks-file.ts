import { createHash } from 'node:crypto';
import type { CompiledRouting, RoutesRecord } from '../../contract/index.ts';
import { compileCalendars } from '../../domain/policy/compile-calendars.ts';
import type { CompiledCalendar, CompiledPack } from '../../domain/policy/compiled.ts';
import { explainIssue } from '../../domain/policy/explain-issue.ts';
import { type PackDocument, type Path, type Problem, readDocument } from '../../domain/policy/problem.ts';
import { uniqueNames } from '../../domain/policy/read/unique-names.ts';
import { calendar as calendarEntry } from '../../domain/policy/schema/calendar-entry.ts';
import type { HooksFinding } from '../../domain/routing/lint/finding.ts';
import { lintRouting } from '../../domain/routing/lint/lint-routing.ts';
import type { HookConfig } from '../hook-config.ts';
import { type ReadHook, readHook } from './read/read-hook.ts';
import { type Names, readAtLeast, readHookNames, readRoute } from './read/read-route.ts';
import { hook as hookEntry } from './schema/hook-entry.ts';
import { heartbeat as heartbeatEntry, hooksSchema } from './schema/hooks-schema.ts';
import { route as routeEntry } from './schema/route-entry.ts';
import { hideReferences, showReferences, type Variables } from './variables.ts';

/** A hooks file that can be used. Warnings are what the linter found: it will run, but some of it looks wrong. */
export interface ParsedHooks extends RoutesRecord {
  /** With their secrets; none where variables were not looked at. */
  readonly hooks: readonly HookConfig[];
  readonly warnings: readonly HooksFinding[];
}

/** A hooks file that cannot, with everything that is wrong with it, in the order of its lines. */
export interface RefusedHooks {
  readonly problems: readonly HooksFinding[];
  readonly warnings: readonly HooksFinding[];
}

export interface HooksContext {
  /** The environment that holds the secrets; undefined: they are not looked for, and `hooks` is empty. */
  readonly env: Variables;
  /** ms UTC: calendars reach from a year before to six years ahead of it. */
  readonly now: number;
  /** The packs in force, if names are to be checked against them. */
  readonly packs?: readonly CompiledPack[];
}

/** Reads a hooks file from YAML: who can be told, and who is told what. @param file its name, for messages. */
export function parseHooksFile(
  yaml: string,
  file: string,
  { env, now, packs }: HooksContext,
): ParsedHooks | RefusedHooks {
  const raw = readDocument(hideReferences(yaml), file);
  if (raw.problems.length > 0) return { problems: raw.problems.map(unreadable), warnings: [] };
  if (holdsItself(raw.content)) {
    const problem = raw.problem([], 'What an alias stands for holds that alias.', 'the value itself');
    return { problems: [unreadable(problem)], warnings: [] };
  }
  const document: PackDocument = { ...raw, content: showReferences(raw.content) };
  const found: HooksFinding[] = [];
  const shape = hooksSchema.safeParse(document.content);
  for (const issue of shape.error?.issues ?? []) found.push(...explainIssue(issue, document).map(unreadable));
  const { routing, hooks } = compile(document, env, now, (...problem) =>
    found.push(unreadable(document.problem(...problem))),
  );
  // Half of a file says little about the rest of it.
  if (found.length === 0) {
    lintRouting(routing, packs, (severity, code, path, message, instead) =>
      found.push({ ...document.problem(path, message, instead), severity, code }),
    );
  }
  const problems = inOrder(found.filter(({ severity }) => severity === 'error'));
  const warnings = inOrder(found.filter(({ severity }) => severity === 'warning'));
  if (problems.length > 0) return { problems, warnings };
  const hash = hashOf(routing);
  return { routing, hash, hooks: hooks.flatMap(({ config }) => (config === null ? [] : [config])), warnings };
}

/** What routings are told apart by. */
export const hashOf = (routing: CompiledRouting): string =>
  createHash('sha256').update(JSON.stringify(routing)).digest('hex');

/** Compiles each part that has the right shape, so that one run names the mistakes of all of them. */
function compile(
  document: PackDocument,
  env: Variables,
  now: number,
  report: (...problem: Parameters<PackDocument['problem']>) => void,
): { readonly routing: CompiledRouting; readonly hooks: readonly ReadHook[] } {
  const content = (document.content ?? {}) as Readonly<Record<string, unknown>>;
  const written = { hooks: mapping(content.hooks), calendars: mapping(content.calendars) };
  const names: Names = { hooks: Object.keys(written.hooks), calendars: Object.keys(written.calendars) };
  const hooks = Object.entries(written.hooks).flatMap(([name, each]) => {
    const entry = hookEntry.safeParse(each);
    const path = ['hooks', name];
    if (name === 'nobody') report(path, '`to: nobody` tells nobody.', 'another name', true);
    const read = entry.success ? readHook(name, entry.data, names.hooks, env, path, report) : undefined;
    return read === undefined ? [] : [read];
  });
  const calendars = Object.entries(written.calendars).flatMap(([name, each]) => {
    const entry = calendarEntry.safeParse(each);
    return entry.success ? [[name, entry.data] as const] : [];
  });
  const isNew = uniqueNames('route', 'deliveries say by it why they were sent', report);
  const listed: readonly unknown[] = Array.isArray(content.routes) ? content.routes : [];
  const routes = listed.flatMap((each, n) => {
    const entry = routeEntry.safeParse(each);
    if (!entry.success) return [];
    const path = ['routes', n];
    isNew(entry.data.name, [...path, 'name']);
    if (n === listed.length - 1) requireCatchAll(entry.data, path, report);
    return [readRoute(entry.data, document.problem(path, '', '').line, names, path, report)];
  });
  // Starts within some weeks of each other publish the same routing, calendars included.
  const since = Math.floor(now / COMPILED_EVERY_MS) * COMPILED_EVERY_MS;
  const beat = heartbeatEntry.safeParse(content.heartbeat);
  const routing: CompiledRouting = {
    hooks: hooks.map(({ compiled }) => compiled),
    routes,
    calendars: recentOnly(compileCalendars(Object.fromEntries(calendars), since, report), since),
    heartbeat: beat.success ? readHeartbeat(beat.data, names, report) : null,
  };
  return { routing, hooks };
}

/** What no other route takes must be somebody's, or nobody's on purpose. */
function requireCatchAll(
  entry: Readonly<Record<string, unknown>>,
  path: Path,
  report: (path: Path, message: string, instead: string) => void,
): void {
  const asked = ['when', 'severity', 'during', 'outside', 'threshold'].filter((key) => entry[key] !== undefined);
  if (asked.length === 0) return;
  report(
    [...path, asked[0]!],
    'The last route takes everything that is left, so it asks nothing.',
    'a route behind it: `- { name: everything else, to: [...] }`, or `to: nobody`',
  );
}

const BEAT_MS = 60_000;

function readHeartbeat(
  { every, to }: { readonly every: string; readonly to: string | readonly string[] },
  { hooks }: Names,
  report: (path: Path, message: string, instead: string) => void,
): CompiledRouting['heartbeat'] {
  // Lanes say once a minute that they live.
  const everyMs = readAtLeast(BEAT_MS, every, '1 minute', ['heartbeat', 'every'], report);
  const told = readHookNames(to, hooks, ['heartbeat', 'to'], report);
  if (told.length === 0) report(['heartbeat', 'to'], 'Nobody would miss it.', 'a hook, or no `heartbeat`');
  return { everyMs, to: told };
}

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const COMPILED_EVERY_MS = 28 * DAY_MS;
const KEPT_MS = 366 * DAY_MS;

/** They travel with every start, and are asked about instants near it: what was more than a year before is left out. */
function recentOnly(calendars: Readonly<Record<string, CompiledCalendar>>, now: number): CompiledRouting['calendars'] {
  const from = now - KEPT_MS;
  const recent = ({ spans, ...calendar }: CompiledCalendar): CompiledCalendar => {
    const close = spans.findIndex((minute, n) => n % 2 === 1 && minute * MINUTE_MS > from);
    return { ...calendar, from, spans: spans.slice(Math.max(0, close - 1)) };
  };
  return Object.fromEntries(Object.entries(calendars).map(([name, calendar]) => [name, recent(calendar)]));
}

/** Whoever reads such a thing to its end never comes there. */
function holdsItself(value: unknown, within: ReadonlySet<unknown> = new Set(), done = new Set<unknown>()): boolean {
  if (typeof value !== 'object' || value === null || done.has(value)) return false;
  if (within.has(value)) return true;
  const here = new Set([...within, value]);
  const found = Object.values(value).some((each) => holdsItself(each, here, done));
  done.add(value);
  return found;
}

const mapping = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

const unreadable = (problem: Problem): HooksFinding => ({ ...problem, severity: 'error', code: 'unreadable' });

const inOrder = <Each extends Problem>(problems: readonly Each[]): Each[] =>
  [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
