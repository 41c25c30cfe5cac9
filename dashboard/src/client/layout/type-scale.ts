/** What the sizes of the tokens are made for: read at 5 m on 55 inches they fill 16 arc minutes (screens: sizes). */
const METRES = 5;
const INCHES = 55;
/** Beyond it a wall of 1080 rows has no room left for its partners: it takes a larger display, not larger type. */
export const MOST = 1.25;
/** Below it more fits than a wall has to show. */
const LEAST = 0.6;

/** How much larger than drawn the type has to be for its farthest reader. @param distance metres. @param inches of the diagonal. */
export const neededScale = (distance: number, inches: number): number => (distance / METRES) * (INCHES / inches);

/** The same, within what a wall can be laid out in. */
export const typeScale = (distance: number, inches: number): number =>
  Math.min(MOST, Math.max(LEAST, neededScale(distance, inches)));

/** The smallest display that can be read from so far away, whole inches. @param distance metres. */
export const inchesFor = (distance: number): number => Math.ceil((distance / METRES) * (INCHES / MOST));
