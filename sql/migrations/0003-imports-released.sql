-- What a lane did at which of its records, so that a subject can be judged again as it was judged then: when the events of an
-- import were let go, and how far time had come when a policy was taken or an import let go.
CREATE TABLE imports_released (
  generation UInt32, lane UInt16, importid String, offset Int64, append_time Int64, horizon Int64
) ENGINE = ReplacingMergeTree ORDER BY (generation, lane, importid, offset);

ALTER TABLE policies_taken ADD COLUMN IF NOT EXISTS horizon Int64;
