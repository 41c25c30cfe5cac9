import type { CompiledPack } from '../../policy/compiled.ts';
import { type FieldReader, fieldAt } from '../../policy/condition.ts';

/** How a pack's conditions read data. */
export type DataReader = FieldReader<unknown>;

/**
 * Reads fields as a pack understands them: values by their other names, and fields that are worked out of two others
 * where nobody tells them (impact and urgency make a priority). A pack with neither reads what is told.
 */
export function fieldReader({ derived = [], aliases = {} }: Pick<CompiledPack, 'derived' | 'aliases'>): DataReader {
  if (derived.length === 0 && Object.keys(aliases).length === 0) return fieldAt;
  const told: DataReader = (data, field) => {
    const value = fieldAt(data, field);
    const names = Object.hasOwn(aliases, field) ? aliases[field]! : undefined;
    return names !== undefined && typeof value === 'string' && Object.hasOwn(names, value) ? names[value] : value;
  };
  return (data, field) => {
    const value = told(data, field);
    if (value !== undefined && value !== null) return value;
    const rule = derived.find((each) => each.field === field);
    if (rule === undefined) return value;
    const [row, column] = rule.from.map((from) => told(data, from));
    return lookUp(lookUp(rule.table, row), column);
  };
}

/** A number in the data finds the row that YAML names by it. */
function lookUp(table: unknown, key: unknown): unknown {
  if (typeof table !== 'object' || table === null) return undefined;
  const name = typeof key === 'number' ? String(key) : key;
  return typeof name === 'string' && Object.hasOwn(table, name) ? (table as Record<string, unknown>)[name] : undefined;
}
