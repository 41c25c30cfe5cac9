import { createHash } from 'node:crypto';
import { compilePack, type Names } from './compile-pack.ts';
import type { CompiledPack } from './compiled.ts';
import { explainIssue } from './explain-issue.ts';
import type { Finding } from './lint/finding.ts';
import { lintPack } from './lint/lint-pack.ts';
import { type Path, type Problem, readDocument } from './problem.ts';
import { salvage } from './salvage.ts';
import { packSchema } from './schema/pack-schema.ts';

/** A pack that can be published. Warnings are what the linter found: it will run, but some of it looks wrong. */
export interface ParsedPack {
  /** SHA-256 of the source bytes, hex: what a version of a policy is known by. */
  readonly hash: string;
  readonly compiled: CompiledPack;
  readonly warnings: readonly Finding[];
}

/** A pack that cannot, with everything that is wrong with it, in the order of its lines. */
export interface RefusedPack {
  readonly problems: readonly Finding[];
  readonly warnings: readonly Finding[];
}

/**
 * Reads a pack from YAML and works out everything that needs a zone database or a calendar. What surely never does what
 * its author meant is refused like what cannot be read.
 * @param source the YAML.
 * @param file its name, for messages.
 * @param now the instant of publishing, ms UTC: calendars reach from 2010 to six years ahead of it.
 */
export function parsePack(source: string, file: string, now: number): ParsedPack | RefusedPack {
  const document = readDocument(source, file);
  if (document.problems.length > 0) return { problems: document.problems.map(unreadable), warnings: [] };

  const found: Finding[] = [];
  const shape = packSchema.safeParse(document.content);
  const issues = shape.success ? [] : shape.error.issues;
  for (const issue of issues) found.push(...explainIssue(issue, document).map(unreadable));
  const pack = shape.success ? shape.data : salvage(document.content, issues);
  if (pack === undefined) return { problems: inOrder(found), warnings: [] };

  const wrong: Path[] = issues.map(({ path }) => path as Path);
  const compiled = compilePack(pack, namesIn(document.content), now, (path, message, instead) => {
    wrong.push(path);
    found.push(unreadable(document.problem(path, message, instead)));
  });
  const isInDoubt = doubt(wrong);
  lintPack(compiled, now, (severity, code, path, message, instead) => {
    // What could not be read was compiled to something else; what the linter says about that would only confuse.
    if (isInDoubt(path)) return;
    found.push({ ...document.problem(path, message, instead), severity, code });
  });
  const problems = inOrder(found.filter(({ severity }) => severity === 'error'));
  const warnings = inOrder(found.filter(({ severity }) => severity === 'warning'));
  if (problems.length > 0) return { problems, warnings };
  return { hash: createHash('sha256').update(source).digest('hex'), compiled, warnings };
}

const unreadable = (problem: Problem): Finding => ({ ...problem, severity: 'error', code: 'unreadable' });

/**
 * Whether a part of a pack has something to do with what could not be read: it lies in the same promise, calendar or KPI;
 * and what is said about aliases, KPIs and tables of the pack looks at all of its promises.
 */
function doubt(wrong: readonly Path[]): (path: Path) => boolean {
  const parts = new Set(wrong.map(([section, entry]) => `${section} ${entry}`));
  const sections = new Set(wrong.map(([section]) => section));
  return ([section, entry]) =>
    parts.has(`${section} ${entry}`) ||
    sections.has('calendars') ||
    (section !== 'promises' && section !== 'calendars' && sections.size > 0) ||
    (section === 'promises' && sections.has('derive'));
}

/** Which calendars and promises the author has stated, whether or not they could be read: to name them is no mistake. */
function namesIn(content: unknown): Names {
  const entries = (section: 'calendars' | 'promises'): [string, unknown][] =>
    Object.entries((content as Partial<Record<typeof section, object | null>>)[section] ?? {});
  const subjects = entries('promises').flatMap(([name, promise]) => {
    const subject = (promise as { readonly subject?: unknown } | null)?.subject;
    return subject === 'order' || subject === 'ticket' ? [[name, subject] as const] : [];
  });
  return {
    calendars: entries('calendars').map(([name]) => name),
    promises: entries('promises').map(([name]) => name),
    subjects: new Map(subjects),
  };
}

const inOrder = <Each extends Problem>(problems: readonly Each[]): Each[] =>
  [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
