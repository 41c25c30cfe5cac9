import { RowReader, type Sql } from '@belfry/sql';
import { compareFacts, type Fact } from '../../domain/clock/facts/fact.ts';
import { decodeEvent } from '../../pipeline/decode/decode-event.ts';
import type { DecodedEvent, Undecodable } from '../../pipeline/decode/decoded-event.ts';

/** How far a lane had come when the archive was opened. */
interface LaneEnd {
  readonly nextOffset: number;
  /** ms UTC. */
  readonly horizon: number;
  /** The imports that it has released: what others hold is not judged yet. */
  readonly released: ReadonlySet<string>;
}

export interface ArchivedSubject {
  readonly id: string;
  /** In the order of truth, each event once. */
  readonly facts: readonly Fact[];
  /** How far its lane has come, ms UTC. */
  readonly horizon: number;
}

export interface ArchiveOptions {
  readonly sql: Sql;
  readonly generation: number;
  readonly kinds: ReadonlySet<'order' | 'ticket'>;
  /** The top-level keys of data that facts keep. */
  readonly keeps: ReadonlySet<string>;
  /** What happens at or after it is left out, ms UTC. */
  readonly before: number;
  readonly take: (subject: ArchivedSubject) => void;
  /** Awaited between two chunks of rows; ends the reading by throwing. */
  readonly breathe: (events: number) => Promise<void>;
}

/** About how many events there are to read. */
export async function countArchive({ sql, generation, kinds }: Pick<ArchiveOptions, 'sql' | 'generation' | 'kinds'>) {
  const [row] = await sql.query<{ n: number }>(
    `SELECT count() AS n FROM events WHERE generation = {generation:UInt32} AND ${OF_KINDS} SETTINGS final = 0`,
    { generation, kinds: [...kinds] },
  );
  return row?.n ?? 0;
}

const OF_KINDS = "splitByChar('/', subject)[1] IN {kinds:Array(String)}";

/**
 * Reads the archive subject by subject, as the lanes have stored it: one subject is in memory at a time. Answers how many
 * events it read.
 */
export async function readArchive(options: ArchiveOptions): Promise<number> {
  const { sql, generation, kinds, keeps, before, take, breathe } = options;
  // Asked first: the rows may have gone on since, and are read up to here.
  const ends = await laneEnds(sql, generation);
  const rows = await sql.stream(
    `SELECT lane, subject, offset, append_time, value FROM events
     WHERE generation = {generation:UInt32} AND ${OF_KINDS} ORDER BY lane, subject, offset`,
    'RowBinary',
    { generation, kinds: [...kinds] },
  );
  let events = 0;
  let current = new SubjectFacts(0, '');
  const finish = (): void => {
    const end = ends.get(current.lane);
    if (current.facts.length === 0 || end === undefined) return;
    take({ id: current.id, facts: current.facts.sort(compareFacts), horizon: end.horizon });
  };
  await new RowReader(['UInt16', 'String', 'Int64', 'Int64', 'String']).read(
    inTurns(rows, () => breathe(events)),
    (row) => {
      events++;
      const [lane, key, offset, appendTime] = [row.u16(), row.str(), row.i64(), row.i64()];
      if (lane !== current.lane || key !== current.id) {
        finish();
        current = new SubjectFacts(lane, key);
      }
      const end = ends.get(lane);
      if (end === undefined || offset >= end.nextOffset) return;
      const decoded = decodeEvent({ partition: lane, offset, appendTime, kind: 'event', key, value: row.buf() }, keeps);
      current.learn(decoded, end.released, before);
    },
  );
  finish();
  return events;
}

/** The facts of a subject as its lane took them: the first of the same event counts, and what it could not take does not. */
class SubjectFacts {
  readonly lane: number;
  readonly id: string;
  readonly facts: Fact[] = [];
  private readonly seen = new Set<number>();

  constructor(lane: number, id: string) {
    this.lane = lane;
    this.id = id;
  }

  learn(decoded: DecodedEvent | Undecodable, released: ReadonlySet<string>, before: number): void {
    if ('code' in decoded) return;
    const { fact, importid } = decoded;
    if (this.seen.has(fact.hash)) return;
    this.seen.add(fact.hash);
    if (importid !== undefined && !released.has(importid)) return;
    if (fact.time < before) this.facts.push(fact);
  }
}

async function laneEnds(sql: Sql, generation: number): Promise<ReadonlyMap<number, LaneEnd>> {
  const rows = await sql.query<{ lane: number; next_offset: number; horizon: number; extent: string }>(
    "SELECT lane, next_offset, horizon, extent FROM positions WHERE generation = {generation:UInt32} AND log = 'events'",
    { generation },
  );
  return new Map(
    rows.map(({ lane, next_offset: nextOffset, horizon, extent }) => {
      const { released = [] } = JSON.parse(extent) as { released?: string[] };
      return [lane, { nextOffset, horizon, released: new Set(released) }];
    }),
  );
}

/** Between two chunks somebody else has a turn. */
async function* inTurns(chunks: AsyncIterable<Buffer>, turn: () => Promise<void>): AsyncGenerator<Buffer, void, void> {
  for await (const chunk of chunks) {
    yield chunk;
    await turn();
  }
}
