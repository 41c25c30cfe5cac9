import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { ImportError } from '../import-error.ts';
import { createTimeReader } from '../rows/time-format.ts';
import { type MappingDocument, mappingSchema } from './schema.ts';

export type YamlPath = readonly (string | number)[];

/** One thing that is wrong with a mapping, and where. */
export interface MappingProblem {
  /** Line in the mapping file, from 1. */
  readonly line: number;
  readonly path: string;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** A mapping that was read, and where its parts stand, so that later complaints can name a line too. */
export interface Mapping {
  readonly document: MappingDocument;
  /** The bytes of the file, since they are part of the import's identity. */
  readonly text: string;
  readonly problem: (path: YamlPath, message: string) => MappingProblem;
}

/** Reads a mapping. Throws `IMPORT_MAPPING_INVALID`, whose message lists every problem with its line and its remedy. */
export function readMapping(text: string, name = 'mapping'): Mapping {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problem = (path: YamlPath, message: string): MappingProblem => ({
    line: lineOf(path),
    path: path.join('.'),
    message,
  });
  const lineOf = (path: YamlPath): number => {
    // A field that is missing has no place of its own: its nearest parent has.
    for (let length = path.length; length > 0; length--) {
      const offset = offsetAt(path.slice(0, length));
      if (offset !== undefined) return lines.linePos(offset).line;
    }
    return 1;
  };
  const offsetAt = (path: YamlPath): number | undefined => {
    const parent = yaml.getIn(path.slice(0, -1), true);
    const last = path[path.length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => (isScalar(item.key) ? String(item.key.value) : undefined) === String(last),
      );
      if (pair !== undefined && isScalar(pair.key)) return pair.key.range?.[0];
    }
    const node = yaml.getIn(path, true) as { range?: [number, number, number] | null } | undefined;
    return node?.range?.[0];
  };
  if (yaml.errors.length > 0) {
    const problems = yaml.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      path: '',
      message: `this is no YAML: ${error.message}`,
    }));
    throw invalid(name, problems);
  }
  let content: unknown;
  try {
    content = yaml.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw invalid(name, [{ line: 1, path: '', message: `this is no YAML: ${(cause as Error).message}` }]);
  }
  const parsed = mappingSchema.safeParse(content);
  if (!parsed.success) {
    throw invalid(
      name,
      parsed.error.issues.map((issue) => problem(issue.path as (string | number)[], messageOf(issue))),
    );
  }
  try {
    createTimeReader(parsed.data.times, parsed.data.zone);
  } catch (error) {
    throw invalid(name, [problem(['times'], (error as Error).message)]);
  }
  return { document: parsed.data, text, problem };
}

function messageOf(issue: {
  readonly code: string;
  readonly message: string;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}): string {
  if (issue.code === 'unrecognized_keys')
    return `${(issue.keys ?? []).join(', ')}: there is no such key here; remove it or mend its spelling`;
  if (issue.code === 'invalid_type' && issue.path.length === 0)
    return 'a mapping is YAML of keys and values: copy one of the examples and change it';
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
    return 'it is missing: every mapping needs it';
  return issue.message;
}

/** More problems than anybody mends at once are only counted: often it is one, such as the wrong file. */
const SHOWN = 10;

/** The problems of a mapping as one error, a line each. @param hints lines behind them. */
export function invalid(name: string, problems: readonly MappingProblem[], hints: readonly string[] = []): ImportError {
  const list = [...new Set(problems.map((p) => `line ${p.line}${p.path === '' ? '' : ` (${p.path})`}: ${p.message}`))];
  const shown = list.length > SHOWN ? [...list.slice(0, SHOWN), `... and ${list.length - SHOWN} more`] : list;
  const lines = [...shown, ...hints].map((line) => `  ${line}`);
  return new ImportError('IMPORT_MAPPING_INVALID', `${name} cannot be used:\n${lines.join('\n')}`);
}
