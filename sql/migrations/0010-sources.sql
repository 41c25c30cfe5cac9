-- Who tells of orders and tickets, as the third fold knows it; `offset` is of the log `signals`. `since`: it is silent and was
-- last heard then. `heard` is brought up to date once a minute only. `partners` are those that its events name.
CREATE TABLE sources (
  generation UInt32, source String, offset Int64, heard Int64, since Nullable(Int64), usual Nullable(Int64),
  threshold Nullable(Int64), partners Array(String)
) ENGINE = ReplacingMergeTree(offset) ORDER BY (generation, source);
