import type { Telling } from '../texts/telling.ts';

/**
 * As much of a telling as its receiver takes: the last of its list is left out, and counted, until it fits. Nothing is dropped
 * in silence. What still does not fit without any list is told as it is.
 */
export function fitted(telling: Telling, fits: (telling: Telling) => boolean): Telling {
  let rest = telling;
  while (rest.items.length > 0 && !fits(rest)) {
    rest = { ...rest, items: rest.items.slice(0, -1), more: rest.more + 1 };
  }
  return rest;
}
