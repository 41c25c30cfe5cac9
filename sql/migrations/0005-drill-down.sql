-- Readers of the last hours, and of what changed after a window had become final, look at a few granules instead of a month.
-- A delta that is written again carries the same append time, so skipping granules never hides the last word on a row.
ALTER TABLE kpi_deltas ADD INDEX IF NOT EXISTS deltas_append_time append_time TYPE minmax GRANULARITY 1;

-- The broken promises of a partner, side by side: by subject they lie all over `clocks`. A clock that was ever broken has
-- a row here for each of its words since, also for the one that takes the breach back (its revision is above 0). A
-- subject that went to another partner leaves its row behind under the old one: ask only for subjects that the partner
-- has now. `stage` is the one in which most of the time was counted, '' without one.
CREATE TABLE broken_promises ENGINE = ReplacingMergeTree(offset) ORDER BY (generation, partner, subject, promise, cycle) AS
SELECT generation, partner, subject, promise, cycle, offset, state, due, stop,
  arraySort(s -> (-tupleElement(s, 2), tupleElement(s, 1)),
    arrayFilter(s -> tupleElement(s, 1) != '' AND tupleElement(s, 2) > 0,
      arrayMap(
        name -> (name, arraySum((stage, span) -> if(stage = name AND span.3, span.2 - span.1, 0),
          arrayResize(stages, length(ledger)), ledger)),
        arrayDistinct(stages))))[1].1 AS stage
FROM clocks WHERE state = 'breached' OR revision > 0;

CREATE MATERIALIZED VIEW broken_promises_of_clocks TO broken_promises AS
SELECT generation, partner, subject, promise, cycle, offset, state, due, stop,
  arraySort(s -> (-tupleElement(s, 2), tupleElement(s, 1)),
    arrayFilter(s -> tupleElement(s, 1) != '' AND tupleElement(s, 2) > 0,
      arrayMap(
        name -> (name, arraySum((stage, span) -> if(stage = name AND span.3, span.2 - span.1, 0),
          arrayResize(stages, length(ledger)), ledger)),
        arrayDistinct(stages))))[1].1 AS stage
FROM clocks WHERE state = 'breached' OR revision > 0;
