/**
 * A few rows of `kpi_deltas`, each once however often it was written, as a query with `num_`, `den_` and `told` (its append
 * time); to be read with `SETTINGS final = 0`. Every writing of a delta carries the same numbers and the same append time,
 * so what does not fit may be left out before repeats are: FINAL would merge all rows of a month to find those of an hour,
 * and could not skip by append time.
 */
export const onceEach = (where: string): string =>
  `SELECT kpi, partner, market, carrier, channel, bucket, any(num) AS num_, any(den) AS den_, any(append_time) AS told
   FROM kpi_deltas WHERE ${where}
   GROUP BY kpi, partner, market, carrier, channel, bucket, lane, offset, subject`;
