import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type * as z from 'zod';
import { compileCalendar } from '../calendar/compile.ts';
import { compileZone } from '../calendar/compile-zone.ts';
import { CalendarError } from '../calendar/errors.ts';
import { compiledRange } from '../calendar/range.ts';
import type { CompiledCalendar, CompiledPack, CompiledZone, Partner } from './compiled.ts';
import { fieldsOf } from './fields.ts';
import { lint } from './lint.ts';
import { type PackSource, packSchema } from './pack-schema.ts';
import { type PackDocument, type Path, type Problem, type Report, readDocument } from './problem.ts';
import { readCalendar } from './read-calendar.ts';
import { readKpi } from './read-kpi.ts';
import { readPromise } from './read-promise.ts';

/** A pack that can be published. Warnings are what the linter found: it will run, but some of it never will. */
export interface ParsedPack {
  /** SHA-256 of the source bytes, hex: what a version of a policy is known by. */
  readonly hash: string;
  readonly compiled: CompiledPack;
  readonly warnings: readonly Problem[];
}

/** A pack that cannot, with everything that is wrong with it, in the order of its lines. */
export interface RefusedPack {
  readonly problems: readonly Problem[];
}

/**
 * Reads a pack from YAML and works out everything that needs a zone database or a calendar.
 * @param source the YAML.
 * @param file its name, for messages.
 * @param now the instant of publishing, ms UTC: calendars reach from 2010 to six years ahead of it.
 */
export function parsePack(source: string, file: string, now: number): ParsedPack | RefusedPack {
  const document = readDocument(source, file);
  if (document.problems.length > 0) return { problems: document.problems };
  const shape = packSchema.safeParse(document.content);
  if (!shape.success) return { problems: inOrder(shape.error.issues.flatMap((each) => explainIssue(each, document))) };

  const problems: Problem[] = [];
  const report: Report = (path, message, instead) => {
    problems.push(document.problem(path, message, instead));
  };
  const compiled = compilePack(shape.data, now, report);
  if (problems.length > 0) return { problems: inOrder(problems) };

  const warnings: Problem[] = [];
  lint(compiled, (path, message, instead) => {
    warnings.push(document.problem(path, message, instead));
  });
  return { hash: createHash('sha256').update(source).digest('hex'), compiled, warnings: inOrder(warnings) };
}

function compilePack(source: PackSource, now: number, report: Report): CompiledPack {
  const calendarNames = Object.keys(source.calendars ?? {});
  const promiseNames = Object.keys(source.promises ?? {});
  const zones: Record<string, CompiledZone> = {};
  const addZone = (name: string, path: Path): void => {
    attempt(path, report, () => {
      zones[name] ??= compileZone(name, compiledRange(now));
    });
  };
  addZone('UTC', []);

  const calendars: Record<string, CompiledCalendar> = {};
  for (const [name, entry] of Object.entries(source.calendars ?? {})) {
    const path = ['calendars', name];
    addZone(entry.zone, [...path, 'zone']);
    let isReadable = entry.zone in zones;
    const read = readCalendar(name, entry, path, (...problem) => {
      isReadable = false;
      report(...problem);
    });
    // What could not be read may be all of its hours; saying that it has none would only confuse.
    if (!isReadable) continue;
    attempt([...path, 'hours'], report, () => {
      calendars[name] = compileCalendar(read, now);
    });
  }
  const partners = Object.entries(source.partners ?? {}).map(([id, entry]): Partner => {
    addZone(entry.zone, ['partners', id, 'zone']);
    const { name, market, zone, tier } = entry;
    return { id, name, market, zone, tier, reviewDay: entry['review-day'] };
  });
  const promises = Object.entries(source.promises ?? {}).map(([name, entry]) =>
    readPromise(`${source.pack}/${name}`, entry, calendarNames, ['promises', name], report),
  );
  const kpis = Object.entries(source.kpis ?? {}).map(([name, entry]) =>
    readKpi(source.pack, name, entry, promiseNames, ['kpis', name], report),
  );
  return {
    pack: source.pack,
    title: source.title,
    description: source.description,
    effective: readEffective(source.effective, compiledRange(now).from, report),
    applies: source.applies ?? 'new',
    calendars,
    zones,
    partners,
    promises,
    kpis,
    fields: fieldsOf(promises, kpis),
  };
}

/** Calendars and zones refuse by throwing, since they are also built without a pack. */
function attempt(path: Path, report: Report, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    report(path, error.message, error.instead);
  }
}

function readEffective(text: string, earliest: number, report: Report): number {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isInstant = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(text);
  const at = DateTime.fromISO(text, { zone: 'utc' });
  if (at.isValid && (isDate || isInstant)) {
    // No clock of the pack may start where its calendars know nothing.
    if (at.toMillis() < earliest)
      report(['effective'], `Calendars are compiled from 2010 on.`, '`2010-01-01` or later');
    return at.toMillis();
  }
  report(
    ['effective'],
    `"${text}" is no date.`,
    'a date such as `2026-01-01`, or an instant with a zone such as `2026-01-01T09:00:00+01:00`',
  );
  return 0;
}

type Issue = z.core.$ZodIssue;

function explainIssue(issue: Issue, document: PackDocument): Problem[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      document.problem([...path, key], `There is no key "${key}" here.`, issue.message, true),
    );
  }
  const at = document.problem(path, whatIsWrong(issue, valueAt(document.content, path)), issue.message);
  return [at];
}

function whatIsWrong(issue: Issue, value: unknown): string {
  if (value === undefined) return `\`${String(issue.path.at(-1))}\` is missing.`;
  if (value === null) return 'There is nothing here.';
  if (issue.code === 'invalid_key') return `"${String(issue.path.at(-1))}" cannot be a name.`;
  if (Array.isArray(value)) return 'A list does not fit here.';
  if (typeof value === 'object') return 'A mapping does not fit here.';
  const told = JSON.stringify(value);
  return `${told.length > 60 ? `${told.slice(0, 57)}...` : told} does not fit here.`;
}

function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Record<string | number, unknown> | null | undefined)?.[part],
    content,
  );
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}
