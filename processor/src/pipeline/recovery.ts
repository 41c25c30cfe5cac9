import type { LogName } from '@belfry/ingest/log';
import { RowReader, type Sql } from '@belfry/sql';
import type { ArchiveWish, Fold } from './fold.ts';
import type { LaneStart } from './lane.ts';
import { readPolicy } from './read-policy.ts';
import { MAY_WAIT, type Mending, NO_REBUILDING, StateRows } from './state-rows.ts';

/** What recovery reads of a lane, in the order of DESIGN: position, policies, state rows. */
export interface Recovery {
  /** Fills the fold with what is stored and answers where to go on; undefined when nothing is stored yet. */
  recover(log: LogName, lane: number, fold: Fold): Promise<LaneStart | undefined>;
  /** Brings subjects back into the fold that had left memory, and tells it which of them are new. */
  bringBack(log: LogName, lane: number, subjects: readonly string[], fold: Fold): Promise<void>;
  /** Hands over what the archive holds of some subjects. What the lane has read must be stored by then. */
  fulfil(lane: number, wish: ArchiveWish): Promise<void>;
}

interface PositionRow {
  readonly next_offset: number;
  readonly highest_append: number;
  readonly horizon: number;
  readonly extent: string;
}

interface StateRow {
  readonly subject: string;
  readonly offset: number;
  readonly open: boolean;
  readonly state: string;
}

/** So many subjects are asked for in one query at most. */
const SUBJECTS_A_QUERY = 1000;

/** @param mending how a state row that cannot be read is known from elsewhere. */
export function createRecovery(
  sql: Sql,
  generation: number,
  mending: Pick<Mending, 'rebuild' | 'report'> = NO_REBUILDING,
): Recovery {
  const ofLane = 'generation = {generation:UInt32} AND log = {log:String} AND lane = {lane:UInt16}';
  return {
    async recover(log, lane, fold) {
      const params = { generation, log, lane };
      const [position] = await sql.query<PositionRow>(
        `SELECT next_offset, highest_append, horizon, extent FROM positions FINAL WHERE ${ofLane}`,
        params,
      );
      // Without a position the lane begins at 0 and brings about again whatever is stored already, under the same keys.
      if (position === undefined) return undefined;
      const extent = JSON.parse(position.extent) as { policies?: number[] };
      const numbers = extent.policies ?? [];
      const policies = await sql.query<{ number: number; record: string }>(
        'SELECT number, record FROM policies FINAL WHERE generation = {generation:UInt32} AND number IN {numbers:Array(Int64)}',
        { generation, numbers },
      );
      const byNumber = new Map(policies.map(({ number, record }) => [number, readPolicy(record)]));
      fold.resume(
        extent,
        numbers.map((number) => ({ number, record: byNumber.get(number)! })),
      );

      // One query, because one sees one moment: a former owner may still be writing, and what it opens or closes between
      // two of them would be in neither answer.
      const rows = await sql.stream(
        `SELECT subject, offset, open, ${MAY_WAIT}, if(open, state, ''), next_due FROM subjects FINAL WHERE ${ofLane}`,
        'RowBinary',
        params,
      );
      const stateRows = new StateRows(log, lane, fold);
      // Streamed: a lane may have a million subjects, and the others go on between two chunks.
      await new RowReader(['String', 'Int64', 'Bool', 'Bool', 'String', 'Nullable(Int64)']).read(rows, (row) => {
        const subject = row.str();
        const offset = row.i64();
        const open = row.bool();
        const mayWait = row.bool();
        const state = row.buf();
        const nextDue = row.i64n();
        if (!open) fold.away(subject);
        else if (mayWait) stateRows.restoreUnread(subject, offset, state, nextDue!);
        else stateRows.restore(subject, offset, open, state.toString(), nextDue);
      });
      await stateRows.mend({ sql, generation, ...mending });
      const { next_offset: nextOffset, highest_append: highestAppend, horizon } = position;
      return { nextOffset, highestAppend, horizon };
    },

    async bringBack(log, lane, subjects, fold) {
      for (let from = 0; from < subjects.length; from += SUBJECTS_A_QUERY) {
        const asked = subjects.slice(from, from + SUBJECTS_A_QUERY);
        const rows = await sql.query<StateRow>(
          `SELECT subject, offset, open, state FROM subjects FINAL WHERE ${ofLane} AND subject IN {asked:Array(String)}`,
          { generation, log, lane, asked },
        );
        const stateRows = new StateRows(log, lane, fold);
        for (const { subject, offset, open, state } of rows) stateRows.restore(subject, offset, open, state);
        await stateRows.mend({ sql, generation, ...mending });
        if (rows.length === asked.length) continue;
        // What a lane keeps of those that left are hashes: one that is not stored shares the hash of another, and is new.
        const found = new Set(rows.map(({ subject }) => subject));
        for (const subject of asked) if (!found.has(subject)) fold.isNew(subject);
      }
    },

    async fulfil(lane, wish) {
      const rows = await sql.stream(
        `SELECT subject, offset, append_time, value FROM events FINAL
         WHERE generation = {generation:UInt32} AND lane = {lane:UInt16} AND subject IN {asked:Array(String)}`,
        'RowBinary',
        { generation, lane, asked: wish.subjects },
      );
      await new RowReader(['String', 'Int64', 'Int64', 'String']).read(rows, (row) => {
        const [key, offset, appendTime, value] = [row.str(), row.i64(), row.i64(), row.buf()];
        wish.take({ partition: lane, offset, appendTime, kind: 'event', key, value });
      });
    },
  };
}
