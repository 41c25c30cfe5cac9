import type { Telling } from '../texts/telling.ts';

/**
 * As much of a telling as its receiver takes: of the longer of its two lists the last is left out, and counted, until it fits.
 * Nothing is dropped in silence. What still does not fit without any list is told as it is.
 */
export function fitted(telling: Telling, fits: (telling: Telling) => boolean): Telling {
  let rest = telling;
  while (rest.items.length + rest.others.length > 0 && !fits(rest)) {
    const { items, more, others, othersMore } = rest;
    rest =
      others.length > items.length
        ? { ...rest, others: others.slice(0, -1), othersMore: othersMore + 1 }
        : { ...rest, items: items.slice(0, -1), more: more + 1 };
  }
  return rest;
}
