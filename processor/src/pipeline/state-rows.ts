import type { LogName } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';
import type { Fold } from './fold.ts';
import { writerOf } from './tables.ts';

/**
 * Works out the state row of a subject as it was after the record at `offset`, from what the tables hold beside it.
 * @returns undefined if the archive does not have what it takes.
 */
export type RebuildState = (lane: number, subject: string, offset: number) => Promise<string | undefined>;

/** State that cannot be read and is not known from elsewhere. The lane can begin again where its log begins. */
export class StateUnreadable extends Error {
  override readonly name = 'StateUnreadable';
}

interface BrokenRow {
  readonly subject: string;
  readonly offset: number;
  readonly open: boolean;
  readonly nextDue: number | null;
  readonly why: string;
}

/**
 * Takes stored rows back into a fold. One that cannot be read, because a disk or a person has spoilt it, is judged again
 * from the archive and stored in its place: the archive, the policies and the signals of a subject say all that its row says.
 */
export class StateRows {
  private readonly broken: BrokenRow[] = [];
  private readonly log: LogName;
  private readonly lane: number;
  private readonly fold: Fold;

  constructor(log: LogName, lane: number, fold: Fold) {
    this.log = log;
    this.lane = lane;
    this.fold = fold;
  }

  /** @param nextDue as the row has it: it is stored again with what is mended. */
  restore(subject: string, offset: number, open: boolean, state: string, nextDue: number | null = null): void {
    try {
      // A subject whose row cannot be read must not be taken for one that waits for a policy.
      if (this.log === 'events' && !looksWhole(state)) throw new Error('it is not what a lane writes');
      this.fold.restore(subject, offset, state);
    } catch (error) {
      this.broken.push({ subject, offset, open, nextDue, why: (error as Error).message });
    }
  }

  /**
   * An open subject's row that `MAY_WAIT` has found well: the fold may read it later.
   * @param state good for this call only.
   * @param nextDue ms UTC, or NEVER_DUE.
   */
  restoreUnread(subject: string, offset: number, state: Buffer, nextDue: number): void {
    const isTaken = this.fold.restoreUnread?.(subject, offset, state, nextDue) ?? false;
    if (!isTaken) this.restore(subject, offset, true, state.toString(), nextDue);
  }

  /**
   * Mends what could not be read. Call it when all rows have been taken back.
   * @throws StateUnreadable if that is not possible.
   */
  async mend({ sql, generation, rebuild, report }: Mending): Promise<void> {
    const { log, lane, fold } = this;
    for (const { subject, offset, open, nextDue, why } of this.broken.splice(0)) {
      const place = `the state row of ${subject} in lane ${lane} of ${log} cannot be read (${why})`;
      const state = log === 'events' ? await rebuild(lane, subject, offset) : undefined;
      if (state === undefined) throw new StateUnreadable(place);
      fold.restore(subject, offset, state);
      const row = writerOf('subjects');
      row.u32(generation).str(log).u16(lane).str(subject).i64(offset).bool(open).str(state).i64n(nextDue).end();
      await sql.insert('subjects', row.names, row.take());
      report(`${place}: it was judged again from its archived events and stored anew`);
    }
  }
}

export interface Mending {
  readonly sql: Sql;
  readonly generation: number;
  readonly rebuild: RebuildState;
  readonly report: (line: string) => void;
}

/** Whether it begins and ends as every row of the first fold does; what stands between is checked by reading it. */
const looksWhole = (state: string): boolean =>
  state.startsWith(BEGINNING) && /\d/.test(state.charAt(BEGINNING.length)) && state.endsWith('}');

const BEGINNING = '{"pin":';

/**
 * Whether a row of `subjects` may be left unread: what is due says another column, it is JSON from end to end with facts in
 * it, and holds no history that must be remembered. ClickHouse finds that out beside its decompressing, for a third of what
 * parsing a million texts here costs; what it doubts is read at once, by whoever knows best.
 */
export const MAY_WAIT = `open AND next_due IS NOT NULL AND position(state, '"held":[') = 0 AND JSONType(state, 'facts') = 'Array'`;

/** For whoever has no archive to judge from. */
export const NO_REBUILDING: Pick<Mending, 'rebuild' | 'report'> = {
  rebuild: () => Promise.resolve(undefined),
  report: () => undefined,
};
