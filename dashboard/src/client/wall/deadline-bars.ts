/** A quarter in which anything runs out is seen, however full the fullest is. */
const LEAST = 0.08;

/** How high the bar of each quarter is, 0 to 1: the fullest reaches to the top, an empty one has none. */
export function barHeights(quarters: readonly number[]): readonly number[] {
  const most = Math.max(0, ...quarters);
  return quarters.map((clocks) => (clocks === 0 ? 0 : Math.max(LEAST, clocks / most)));
}
