import type { Condition } from '../../domain/policy/compiled.ts';
import { type FieldReader, holds } from '../../domain/policy/condition.ts';

/**
 * Whether a condition holds for data of which perhaps only a part is told: null while what is not told yet decides.
 */
export function couldHold(
  condition: Condition,
  data: Readonly<Record<string, unknown>>,
  read: FieldReader<unknown>,
): boolean | null {
  if ('field' in condition) {
    const value = read(data, condition.field);
    return value === undefined || value === null ? null : holds<unknown>(condition, data, read);
  }
  if ('not' in condition) {
    const inner = couldHold(condition.not, data, read);
    return inner === null ? null : !inner;
  }
  const [parts, decides] = 'all' in condition ? [condition.all, false] : [condition.any, true];
  const told = parts.map((part) => couldHold(part, data, read));
  if (told.includes(decides)) return decides;
  return told.includes(null) ? null : !decides;
}
