-- Who may see and tell what. A token's text is kept nowhere: `hash` is its SHA-256. The row of a token that was revoked is
-- its version 1, so that nothing written again under version 0 makes it valid. '' stands for no partner and no source.
CREATE TABLE tokens (
  id String, hash String, name String, scope LowCardinality(String), partner String, source String,
  created Int64, created_by String, expires Nullable(Int64), revoked Nullable(Int64), version UInt32
) ENGINE = ReplacingMergeTree(version) ORDER BY id;
