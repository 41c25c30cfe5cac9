import type { TimeReader } from '../rows/time-format.ts';
import type { Columns, RowView } from './columns.ts';
import type { YamlPath } from './read-mapping.ts';
import { RowProblem } from './row-problem.ts';
import type { MappingValue } from './schema.ts';

/** Makes one field of an event; undefined leaves the field out. Throws a RowProblem if a cell cannot be read. */
export type Make = (view: RowView) => unknown;

export function compileValue(value: MappingValue, columns: Columns, times: TimeReader, path: YamlPath): Make {
  if (typeof value === 'string') return columns.cell(value, path);
  if ('constant' in value) return () => value.constant;
  if ('time' in value) return time(value.time, columns, times, [...path, 'time'], (read) => read.at);
  if ('endOfDay' in value) return time(value.endOfDay, columns, times, [...path, 'endOfDay'], (read) => read.dayEnd);
  if ('text' in value) return template(value.text, columns, [...path, 'text']);
  if ('before' in value) {
    const cell = columns.cell(value.before, [...path, 'before']);
    return (view) => (view.before === undefined ? value.initially : cell({ cells: view.before, joined: view.joined }));
  }
  if ('each' in value) {
    const join = columns.join(value.each, [...path, 'each']);
    if (join === undefined) return () => undefined;
    const make = compileFields(value.fields, columns, times, [...path, 'fields']);
    return (view) => {
      const rows = view.joined[join] ?? [];
      if (rows.length === 0) return undefined;
      // Within `each` a joined column is that of the row at hand.
      return rows.map((row) => make({ ...view, joined: view.joined.map((all, i) => (i === join ? [row] : all)) }));
    };
  }
  const cell = columns.cell(value.column, [...path, 'column']);
  const otherwise = value.otherwise;
  if ('map' in value) {
    const table = new Map(Object.entries(value.map));
    return (view) => {
      const text = cell(view);
      if (text === undefined) return otherwise;
      if (table.has(text)) return table.get(text);
      if (otherwise !== undefined) return otherwise;
      throw new RowProblem(
        'UNMAPPED_VALUE',
        `${value.column} says ${quote(text)}, which the mapping does not know: add it to the map`,
      );
    };
  }
  const read = READERS[value.as ?? 'text'];
  return (view) => {
    const text = cell(view);
    if (text === undefined) return otherwise;
    const result = read(text);
    if (result === undefined)
      throw new RowProblem('UNREADABLE_VALUE', `${value.column} says ${quote(text)}, which is no ${value.as}`);
    return result;
  };
}

const READERS: Readonly<Record<'text' | 'number' | 'boolean', (text: string) => unknown>> = {
  text: (text) => text,
  number: (text) => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined),
  boolean: (text) => (/^(true|yes|y|1)$/i.test(text) ? true : /^(false|no|n|0)$/i.test(text) ? false : undefined),
};

/** Compiles the fields of an object, whose names are paths. An object without any known field is left out. */
export function compileFields(
  fields: Readonly<Record<string, MappingValue>>,
  columns: Columns,
  times: TimeReader,
  path: YamlPath,
): (view: RowView) => Record<string, unknown> {
  const parts = Object.entries(fields).map(([name, value]) => ({
    keys: name.split('.'),
    make: compileValue(value, columns, times, [...path, name]),
  }));
  return (view) => {
    const result: Record<string, unknown> = {};
    for (const { keys, make } of parts) {
      const made = make(view);
      if (made !== undefined) place(result, keys, made);
    }
    return result;
  };
}

function place(target: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  let at = target;
  for (const key of keys.slice(0, -1)) {
    const inner = at[key];
    if (typeof inner === 'object' && inner !== null) at = inner as Record<string, unknown>;
    else {
      const made: Record<string, unknown> = {};
      at[key] = made;
      at = made;
    }
  }
  const last = keys[keys.length - 1];
  if (last !== undefined) at[last] = value;
}

function time(
  column: string,
  columns: Columns,
  times: TimeReader,
  path: YamlPath,
  pick: (read: NonNullable<ReturnType<TimeReader>>) => number,
): Make {
  const cell = columns.cell(column, path);
  return (view) => {
    const text = cell(view);
    if (text === undefined) return undefined;
    const read = times(text);
    if (read === undefined) throw unreadableTime(column, text);
    return new Date(pick(read)).toISOString();
  };
}

function template(text: string, columns: Columns, path: YamlPath): Make {
  const parts = text.split(/\{([^{}]+)\}/).map((part, i) => (i % 2 === 0 ? part : columns.cell(part, path)));
  return (view) => {
    let result = '';
    for (const part of parts) {
      const made = typeof part === 'string' ? part : part(view);
      if (made === undefined) return undefined;
      result += made;
    }
    return result;
  };
}

export const unreadableTime = (column: string, text: string): RowProblem =>
  new RowProblem(
    'UNREADABLE_TIME',
    `${column} says ${quote(text)}, which fits none of the mapping's times (a time without a zone also needs the mapping's zone)`,
  );

export const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
