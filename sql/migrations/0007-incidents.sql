-- What the third fold makes of the log `signals`; `offset` is of that log. `body` is the incident as it was told last, JSON.
CREATE TABLE incidents (
  generation UInt32, id String, offset Int64, state LowCardinality(String), kind LowCardinality(String),
  severity LowCardinality(String), promise LowCardinality(String), cause LowCardinality(String), value String,
  partner LowCardinality(String), opened Int64, changed Int64, resolved Nullable(Int64), open UInt32, total UInt32,
  body String CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree(offset) ORDER BY (generation, id);

-- The clocks, KPI windows and notices that incidents consist of; `body` is the item, JSON, with its last signal.
CREATE TABLE incident_items (
  generation UInt32, incident String, item String, offset Int64, state LowCardinality(String), open Bool,
  subject String, partner LowCardinality(String), at Int64, body String CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree(offset) ORDER BY (generation, incident, item);

-- What people said, by its place in the log `events`: when it happened, when the log took it, and the event itself, JSON.
CREATE TABLE audit (
  generation UInt32, lane UInt16, offset Int64, at Int64, told Int64, type LowCardinality(String), subject String,
  who String, reason String, until Nullable(Int64), body String CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree ORDER BY (generation, lane, offset);

-- Silences as they stand: one that was ended has its end in `until`.
CREATE TABLE silences (
  generation UInt32, id String, offset Int64, since Int64, until Int64, who String, reason String,
  matcher String CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree(offset) ORDER BY (generation, id);
