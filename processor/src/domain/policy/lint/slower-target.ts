import type { CompiledPack, Condition, Scalar, TargetRow } from '../compiled.ts';
import type { Find } from './finding.ts';
import { hasDeadline, promisesOf } from './places.ts';
import { lengthOf } from './target-length.ts';

/** Fields whose values have an order: the first is the most urgent. */
const RANKED = ['priority', 'urgency', 'impact', 'severity'];
const WORDS = ['critical', 'urgent', 'high', 'medium', 'normal', 'low'];

/**
 * A target that is slower although its row is more urgent. Rows are compared if they differ in nothing but that: P1
 * with P2, critical with high, under the same other conditions and counted alike.
 */
export function slowerTarget(pack: CompiledPack, find: Find): void {
  for (const { promise, path } of promisesOf(pack)) {
    const ranked = promise.rows
      .flatMap((row, place) => RANKED.map((field) => rankOf(row, field, place)))
      .filter(isKnown);
    for (const urgent of ranked) {
      const other = ranked.find(
        (each) => isComparable(urgent, each) && urgent.worst < each.best && isSlower(urgent.row, each.row),
      );
      if (other === undefined) continue;
      find(
        'warning',
        'slower-target',
        [...path, 'targets', urgent.place, 'target'],
        hasDeadline(urgent.row)
          ? `"${urgent.row.name}" is more urgent than "${other.row.name}" and has more time.`
          : `"${urgent.row.name}" is more urgent than "${other.row.name}" and has no deadline.`,
        `at most what "${other.row.name}" has`,
      );
    }
  }
}

interface Ranked {
  readonly row: TargetRow;
  readonly place: number;
  readonly field: string;
  /** Whether ranks are words or numbers with a prefix: those of one kind only are compared. */
  readonly kind: string;
  /** Ranks of its values, 0 the most urgent. */
  readonly best: number;
  readonly worst: number;
  /** What else the row asks for. */
  readonly rest: string;
}

const isKnown = (ranked: Ranked | undefined): ranked is Ranked => ranked !== undefined;

function rankOf(row: TargetRow, field: string, place: number): Ranked | undefined {
  const parts: readonly Condition[] = row.when === undefined ? [] : 'all' in row.when ? row.when.all : [row.when];
  const own = parts.find((part) => 'field' in part && part.field === field && !('exists' in part));
  if (own === undefined) return undefined;
  const values = 'is' in own ? [own.is] : 'in' in own ? own.in : [];
  const ranks = values.map(rank);
  const kind = ranks[0]?.kind;
  if (kind === undefined || ranks.some((each) => each?.kind !== kind)) return undefined;
  const places = ranks.map((each) => each!.place);
  const others = parts.filter((part) => part !== own).map((part) => JSON.stringify(part));
  return {
    row,
    place,
    field,
    kind,
    best: Math.min(...places),
    worst: Math.max(...places),
    rest: JSON.stringify([others.sort(), row.starts ?? null]),
  };
}

/** `critical` is before `high`, `P1` before `P2`, `1` before `2`. */
function rank(value: Scalar): { readonly kind: string; readonly place: number } | undefined {
  const told = String(value).toLowerCase();
  const word = WORDS.indexOf(told);
  if (word >= 0) return { kind: 'word', place: word };
  const [, prefix, number] = /^([a-z]{0,3})[- ]?(\d{1,2})$/.exec(told) ?? [];
  return number === undefined ? undefined : { kind: `number ${prefix}`, place: Number(number) };
}

const isComparable = (a: Ranked, b: Ranked): boolean =>
  a.field === b.field && a.kind === b.kind && a.rest === b.rest && a.place !== b.place;

function isSlower(urgent: TargetRow, other: TargetRow): boolean {
  if (!hasDeadline(urgent)) return hasDeadline(other);
  const [own, others] = [lengthOf(urgent.target), lengthOf(other.target)];
  return own !== undefined && others !== undefined && own.on === others.on && own.amount > others.amount;
}
