import type { Condition, Scalar } from '../compiled.ts';

/**
 * Whether there is any data in which all these conditions hold. `false` is certain; beyond a bound of steps the answer is
 * `true`, since a linter may miss something but must not make it up.
 */
export function canHold(conditions: readonly (Condition | undefined)[]): boolean {
  const demands = conditions.flatMap((condition) => (condition === undefined ? [] : [{ condition, wanted: true }]));
  return search(demands, new Map(), { steps: MOST_STEPS });
}

const MOST_STEPS = 20_000;

/** A condition that must hold, or must not. */
interface Demand {
  readonly condition: Condition;
  readonly wanted: boolean;
}

/** What is known of a field's value. */
interface Known {
  readonly told?: boolean;
  /** It is one of these. */
  readonly among?: readonly Scalar[];
  /** It is none of these. */
  readonly not: readonly Scalar[];
}

type Facts = ReadonlyMap<string, Known>;

/** Parts of which one must hold. */
type Choice = readonly Demand[];

function search(demands: readonly Demand[], facts: Facts, budget: { steps: number }): boolean {
  let known = facts;
  let choices: Choice[] = [];
  const open = [...demands];
  while (open.length > 0) {
    for (let demand = open.pop(); demand !== undefined; demand = open.pop()) {
      if (budget.steps-- <= 0) return true;
      const { condition, wanted } = demand;
      if ('not' in condition) open.push({ condition: condition.not, wanted: !wanted });
      else if ('field' in condition) {
        const next = learn(known, condition, wanted);
        if (next === undefined) return false;
        known = next;
      } else {
        const isAll = 'all' in condition;
        const parts = (isAll ? condition.all : condition.any).map((part) => ({ condition: part, wanted }));
        if (isAll === wanted) open.push(...parts);
        else choices.push(parts);
      }
    }
    // What is known by now leaves most choices no choice; without this, a hundred rows would be tried in all their combinations.
    const left: Choice[] = [];
    for (const choice of choices) {
      const possible = choice.filter((part) => verdict(part, known) !== 'cannot');
      if (possible.length === 0) return false;
      if (possible.some((part) => verdict(part, known) === 'must')) continue;
      if (possible.length === 1) open.push(possible[0]!);
      else left.push(possible);
    }
    choices = left;
  }
  const [choice, ...others] = choices;
  if (choice === undefined) return true;
  // Each of the other choices is a demand again: one of its parts, which is what `any` says.
  const rest = others.map((parts): Demand => ({ condition: { any: parts.map(asCondition) }, wanted: true }));
  return choice.some((part) => search([...rest, part], known, budget));
}

const asCondition = ({ condition, wanted }: Demand): Condition => (wanted ? condition : { not: condition });

/** What is known already of a comparison; conditions with parts are looked into later. */
function verdict({ condition, wanted }: Demand, facts: Facts): 'must' | 'cannot' | 'open' {
  if ('not' in condition) return verdict({ condition: condition.not, wanted: !wanted }, facts);
  if (!('field' in condition)) return 'open';
  if (learn(facts, condition, wanted) === undefined) return 'cannot';
  return learn(facts, condition, !wanted) === undefined ? 'must' : 'open';
}

/** What is known after a comparison holds, or does not; undefined if it contradicts what is known. */
function learn(facts: Facts, leaf: Extract<Condition, { field: string }>, wanted: boolean): Facts | undefined {
  const before = facts.get(leaf.field) ?? { not: [] };
  const after =
    'exists' in leaf ? withTold(before, leaf.exists === wanted) : withValues(before, valuesOf(leaf), wanted);
  return after === undefined ? undefined : new Map(facts).set(leaf.field, after);
}

const valuesOf = (leaf: { readonly is: Scalar } | { readonly in: readonly Scalar[] }): readonly Scalar[] =>
  'is' in leaf ? [leaf.is] : leaf.in;

function withTold(known: Known, told: boolean): Known | undefined {
  return known.told === !told ? undefined : { ...known, told };
}

/** A value that is missing equals nothing: it only matters where a value is demanded. */
function withValues(known: Known, values: readonly Scalar[], wanted: boolean): Known | undefined {
  if (!wanted) {
    const not = [...known.not, ...values];
    const among = known.among?.filter((value) => !not.includes(value));
    return among?.length === 0 ? undefined : { ...known, not, ...(among && { among }) };
  }
  if (known.told === false) return undefined;
  const among = (known.among ?? values).filter((value) => values.includes(value) && !known.not.includes(value));
  return among.length === 0 ? undefined : { ...known, told: true, among };
}
