import type { Condition, Scalar } from '../../domain/policy/compiled.ts';

/** A condition as a sentence's part: `category is account and subcategory is warehouse-edit`. */
export function conditionWords(condition: Condition): string {
  if ('all' in condition) return joined(condition.all, ' and ', 'always');
  if ('any' in condition) return joined(condition.any, ' or ', 'never');
  if ('not' in condition) {
    const { not } = condition;
    if ('field' in not && 'is' in not) return `${not.field} is not ${scalarWords(not.is)}`;
    if ('field' in not && 'in' in not) return `${not.field} is none of ${listed(not.in)}`;
    if ('field' in not && 'exists' in not) return conditionWords({ ...not, exists: !not.exists });
    return `not (${conditionWords(not)})`;
  }
  if ('is' in condition) return `${condition.field} is ${scalarWords(condition.is)}`;
  if ('in' in condition) return `${condition.field} is ${listed(condition.in)}`;
  return `${condition.field} is ${condition.exists ? '' : 'not '}told`;
}

function joined(parts: readonly Condition[], by: ' and ' | ' or ', none: string): string {
  if (parts.length === 0) return none;
  if (parts.length === 1) return conditionWords(parts[0]!);
  // Only what is joined the other way needs to be told apart.
  const other = by === ' and ' ? 'any' : 'all';
  return parts.map((part) => (other in part ? `(${conditionWords(part)})` : conditionWords(part))).join(by);
}

function listed(values: readonly Scalar[]): string {
  const words = values.map(scalarWords);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** A text that could be read as something else stands in quotes. */
function scalarWords(value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  return /^[A-Za-z][\w/-]*$/.test(value) && !/^(?:true|false)$/.test(value) ? value : JSON.stringify(value);
}
