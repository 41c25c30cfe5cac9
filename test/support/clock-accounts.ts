import type { LogRecord } from '@belfry/ingest/log';
import type { ClockRow } from '../../processor/src/domain/clock/write/rows.ts';
import { FoldBench } from './fold-bench.ts';
import type { PaperClock, PaperRecord, PaperSaying } from './oracles/clock/paper.ts';
import { type Verdict, verdictsOf } from './oracles/clock/verdict.ts';
import { fieldsNamed, paperPack } from './paper-pack.ts';
import { LaneRecords } from './small-pack.ts';

/** One timeline told twice: by the oracle and by the engine, in the same words, so that they can be held side by side. */

export const oracleAccount = (timeline: readonly PaperRecord[], subject: string): Verdict[] =>
  verdictsOf(timeline, subject);

export function logRecords(timeline: readonly PaperRecord[]): LogRecord[] {
  const lane = new LaneRecords();
  const fields = timeline.flatMap((record) => (record.what === 'policy' ? fieldsNamed(record.policy) : []));
  return timeline.map((record) => {
    if (record.what === 'tick') return lane.tick(record.at, record.appendTime);
    if (record.what === 'policy') return lane.policy(paperPack(record.policy, fields), record.appendTime);
    const { subject, type, time, appendTime, id, data } = record;
    return lane.event(subject, type, time, appendTime, { id, data });
  });
}

export interface EngineWays {
  /** After these records, all is stored, and what is over leaves memory. */
  readonly stores?: (offset: number) => boolean;
  /** After these records the fold is killed and goes on from what is stored. */
  readonly restarts?: (offset: number) => boolean;
}

export function engineAccount(timeline: readonly PaperRecord[], subject: string, ways: EngineWays = {}): Verdict[] {
  const bench = new FoldBench();
  return logRecords(timeline).map((record): Verdict => {
    const before = bench.signals.length;
    bench.apply(record);
    bench.write();
    if (ways.stores?.(record.offset) || ways.restarts?.(record.offset)) bench.commit(record.offset + 1);
    if (ways.restarts?.(record.offset)) bench.restart();
    const said = bench.signals
      .slice(before)
      .filter((signal) => signal.subject === subject)
      .map(({ promise, cycle, kind, step, revision, at }): PaperSaying => {
        return { promise, cycle, kind, step, revision, at: kind === 'retracted' ? null : at };
      });
    const rows = [...bench.clocks.values()].filter((row) => row.subject === subject);
    // A row of what was pending and is no more stands in the table for good; on paper it is gone.
    const clocks = rows.filter(({ state, row }) => state !== 'cancelled' || row !== '').map(clockOf);
    return { said, clocks };
  });
}

function clockOf(row: ClockRow): PaperClock {
  const { promise, cycle, state, open, start, due, stop, revision, ledger } = row;
  return { promise, cycle, state, open, start, row: row.row, due, stop, revision, ledger: ledger as never };
}

const byClock = (a: { promise: string; cycle: number }, b: { promise: string; cycle: number }): number =>
  a.promise < b.promise ? -1 : a.promise > b.promise ? 1 : a.cycle - b.cycle;

/**
 * In an order of its own: which of two clocks speaks first in one record is nobody's concern, what each says is. Nor in
 * which order those are told who were called in vain.
 */
export const inOrder = ({ said, clocks }: Verdict): Verdict => ({
  said: [...said].sort((a, b) => byClock(a, b) || inVain(a, b)),
  clocks: [...clocks].sort(byClock),
});

function inVain(a: PaperSaying, b: PaperSaying): number {
  const both = a.step.startsWith('retract:') && b.step.startsWith('retract:');
  return both ? (a.step < b.step ? -1 : 1) : 0;
}

/** `01-05 10:00`, with seconds where there are any. */
export function paperTime(t: number | null): string {
  if (t === null) return '-';
  const iso = new Date(t).toISOString();
  const text = `${iso.slice(5, 10)} ${iso.slice(11, 16)}`;
  return t % 60_000 === 0 ? text : `${text}${iso.slice(16, 23)}`;
}

/** `breached deadline/0 01-05 10:00` */
export const sayingLine = ({ kind, step, revision, at }: PaperSaying): string =>
  `${kind} ${step}/${revision}${at === null ? '' : ` ${paperTime(at)}`}`;

/** `met from 01-05 09:00, due 01-05 10:00, stop 01-05 09:30, row all` */
export const clockLine = ({ state, start, due, stop, row }: PaperClock): string =>
  `${state} from ${paperTime(start)}, due ${paperTime(due)}, stop ${paperTime(stop)}, row ${row}`;
