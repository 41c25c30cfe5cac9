-- Why a count changed, and whether what changed it was history: what a partner asks about a number that moved.
ALTER TABLE kpi_deltas ADD COLUMN IF NOT EXISTS cause LowCardinality(String);
ALTER TABLE kpi_deltas ADD COLUMN IF NOT EXISTS quiet Bool;

-- How satisfied customers were: what was rated of an order or a ticket, for reviews of any period. `at` is when it was rated.
CREATE TABLE ratings (
  generation UInt32, lane UInt16, subject String, offset Int64, at Int64, score Float64, scale Float64
) ENGINE = ReplacingMergeTree ORDER BY (generation, lane, subject, offset);
