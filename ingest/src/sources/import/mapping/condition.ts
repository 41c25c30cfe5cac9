import type { Columns, RowView } from './columns.ts';
import type { YamlPath } from './read-mapping.ts';
import type { MappingCondition } from './schema.ts';

export type Test = (view: RowView) => boolean;

/** Compiles a condition. An unknown cell equals nothing; only `known: false` holds for it. */
export function compileCondition(condition: MappingCondition, columns: Columns, path: YamlPath): Test {
  if ('all' in condition) {
    const tests = condition.all.map((part, i) => compileCondition(part, columns, [...path, 'all', i]));
    return (view) => tests.every((test) => test(view));
  }
  if ('any' in condition) {
    const tests = condition.any.map((part, i) => compileCondition(part, columns, [...path, 'any', i]));
    return (view) => tests.some((test) => test(view));
  }
  if ('not' in condition) {
    const test = compileCondition(condition.not, columns, [...path, 'not']);
    return (view) => !test(view);
  }
  const cell = columns.cell(condition.column, [...path, 'column']);
  if ('known' in condition) return (view) => (cell(view) !== undefined) === condition.known;
  const wanted = new Set(('in' in condition ? condition.in : [condition.is]).map(String));
  return (view) => {
    const text = cell(view);
    return text !== undefined && wanted.has(text);
  };
}
