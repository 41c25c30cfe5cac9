-- The tables of Belfry. Every one is a ReplacingMergeTree keyed by identity and versioned by offset, never ordered or
-- partitioned by what can change, so that any row may be written again. `generation` leads each key: judging history
-- anew under other rules writes beside the old. Instants are Int64 milliseconds UTC. Read with FINAL.

-- The archive: every record of kind `event`, as bytes, with the log's append time and the lane's horizon before it.
CREATE TABLE events (
  generation UInt32, lane UInt16, subject String, offset Int64,
  append_time Int64, horizon Int64, value String CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree ORDER BY (generation, lane, subject, offset);

-- The state of a subject after the record at `offset`, which was the last to change it.
CREATE TABLE subjects (
  generation UInt32, log LowCardinality(String), lane UInt16, subject String, offset Int64,
  open Bool, state String CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree(offset) ORDER BY (generation, log, lane, subject);

CREATE TABLE clocks (
  generation UInt32, subject String, promise LowCardinality(String), cycle UInt32, lane UInt16, offset Int64,
  state LowCardinality(String), open Bool, target LowCardinality(String),
  start Int64, due Nullable(Int64), stop Nullable(Int64), revision UInt32, quiet Bool,
  partner LowCardinality(String), market LowCardinality(String), carrier LowCardinality(String),
  channel LowCardinality(String), team LowCardinality(String), policy Int64, row LowCardinality(String),
  ledger Array(Tuple(from Int64, to Int64, counted Bool, holder String, rule String))
) ENGINE = ReplacingMergeTree(offset) ORDER BY (generation, subject, promise, cycle);

-- Signals of clocks (log = 'events') and of KPIs (log = 'kpi'); `body` is the published JSON.
CREATE TABLE signals (
  generation UInt32, log LowCardinality(String), lane UInt16, offset Int64, subject String, k UInt16,
  id String, kind LowCardinality(String), promise LowCardinality(String), cycle UInt32, partner LowCardinality(String),
  at Int64, horizon Int64, quiet Bool, body String CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree ORDER BY (generation, log, lane, offset, subject, k);

CREATE TABLE kpi_deltas (
  generation UInt32, kpi LowCardinality(String), partner LowCardinality(String), market LowCardinality(String),
  carrier LowCardinality(String), channel LowCardinality(String), bucket Int32,
  lane UInt16, offset Int64, subject String, num Int32, den Int32, append_time Int64
) ENGINE = ReplacingMergeTree
ORDER BY (generation, kpi, partner, market, carrier, channel, bucket, lane, offset, subject);

-- What the KPI fold has added up, up to the kpi offset that versions the row.
CREATE TABLE kpi_totals (
  generation UInt32, kpi LowCardinality(String), partner LowCardinality(String), market LowCardinality(String),
  carrier LowCardinality(String), channel LowCardinality(String), bucket Int32,
  lane UInt16, offset Int64, num Int64, den Int64
) ENGINE = ReplacingMergeTree(offset) ORDER BY (generation, kpi, partner, market, carrier, channel, bucket);

-- How far each lane of each log has come, written last of all: everything before `next_offset` is stored.
CREATE TABLE positions (
  generation UInt32, log LowCardinality(String), lane UInt16, next_offset Int64,
  highest_append Int64, horizon Int64, extent String
) ENGINE = ReplacingMergeTree(next_offset) ORDER BY (generation, log, lane);

CREATE TABLE policies (
  generation UInt32, number Int64, hash String, pack LowCardinality(String), record String CODEC(ZSTD(3))
) ENGINE = ReplacingMergeTree ORDER BY (generation, number);

-- Records of the logs `events` and `kpi` that could not be taken, with their bytes.
CREATE TABLE quarantine (
  generation UInt32, log LowCardinality(String), lane UInt16, offset Int64, append_time Int64,
  key String, code LowCardinality(String), reason String, bytes String CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree ORDER BY (generation, log, lane, offset);
