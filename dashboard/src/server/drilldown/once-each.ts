/**
 * Rows of `kpi_deltas`, each once however often it was written, as a query with the given columns, `num_`, `den_` and `told`
 * (the append time); to be read with `SETTINGS final = 0`. Every writing of a delta carries the same numbers and the same
 * append time, so what does not fit may be left out before repeats are: FINAL would merge all rows of a month to find those
 * of an hour, and could not skip by append time. Of one record (lane and offset) a delta is told
 * apart by 64 bits of the rest of its key: the largest of records, a tick at which a hundred thousand clocks run out, meets two alike
 * once in some thousand millions of times.
 */
export const onceEach = (where: string, columns: readonly string[]): string =>
  `SELECT ${columns.join(', ')}, any(num) AS num_, any(den) AS den_, any(append_time) AS told
   FROM kpi_deltas WHERE ${where}
   GROUP BY ${columns.join(', ')}, lane, offset, cityHash64(kpi, partner, market, carrier, channel, bucket, subject)`;

/**
 * For queries that group by cell and subject, to be read with `SETTINGS final = 0`: the deltas of such a group, each once
 * however often it was written, and their sums. This is quicker than FINAL, which merges the rows of every day.
 */
export const DELTAS = 'groupUniqArray((lane, offset, num, den)) AS deltas';
export const NUM = 'arraySum(delta -> delta.3, deltas)';
export const DEN = 'arraySum(delta -> delta.4, deltas)';
