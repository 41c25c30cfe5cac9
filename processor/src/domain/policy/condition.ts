import type { Condition, TargetRow } from './compiled.ts';

/** How a condition reads a field. The default walks a path into nested data. */
export type FieldReader<Data> = (data: Data, field: string) => unknown;

/** Paths are few and named by packs, so each is split once. */
const splitPaths = new Map<string, readonly string[]>();

/**
 * The value at a path such as `promise.deliverBy`, or undefined. Only what the data itself holds is found, never what
 * every object inherits.
 */
export function fieldAt(data: unknown, field: string): unknown {
  let path = splitPaths.get(field);
  if (path === undefined) {
    path = field.split('.');
    splitPaths.set(field, path);
  }
  let value = data;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/**
 * Whether a condition holds. Values are compared as they are: "1" is not 1, `Finance` is not `finance`. A field that is
 * missing or null does not exist, equals nothing and is in nothing, so `not` of such a comparison holds. An empty `all`
 * holds, an empty `any` does not.
 *
 * @param read for callers that keep fields otherwise than nested, for instance by their whole path.
 */
export function holds<Data>(condition: Condition, data: Data, read: FieldReader<Data> = fieldAt): boolean {
  if ('field' in condition) {
    const value = read(data, condition.field);
    if ('is' in condition) return value === condition.is;
    if ('in' in condition) return (condition.in as readonly unknown[]).includes(value);
    return (value !== undefined && value !== null) === condition.exists;
  }
  if ('all' in condition) {
    for (const each of condition.all) if (!holds(each, data, read)) return false;
    return true;
  }
  if ('any' in condition) {
    for (const each of condition.any) if (holds(each, data, read)) return true;
    return false;
  }
  return !holds(condition.not, data, read);
}

/** The first row whose condition holds, or undefined: the subject then goes to the tray of the unmatched. */
export function matchRow<Data>(
  rows: readonly TargetRow[],
  data: Data,
  read: FieldReader<Data> = fieldAt,
): TargetRow | undefined {
  for (const row of rows) if (row.when === undefined || holds(row.when, data, read)) return row;
  return undefined;
}
