-- Who has a subject, for the queues: the team that the row names, or else the one that was told last, as signals have it, and
-- the person that was told last. Rows from before name nobody.
ALTER TABLE clocks ADD COLUMN IF NOT EXISTS queue LowCardinality(String) DEFAULT team;
ALTER TABLE clocks ADD COLUMN IF NOT EXISTS assignee LowCardinality(String);

-- Which ticket names which order or ticket, by the one that is named: a ticket tells of its order, and nothing tells the
-- order of its tickets. `how`: `relates`, or `merged` of a ticket that went into the named one.
CREATE TABLE relations ENGINE = ReplacingMergeTree ORDER BY (generation, about, subject, how) AS
SELECT generation, link.1 AS about, subject, link.2 AS how
FROM events
ARRAY JOIN arrayConcat(
  arrayMap(name -> (name, 'relates'), JSONExtract(value, 'data', 'relates', 'Array(String)')),
  if(JSONExtractString(value, 'type') = 'ticket.merged',
    [(concat(if(startsWith(JSONExtractString(value, 'data', 'into'), 'ticket/'), '', 'ticket/'),
      JSONExtractString(value, 'data', 'into')), 'merged')], [])) AS link
WHERE startsWith(subject, 'ticket/') AND (position(value, '"relates"') > 0 OR position(value, '"ticket.merged"') > 0);

CREATE MATERIALIZED VIEW relations_of_events TO relations AS
SELECT generation, link.1 AS about, subject, link.2 AS how
FROM events
ARRAY JOIN arrayConcat(
  arrayMap(name -> (name, 'relates'), JSONExtract(value, 'data', 'relates', 'Array(String)')),
  if(JSONExtractString(value, 'type') = 'ticket.merged',
    [(concat(if(startsWith(JSONExtractString(value, 'data', 'into'), 'ticket/'), '', 'ticket/'),
      JSONExtractString(value, 'data', 'into')), 'merged')], [])) AS link
WHERE startsWith(subject, 'ticket/') AND (position(value, '"relates"') > 0 OR position(value, '"ticket.merged"') > 0);
