import type { Condition, Scalar } from '../compiled.ts';
import type { Path, Report } from '../problem.ts';

/** Deeper than anybody reads; YAML's anchors can make a condition contain itself. */
const DEEPEST = 24;
const FIELD = /^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)*$/;

/**
 * Reads a condition. Each key is a field with the value that it must have (or a list, one of which it must have), or one of
 * `all`, `any` (lists of conditions), `not` (a condition), `exists`, `missing` (a field, or a list of them). All keys of a
 * mapping must fit.
 */
export function readCondition(source: Readonly<Record<string, unknown>>, path: Path, report: Report): Condition {
  const parts = Object.entries(source).map(([key, value]) => readPart(key, value, [...path, key], report));
  if (parts.length === 0)
    report(path, 'This condition is empty and fits everything.', 'no condition at all, or a field and its value');
  return parts.length === 1 ? parts[0]! : { all: parts };
}

const NEVER: Condition = { any: [] };

function readPart(key: string, value: unknown, path: Path, report: Report): Condition {
  switch (key) {
    case 'all':
    case 'any': {
      if (!Array.isArray(value) || value.length === 0) {
        report(path, `\`${key}\` needs conditions.`, `a list such as \`${key}: [{ market: cz }, { market: sk }]\``);
        return NEVER;
      }
      const each = value.map((part, place) => readNested(part, [...path, place], report));
      return key === 'all' ? { all: each } : { any: each };
    }
    case 'not':
      return { not: readNested(value, path, report) };
    case 'exists':
    case 'missing': {
      const fields = (Array.isArray(value) ? value : [value]).filter((field) => isField(field, path, report));
      const each = fields.map((field) => ({ field, exists: key === 'exists' }));
      return each.length === 1 ? each[0]! : { all: each };
    }
    default:
      return readComparison(key, value, path, report);
  }
}

function readNested(value: unknown, path: Path, report: Report): Condition {
  if (path.length > DEEPEST) {
    report(path, 'This condition is too deep to be read.', 'it flat, without conditions that contain themselves');
    return NEVER;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return readCondition(value as Record<string, unknown>, path, report);
  }
  report(path, 'Here a condition is needed.', 'a mapping such as `{ category: finance }`');
  return NEVER;
}

function readComparison(field: string, value: unknown, path: Path, report: Report): Condition {
  if (!isField(field, path, report)) return NEVER;
  if (isScalar(value)) return { field, is: value };
  if (Array.isArray(value) && value.length > 0 && value.every(isScalar)) return { field, in: value };
  report(path, `\`${field}\` cannot be compared with this.`, 'a text, a number, true, false, or a list of those');
  return NEVER;
}

/** Reports what is no path into data. */
export function isField(field: unknown, path: Path, report: Report): field is string {
  if (typeof field === 'string' && FIELD.test(field)) return true;
  report(path, `${JSON.stringify(field)} is no field.`, 'a path into data such as `category` or `promise.deliverBy`');
  return false;
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
