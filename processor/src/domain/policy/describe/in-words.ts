import type { Condition, StepTime, Target, TargetRow, Trigger } from '../compiled.ts';

/** The parts of a policy in words that a manager reads: short, complete, and the same wherever they stand. */

const UNITS = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** `3 h`, `1 h 30 min`. */
export function durationInWords(ms: number): string {
  if (ms === 0) return '0 h';
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, size] of UNITS) {
    if (rest >= size) parts.push(`${Math.floor(rest / size)} ${unit}`);
    rest %= size;
  }
  return parts.join(' ');
}

const READINGS = {
  'same-time': 'the same time on the working day',
  hours: 'in hours of the usual working day',
  'end-of-day': 'the end of the working day',
} as const;

/** `in 3 h, round the clock`; `within 1 business day (...) on office`; `no target`. */
export function targetInWords(target: Target): string {
  switch (target.kind) {
    case 'elapsed':
      return `in ${durationInWords(target.ms)}, round the clock`;
    case 'working':
      return `in ${durationInWords(target.ms)} of working time on ${target.calendar}`;
    case 'business-days': {
      const days = `${target.days} business day${target.days === 1 ? '' : 's'}`;
      return `within ${days} (${READINGS[target.reading]}) on ${target.calendar}`;
    }
    case 'until':
      return `until what ${target.field} says`;
    case 'none':
      return 'no target';
    case 'not-set':
      return 'target not set yet';
  }
}

/** `30 min before the deadline`, `8 h after the start, round the clock`. */
export function momentInWords(at: StepTime): string {
  if ('percent' in at) return `at ${at.percent} % of the target`;
  if ('before' in at) return `${durationInWords(at.before)} before the deadline`;
  const counted = at.calendar === undefined ? 'round the clock' : `on ${at.calendar}`;
  if ('after' in at) return `${durationInWords(at.after)} after the deadline, ${counted}`;
  return at.start === 0 ? 'at the start' : `${durationInWords(at.start)} after the start, ${counted}`;
}

/** `category is finance and priority is P1 or P2`. */
export function conditionInWords(condition: Condition): string {
  if ('field' in condition) {
    const { field } = condition;
    if ('is' in condition) return `${field} is ${condition.is}`;
    if ('in' in condition) return `${field} is ${condition.in.join(' or ')}`;
    return condition.exists ? `${field} is told` : `${field} is not told`;
  }
  if ('not' in condition) return `not (${conditionInWords(condition.not)})`;
  const isAll = 'all' in condition;
  const parts = isAll ? condition.all : condition.any;
  if (parts.length === 0) return isAll ? 'always' : 'never';
  return parts
    .map((part) => (isLeaf(part) ? conditionInWords(part) : `(${conditionInWords(part)})`))
    .join(isAll ? ' and ' : ' or ');
}

const isLeaf = (condition: Condition): boolean => 'field' in condition || 'not' in condition;

/** `ticket.message with public is true`. */
export function triggerInWords({ on, where, state }: Trigger): string {
  if (on.length === 0) return 'nothing';
  // A trigger that names a state alone takes every event, which nobody wants to read.
  const types = state !== undefined && on.length > 9 ? 'any event' : on.join(' or ');
  const told = where === undefined ? '' : ` with ${conditionInWords(where)}`;
  return `${types}${told}${state === undefined ? '' : ` that brings about ${conditionInWords(state)}`}`;
}

/** `account/warehouse-edit` is called `Warehouse edit`. */
export function rowInWords({ name }: Pick<TargetRow, 'name'>): string {
  const words = (name.split('/').at(-1) ?? name).replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
