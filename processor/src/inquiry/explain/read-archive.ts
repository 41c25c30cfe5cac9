import { RowReader, type Sql } from '@belfry/sql';
import { type ClockSignal, decodeSignal } from '../../contract/index.ts';
import type { PolicyRecord } from '../../domain/policy/compiled.ts';
import type { PolicyShelf } from '../policy-shelf.ts';

/** What the tables know of a subject: enough to judge it again as its lane did. Rows stand in the order of their offsets. */
export interface Archive {
  readonly lane: number;
  /** Everything before it is stored; what lies behind it is not looked at. */
  readonly nextOffset: number;
  readonly horizon: number;
  readonly events: readonly ArchivedEvent[];
  readonly policies: readonly TakenPolicy[];
  readonly releases: readonly TakenRelease[];
  readonly signals: readonly ClockSignal[];
}

/** A record of the lane: when the log took it, and how far time had come before it; ms UTC. */
export interface Taken {
  readonly offset: number;
  readonly appendTime: number;
  readonly horizon: number;
}

export interface ArchivedEvent extends Taken {
  readonly value: Buffer;
}

export interface TakenPolicy extends Taken {
  readonly number: number;
  readonly record: PolicyRecord;
}

export interface TakenRelease extends Taken {
  readonly importid: string;
}

interface TakenRow {
  readonly offset: number;
  readonly append_time: number;
  readonly horizon: number;
}

/**
 * Reads a subject's archive. The position is read first: everything before it has been stored, so that the rows that are read
 * after it are those of one moment, however busily the lane writes on.
 * @param before only what lies before this offset, which must be stored; default: the position.
 */
export async function readArchive(
  sql: Sql,
  shelf: PolicyShelf,
  generation: number,
  lane: number,
  subject: string,
  before = Number.POSITIVE_INFINITY,
): Promise<Archive> {
  const [position] = await sql.query<{ next_offset: number; horizon: number; extent: string }>(
    `SELECT next_offset, horizon, extent FROM positions
     WHERE generation = {generation:UInt32} AND log = 'events' AND lane = {lane:UInt16}`,
    { generation, lane },
  );
  if (position === undefined) return { lane, ...NOTHING };
  const { horizon } = position;
  const nextOffset = Number.isFinite(before) ? Math.max(before, position.next_offset) : position.next_offset;
  const asked = { sql, generation, lane, subject, nextOffset };
  const [events, signals, policies, releases] = await Promise.all([
    readEvents(asked),
    readSignals(asked),
    readPolicies(asked, shelf, position.extent),
    readReleases(asked),
  ]);
  // Left out only here: a policy that is not noted is taken for one from before lanes noted any.
  const isBefore = ({ offset }: { readonly offset: number }): boolean => offset < before;
  return {
    ...{ lane, nextOffset: Math.min(nextOffset, before), horizon },
    ...{ events: events.filter(isBefore), signals: signals.filter(isBefore) },
    ...{ policies: policies.filter(isBefore), releases: releases.filter(isBefore) },
  };
}

const NOTHING = { nextOffset: 0, horizon: 0, events: [], policies: [], releases: [], signals: [] };

interface Asked {
  readonly sql: Sql;
  readonly generation: number;
  readonly lane: number;
  readonly subject: string;
  readonly nextOffset: number;
}

const OF_LANE = 'generation = {generation:UInt32} AND lane = {lane:UInt16} AND offset < {nextOffset:Int64}';

/** As bytes: JSON would mend what is not UTF-8, and then it would not be what the lane has read. */
async function readEvents({ sql, ...params }: Asked): Promise<ArchivedEvent[]> {
  const rows = await sql.stream(
    `SELECT offset, append_time, horizon, value FROM events WHERE ${OF_LANE} AND subject = {subject:String} ORDER BY offset`,
    'RowBinary',
    params,
  );
  const events: ArchivedEvent[] = [];
  await new RowReader(['Int64', 'Int64', 'Int64', 'String']).read(rows, (row) => {
    const [offset, appendTime, horizon] = [row.i64(), row.i64(), row.i64()];
    events.push({ offset, appendTime, horizon, value: Buffer.from(row.buf()) });
  });
  return events;
}

async function readSignals({ sql, ...params }: Asked): Promise<ClockSignal[]> {
  const rows = await sql.query<{ body: string }>(
    `SELECT body FROM signals WHERE ${OF_LANE} AND log = 'events' AND subject = {subject:String} ORDER BY offset, k`,
    params,
  );
  return rows.map(({ body }) => decodeSignal(Buffer.from(body)) as ClockSignal);
}

async function readPolicies(asked: Asked, shelf: PolicyShelf, extent: string): Promise<TakenPolicy[]> {
  const { sql, subject: _, ...params } = asked;
  const rows = await sql.query<TakenRow & { number: number }>(
    `SELECT number, offset, append_time, horizon FROM policies_taken WHERE ${OF_LANE} AND log = 'events' ORDER BY offset`,
    params,
  );
  const noted = new Set(rows.map(({ number }) => number));
  // Lanes have not always noted when they took a policy; what they took before they did, they took first.
  const before = ((JSON.parse(extent) as { policies?: number[] }).policies ?? []).filter(
    (number) => !noted.has(number),
  );
  const all = [...before.map((number) => ({ number, offset: -1, append_time: 0, horizon: 0 })), ...rows];
  const records = await shelf.take(all.map(({ number }) => number));
  return all.map(({ number, ...row }, n) => ({ number, record: records[n]!, ...takenOf(row) }));
}

async function readReleases({ sql, subject: _, ...params }: Asked): Promise<TakenRelease[]> {
  const rows = await sql.query<TakenRow & { importid: string }>(
    `SELECT importid, offset, append_time, horizon FROM imports_released WHERE ${OF_LANE} ORDER BY offset`,
    params,
  );
  return rows.map(({ importid, ...row }) => ({ importid, ...takenOf(row) }));
}

const takenOf = ({ offset, append_time, horizon }: TakenRow): Taken => ({ offset, appendTime: append_time, horizon });
