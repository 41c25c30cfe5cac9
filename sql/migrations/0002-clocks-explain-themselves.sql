-- For each span of a clock's ledger the stage in which it lies (inbound, storage, last mile); none in rows from before.
ALTER TABLE clocks ADD COLUMN IF NOT EXISTS stages Array(String);

-- Which version of a policy a lane has taken at which of its records: what was believed at an instant is judged under these.
CREATE TABLE policies_taken (
  generation UInt32, log LowCardinality(String), lane UInt16, number Int64, offset Int64, append_time Int64
) ENGINE = ReplacingMergeTree ORDER BY (generation, log, lane, number);
