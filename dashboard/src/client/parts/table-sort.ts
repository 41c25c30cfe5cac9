/** By which column, and whether the highest comes first. */
export interface Sort {
  readonly by: string;
  readonly down: boolean;
}

/** A press on a column's head: the same column turns round, another begins with what is sought first there. */
export const sortedBy = (sort: Sort | null, column: string, downFirst = false): Sort =>
  sort?.by === column ? { by: column, down: !sort.down } : { by: column, down: downFirst };

/** Rows by a key of theirs: numbers as numbers, words as the reader's language orders them; what has none comes last. */
export function inOrder<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => number | string | null,
  down: boolean,
  locale: string,
): Row[] {
  const words = new Intl.Collator(locale, { numeric: true });
  const sign = down ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [keyOf(one), keyOf(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b)));
  });
}
