import type { NumberedPack } from '../../domain/clock/rules/ruleset.ts';
import type { Condition, Scalar } from '../../domain/policy/compiled.ts';

/**
 * Data as it is written in a URL or on a command line: `promise.deliverBy=2026-11-30` is a text at a path. What the policies
 * compare with a number or with true and false is one, if it is written like it.
 */
export function readData(
  pairs: Iterable<readonly [field: string, value: string]>,
  packs: readonly NumberedPack[],
): Record<string, unknown> {
  const scalars = scalarsOf(packs);
  const data: Record<string, unknown> = {};
  for (const [field, value] of pairs) {
    const path = field.split('.');
    let at = data;
    for (const name of path.slice(0, -1)) {
      const inner = Object.hasOwn(at, name) ? at[name] : undefined;
      const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
      define(at, name, next);
      at = next;
    }
    define(at, path.at(-1)!, scalars.get(field)?.find((each) => String(each) === value) ?? value);
  }
  return data;
}

/** A field may be called `__proto__` by whoever asks. */
function define(at: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(at, name, { value, enumerable: true, writable: true, configurable: true });
}

/** With what each field is compared. */
function scalarsOf(packs: readonly NumberedPack[]): Map<string, Scalar[]> {
  const scalars = new Map<string, Scalar[]>();
  const add = (field: string, values: readonly Scalar[]): void => {
    scalars.set(field, [...(scalars.get(field) ?? []), ...values]);
  };
  const visit = (condition: Condition | undefined): void => {
    if (condition === undefined) return;
    if ('all' in condition) for (const each of condition.all) visit(each);
    else if ('any' in condition) for (const each of condition.any) visit(each);
    else if ('not' in condition) visit(condition.not);
    else if ('is' in condition) add(condition.field, [condition.is]);
    else if ('in' in condition) add(condition.field, condition.in);
  };
  for (const { pack } of packs) {
    for (const { appliesTo, rows } of pack.promises) {
      visit(appliesTo);
      for (const { when } of rows) visit(when);
    }
  }
  return scalars;
}
