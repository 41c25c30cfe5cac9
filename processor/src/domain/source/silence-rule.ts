/**
 * When a source counts as silent: it has not been heard for `factor` times its usual gap, and for `least` ms at least. Without
 * `least` it never does: whoever sends a file a week is not silent in between.
 */
export interface SilenceRule {
  readonly least: number | null;
  readonly factor: number;
}

/** The rule of the sources that a pack names: one by its name, or many by a pattern with `*`. */
export interface SourceRule extends SilenceRule {
  readonly source: string;
}

const MINUTE = 60_000;

export const DEFAULT_SILENCE = { least: 10 * MINUTE, factor: 3 } as const satisfies SilenceRule;

/** Of the shortest silence that counts, the share that what is told of a source may lag behind it. */
const LAG = 20;
const MOST_MS = MINUTE;
const LEAST_MS = 1_000;

/**
 * A lane tells at most once each so many ms that it has heard a source: ten minutes of silence need not be known to the
 * millisecond. It is also how much later than it happened a silence may be noticed.
 */
export const tellEvery = ({ least }: SilenceRule): number =>
  Math.min(MOST_MS, Math.max(LEAST_MS, Math.floor((least ?? MOST_MS * LAG) / LAG)));

/** The rule that rules a source: its name wins over patterns, a longer pattern over a shorter one, a later rule over an earlier. */
export function silenceRuleOf(source: string, rules: readonly SourceRule[]): SilenceRule {
  let best: SourceRule | undefined;
  for (const rule of rules) {
    if (fits(rule.source, source) && (best === undefined || isCloser(rule.source, best.source))) best = rule;
  }
  return best ?? DEFAULT_SILENCE;
}

const isCloser = (one: string, other: string): boolean => {
  const [named, before] = [!one.includes('*'), !other.includes('*')];
  return named === before ? one.length >= other.length : named;
};

/** Whether a name fits a pattern, piece by piece between its stars: no expression that a pack could make expensive. */
export function fits(pattern: string, name: string): boolean {
  const [head, ...pieces] = pattern.split('*') as [string, ...string[]];
  const tail = pieces.pop();
  if (tail === undefined) return pattern === name;
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const piece of pieces) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - tail.length >= at && name.endsWith(tail);
}
