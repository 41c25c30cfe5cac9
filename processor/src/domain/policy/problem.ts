import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';

/** Where something stands in a pack: keys of mappings and places in lists. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with a pack, told so that its author can mend it without asking. */
export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Readable: `promises.ship-confirmation.targets[0].target`. */
  readonly path: string;
  /** What is wrong. */
  readonly message: string;
  /** What to write instead. */
  readonly instead: string;
}

/** Takes what the readers of a pack find. They go on after it, so that one run names everything. */
export type Report = (path: Path, message: string, instead: string) => void;

export interface PackDocument {
  /** Undefined if the text is no YAML; `problems` then says why. */
  readonly content: unknown;
  readonly problems: readonly Problem[];
  /** @param atKey whether the key itself is meant and not what stands behind it. */
  problem(path: Path, message: string, instead: string, atKey?: boolean): Problem;
}

/** Reads YAML 1.2 and keeps where everything stands. */
export function readDocument(source: string, file: string): PackDocument {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };

  /** What is missing has no place of its own: its nearest parent has. */
  const offsetOf = (path: Path, atKey: boolean): number => {
    for (let length = path.length; length > 0; length--) {
      const last = path[length - 1];
      const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
      const key = isMap(parent)
        ? parent.items.map((pair) => pair.key).find((each) => isScalar(each) && String(each.value) === String(last))
        : undefined;
      const value = document.getIn(path.slice(0, length), true);
      const node = isScalar(value) && !(atKey && isScalar(key)) ? value : isScalar(key) ? key : value;
      const range = (node as { range?: readonly number[] | null } | undefined)?.range;
      if (range) return range[0]!;
    }
    return 0;
  };

  const problem: PackDocument['problem'] = (path, message, instead, atKey = false) => ({
    ...place(offsetOf(path, atKey)),
    path: readable(path),
    message,
    instead,
  });
  const problems = document.errors.map(
    (error): Problem => ({ ...place(error.pos[0]), path: '', ...explainYaml(error) }),
  );
  if (problems.length > 0) return { content: undefined, problems, problem };
  try {
    return { content: document.toJS({ maxAliasCount: 100 }), problems, problem };
  } catch (error) {
    const told = { path: '', message: `This is no YAML: ${(error as Error).message}.`, instead: 'the value itself' };
    return { content: undefined, problems: [{ ...place(0), ...told }], problem };
  }
}

/** The mistakes that authors of packs make most, in words about packs. */
function explainYaml(error: { readonly code: string; readonly message: string }): { message: string; instead: string } {
  if (error.message.includes('block-seq-ind')) {
    return {
      message: `This is no YAML: ${error.message}.`,
      instead: '`"-"` in quotes, if a dash for "no target" is meant',
    };
  }
  if (error.code === 'DUPLICATE_KEY') {
    return { message: 'This key stands here twice.', instead: 'it once, or another name' };
  }
  return {
    message: `This is no YAML: ${error.message}.`,
    instead: 'quotes around a text that has `: `, `#` or a dash at its start',
  };
}

function readable(path: Path): string {
  return path.reduce<string>((told, part) => {
    if (typeof part === 'number') return `${told}[${part}]`;
    return told === '' ? part : `${told}.${part}`;
  }, '');
}

/** One line for a terminal: `mall.yaml:12:5 promises.x.stop: ... Write ... instead.` */
export function tellProblem({ file, line, column, path, message, instead }: Problem): string {
  return `${file}:${line}:${column}${path === '' ? '' : ` ${path}`}: ${message} Write ${instead}.`;
}
