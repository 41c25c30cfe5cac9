import type { YamlPath } from './read-mapping.ts';

/** What a mapping can see of a row: its cells, the rows that are joined to it, and the state before it. */
export interface RowView {
  readonly cells: readonly string[];
  /** The rows of each join that belong to it, or to the part of it that is being told. */
  readonly joined: readonly (readonly (readonly string[])[])[];
  /** The row before it of the same subject, if rows are states. */
  readonly before?: readonly string[];
}

/** Reads one cell; undefined if it says that nothing is known. */
export type Cell = (view: RowView) => string | undefined;

export interface Columns {
  /** A column of the file itself, or of the first joined row: `items.seller_id`. Collects a problem if there is none. */
  cell(name: string, path: YamlPath): Cell;
  /** Where a column stands in a join, for reading each of its rows. */
  joined(name: string, path: YamlPath): { readonly join: number; readonly index: number } | undefined;
  join(name: string, path: YamlPath): number | undefined;
  /** What has been asked for, so that nothing else need be kept. */
  readonly used: { readonly own: ReadonlySet<number>; readonly joined: readonly ReadonlySet<number>[] };
}

export interface ColumnSources {
  readonly header: readonly string[];
  /** The joins in their order, with their headers. */
  readonly joins: readonly { readonly name: string; readonly header: readonly string[] }[];
  readonly unknown: readonly string[];
  readonly problem: (path: YamlPath, message: string) => void;
}

/** Finds columns by name. A name that is not there is a problem, told with the nearest one that is. */
export function createColumns({ header, joins, unknown, problem }: ColumnSources): Columns {
  const nothing = new Set(unknown);
  const known = (text: string | undefined): string | undefined => {
    if (text === undefined) return undefined;
    const trimmed = text.trim();
    return nothing.has(trimmed) || trimmed === '' ? undefined : trimmed;
  };
  const own = new Map(header.map((name, i) => [name, i]));
  const missing = (name: string, path: YamlPath, names: readonly string[]): void => {
    const near = nearest(name, names);
    problem(path, `there is no column ${name}${near === undefined ? '' : `: write ${near}`}`);
  };
  const joinIndex = (name: string): number => joins.findIndex((join) => join.name === name);
  const split = (name: string): { join: number; column: string } | undefined => {
    const dot = name.indexOf('.');
    const join = dot < 0 ? -1 : joinIndex(name.slice(0, dot));
    return join < 0 ? undefined : { join, column: name.slice(dot + 1) };
  };
  const used = { own: new Set<number>(), joined: joins.map(() => new Set<number>()) };
  return {
    used,
    cell(name, path) {
      const index = own.get(name);
      if (index !== undefined) {
        used.own.add(index);
        return (view) => known(view.cells[index]);
      }
      const at = this.joined(name, path);
      if (at === undefined) return () => undefined;
      return (view) => known(view.joined[at.join]?.[0]?.[at.index]);
    },
    joined(name, path) {
      const at = split(name);
      if (at === undefined) {
        missing(name, path, header);
        return undefined;
      }
      const columns = joins[at.join]?.header ?? [];
      const index = columns.indexOf(at.column);
      if (index < 0) {
        missing(at.column, path, columns);
        return undefined;
      }
      used.joined[at.join]?.add(index);
      return { join: at.join, index };
    },
    join(name, path) {
      const index = joinIndex(name);
      if (index >= 0) return index;
      problem(path, `there is no join ${name}: declare it under joins`);
      return undefined;
    },
  };
}

function nearest(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 2)) + 1;
  for (const candidate of names) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
