import type { CompiledRoute, Matcher } from '../../../contract/index.ts';
import { nearest } from '../../../domain/policy/nearest.ts';
import type { Path, Report } from '../../../domain/policy/problem.ts';
import { parseDuration } from '../../../domain/policy/read/duration.ts';
import type { RouteEntry } from '../schema/route-entry.ts';
import { requireHook } from './read-hook.ts';

/** What a route and a heartbeat may name. */
export interface Names {
  readonly hooks: readonly string[];
  readonly calendars: readonly string[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const WAIT_MS = 10 * SECOND;
const EVERY_MS = MINUTE;
const REPEAT_MS = 4 * HOUR;

/** @param line of the route in the file, from 1. */
export function readRoute(entry: RouteEntry, line: number, names: Names, path: Path, report: Report): CompiledRoute {
  const { when, severity, threshold, wait, every, repeat } = entry;
  const groupBy = entry['group by'] ?? 'incident';
  if (entry.name === LADDER) {
    const message = `"${LADDER}" is what deliveries say where a step of a policy names the hook.`;
    report([...path, 'name'], message, 'another name');
  }
  if (when !== undefined && Object.keys(when).length === 0) {
    report([...path, 'when'], 'Nothing is asked here.', 'a field such as `promise`, or no `when` at all');
  }
  return {
    name: entry.name,
    line,
    when: (when ?? {}) as Matcher,
    severity: severity === undefined ? [] : typeof severity === 'string' ? [severity] : severity,
    during: readDuring(entry, names.calendars, path, report),
    threshold: threshold === undefined ? null : readThreshold(threshold, [...path, 'threshold'], report),
    to: readHookNames(entry.to, names.hooks, [...path, 'to'], report),
    goOn: entry.continue ?? false,
    groupBy: groupBy === 'incident' || groupBy === 'clock' || typeof groupBy !== 'string' ? groupBy : [groupBy],
    waitMs: readWait(wait, [...path, 'wait'], report),
    everyMs: every === undefined ? EVERY_MS : readAtLeast(SECOND, every, '5 minutes', [...path, 'every'], report),
    repeatMs: repeat === 'never' ? null : readRepeat(repeat, [...path, 'repeat'], report),
  };
}

const LADDER = 'ladder';
const NOBODY = 'nobody';

/** `nobody` is no hook: none. */
export function readHookNames(
  to: string | readonly string[],
  hooks: readonly string[],
  path: Path,
  report: Report,
): readonly string[] {
  if (to === NOBODY) return [];
  if (typeof to === 'string') return [requireHook(to, hooks, path, report)];
  to.forEach((name, n) => {
    const at = [...path, n];
    if (name === NOBODY) report(at, '`nobody` is no hook.', '`to: nobody`, or hooks alone');
    else if (to.indexOf(name) < n) report(at, `"${name}" stands here twice.`, 'it once');
    else requireHook(name, hooks, at, report);
  });
  return to;
}

function readDuring(
  { during, outside }: RouteEntry,
  calendars: readonly string[],
  path: Path,
  report: Report,
): CompiledRoute['during'] {
  if (during !== undefined && outside !== undefined) {
    report([...path, 'outside'], 'There is `during` as well.', 'one of the two, or two routes');
  }
  const calendar = during ?? outside;
  if (calendar === undefined) return null;
  const key = during === undefined ? 'outside' : 'during';
  if (!calendars.includes(calendar)) {
    const meant = nearest(calendar, calendars);
    const known = calendars.length === 0 ? 'a calendar under `calendars` first' : `one of ${calendars.join(', ')}`;
    report([...path, key], `There is no calendar "${calendar}".`, meant === undefined ? known : `\`${meant}\``);
  }
  return { calendar, within: during !== undefined };
}

const THRESHOLD = /^(\d{1,6}) breaches (?:in|within) (.+)$/;

function readThreshold(text: string, path: Path, report: Report): CompiledRoute['threshold'] {
  const [, count, time] = THRESHOLD.exec(text) ?? [];
  const [breaches, withinMs] = [Number(count), parseDuration(time ?? '')];
  if (breaches >= 2 && withinMs !== undefined) return { breaches, withinMs };
  report(path, `"${text}" is no threshold.`, 'two breaches at least, and a time: `5 breaches in 10 minutes`');
  return null;
}

/** A first post may go at once. */
function readWait(text: string | undefined, path: Path, report: Report): number {
  if (text === undefined) return WAIT_MS;
  return /^0 ?(s|seconds?|ms|min|minutes?)$/.test(text) ? 0 : readAtLeast(0, text, '30 seconds', path, report);
}

function readRepeat(text: string | undefined, path: Path, report: Report): number {
  return text === undefined ? REPEAT_MS : readAtLeast(MINUTE, text, '4 hours` or `never', path, report);
}

/** @param least ms. */
export function readAtLeast(least: number, text: string, example: string, path: Path, report: Report): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= least) return ms;
  if (ms === undefined) {
    // Days are no units: whether 24 hours or a business day is meant must be said.
    report(path, `"${text}" is no time in seconds, minutes or hours.`, `\`${example}\``);
  } else report(path, `"${text}" is too short.`, `${least / SECOND} seconds or more, such as \`${example}\``);
  return least;
}
