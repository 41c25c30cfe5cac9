/**
 * How much working time had passed at an instant, in SQL. The calendars travel in the policies' records as flat pairs of
 * minutes, so a span is looked up with an ASOF join and no clock needs to leave the tables.
 */

/** Which calendar counts for a clock: that of its row, in the version that rules it. A row that is absent is round the clock. */
export const ROW_CALENDARS = `
  SELECT number AS policy, tupleElement(promised, 1) AS promise, tupleElement(targeted, 1) AS row,
    tupleElement(tupleElement(targeted, 2), 2) AS calendar
  FROM (
    SELECT number, arrayJoin(JSONExtract(record, 'compiled', 'promises',
      'Array(Tuple(id String, rows Array(Tuple(name String, target Tuple(kind String, calendar String)))))')) AS promised
    FROM policies WHERE generation = {generation:UInt32} AND number IN (SELECT policy FROM resolved)
  )
  ARRAY JOIN tupleElement(promised, 2) AS targeted
  WHERE tupleElement(tupleElement(targeted, 2), 1) IN ('working', 'business-days')`;

/** The working spans of those versions: when each opens and closes, ms UTC, and the working time up to its close. */
export const WORKING_SPANS = `
  SELECT number AS policy, calendar, opens, closes, worked
  FROM (
    SELECT number, calendar,
      arrayMap(minute -> toInt64(minute) * 60000, JSONExtract(raw, 'spans', 'Array(Int64)')) AS flat,
      arrayFilter((at, n) -> n % 2 = 1, flat, arrayEnumerate(flat)) AS opensAt,
      arrayFilter((at, n) -> n % 2 = 0, flat, arrayEnumerate(flat)) AS closesAt,
      arrayCumSum(arrayMap((open, close) -> close - open, opensAt, closesAt)) AS sums
    FROM (
      SELECT number, tupleElement(named, 1) AS calendar, tupleElement(named, 2) AS raw
      FROM policies ARRAY JOIN JSONExtractKeysAndValuesRaw(record, 'compiled', 'calendars') AS named
      WHERE generation = {generation:UInt32} AND number IN (SELECT policy FROM resolved)
    )
  )
  ARRAY JOIN opensAt AS opens, closesAt AS closes, sums AS worked`;
