import type { Expected } from '../../contract/index.ts';
import type { LikeClocks, Likeness } from './like-clocks.ts';

/** Running clocks that are alike and run out in the same span of time. */
export interface DueClocks extends Likeness {
  /** When the span ends in which they run out, ms UTC. */
  readonly until: number;
  readonly count: number;
  /** The time left to them, in the middle, ms of the time that they count. */
  readonly left: number;
}

/** From the 10th to the 90th percentile of a normal distribution, in standard deviations. */
const TO_90 = 1.2816;
/** With more than this share of clocks of which nothing can be told, nothing is told of all. */
const MOST_UNKNOWN = 0.2;

/**
 * How many breaches are to be expected of these clocks: the sum of their chances. The range holds what chance alone makes of
 * it, and how well the chances are known, which all clocks that are alike have in common.
 */
export function expectedOf(due: readonly DueClocks[], like: LikeClocks): Expected {
  let [clocks, unknown, breaches, byChance] = [0, 0, 0, 0];
  const shared = new Map<string, number>();
  for (const group of due) {
    clocks += group.count;
    const found = like.at(group, group.left);
    if (found === undefined) {
      unknown += group.count;
      continue;
    }
    breaches += group.count * found.chance;
    byChance += group.count * found.chance * (1 - found.chance);
    const key = JSON.stringify([group.promise, group.row, group.partner]);
    shared.set(key, (shared.get(key) ?? 0) + group.count * Math.sqrt(found.variance));
  }
  if (unknown > clocks * MOST_UNKNOWN) return { clocks, unknown, breaches: null };
  let variance = byChance;
  for (const deviation of shared.values()) variance += deviation * deviation;
  const spread = TO_90 * Math.sqrt(variance);
  const [low, high] = [Math.max(0, Math.floor(breaches - spread)), Math.ceil(breaches + spread)];
  return { clocks, unknown, breaches: { mean: round(breaches), low, high: Math.min(high, clocks) } };
}

const round = (value: number): number => Math.round(value * 10) / 10;
