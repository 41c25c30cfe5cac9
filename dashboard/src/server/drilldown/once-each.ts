/**
 * Rows of `kpi_deltas`, each once however often it was written, as a query with the given columns, `num_`, `den_` and `told`
 * (the append time); to be read with `SETTINGS final = 0`. Every writing of a delta carries the same numbers and the same
 * append time, so what does not fit may be left out before repeats are: FINAL would merge all rows of a month to find those
 * of an hour, and could not skip by append time. The key is told apart by 128 bits of it, which
 * are shorter than its nine columns.
 */
export const onceEach = (where: string, columns: readonly string[]): string =>
  `SELECT ${columns.join(', ')}, any(num) AS num_, any(den) AS den_, any(append_time) AS told
   FROM kpi_deltas WHERE ${where}
   GROUP BY ${columns.join(', ')},
     sipHash128(kpi, partner, market, carrier, channel, bucket, lane, offset, subject)`;
