/** So many gaps are remembered of a source, and so many it takes for one of them to be usual. */
export const REMEMBERED_GAPS = 64;
const FEWEST_GAPS = 5;
/** Nineteen of twenty gaps were no longer. */
const SHARE = 0.95;

/**
 * The usual gap between two times that a source is heard, ms: of the last 64 gaps the one that 95 of 100 do not exceed (nearest
 * rank). Three long nights among them do not move it, and a source that comes at random is not called silent each day: three
 * times this is nine times its mean. Null of a source of which fewer than five gaps are known.
 */
export function usualGap(gaps: readonly number[]): number | null {
  if (gaps.length < FEWEST_GAPS) return null;
  const sorted = [...gaps].sort((a, b) => a - b);
  return sorted[Math.ceil(SHARE * sorted.length) - 1]!;
}
