import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WallClock } from '@belfry/ingest/contract';
import type { Sql } from '@belfry/sql';
import type { BacktestClock, BacktestDifference, BacktestLine, BacktestResult } from '../../contract/index.ts';
import { asIfAlways, kindsOf } from '../../domain/backtest/as-if-always.ts';
import { compare, type Difference } from '../../domain/backtest/compare.ts';
import type { Interval, Outcome } from '../../domain/backtest/outcome.ts';
import { Tally } from '../../domain/backtest/tally.ts';
import { CalendarError } from '../../domain/calendar/errors.ts';
import { judge } from '../../domain/clock/judge/judgement.ts';
import { placeOf } from '../../domain/clock/place.ts';
import { subjectKind } from '../../domain/clock/subject.ts';
import type { CompiledPack } from '../../domain/policy/compiled.ts';
import { countArchive, readArchive } from './archive.ts';

/** It judges this long, then the lanes of the same process have their turn, ms. */
const SLICE_MS = 10;
const PROGRESS_EVERY_MS = 500;

export interface BacktestOptions {
  readonly sql: Sql;
  readonly generation: number;
  readonly wallClock: WallClock;
  readonly pack: CompiledPack;
  /** What it is held against: the version of its name that is in force. */
  readonly against: { readonly number: number; readonly pack: CompiledPack } | undefined;
  readonly interval: Interval;
  /** Takes lines; resolves once there is room for more. */
  readonly write: (lines: readonly BacktestLine[]) => Promise<void>;
  /** Nobody waits for the result any more. */
  readonly isCancelled: () => boolean;
}

/** Ends a reading that nobody waits for. */
class Cancelled extends Error {}

/**
 * Judges the whole archive twice, subject by subject, and tells what differs. It writes to no table and no log, and holds
 * one subject at a time. Resolves once the result is written, or when it was cancelled.
 */
export async function runBacktest(options: BacktestOptions): Promise<void> {
  const { sql, generation, wallClock, pack, against, interval, write, isCancelled } = options;
  const [before, after] = [asIfAlways(against?.pack, 0), asIfAlways(pack, 1)];
  const kinds = kindsOf([against?.pack, pack]);
  const tally = new Tally();
  const differences = { clocks: 0, subjects: 0 };
  let subjects = 0;
  let beyondCalendar = 0;
  let example: string | null = null;
  let waiting: BacktestLine[] = [];

  const of = await countArchive({ sql, generation, kinds });
  let toldAt = wallClock.now();
  let turnAt = toldAt;
  const breathe = async (events: number): Promise<void> => {
    const now = wallClock.now();
    if (now - toldAt >= PROGRESS_EVERY_MS) {
      waiting.push({ kind: 'progress', events, of: Math.max(of, events) });
      toldAt = now;
    }
    if (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      await write(lines);
    }
    if (now - turnAt >= SLICE_MS) {
      await nextTurn();
      turnAt = wallClock.now();
    }
    if (isCancelled()) throw new Cancelled();
  };

  let events: number;
  try {
    events = await readArchive({
      sql,
      generation,
      kinds,
      keeps: new Set([...before.keeps, ...after.keeps]),
      before: interval.to,
      breathe,
      take({ id, facts, horizon }) {
        const kind = subjectKind(id);
        if (kind === undefined) return;
        subjects++;
        try {
          const was = judge(facts, kind, before);
          const is = judge(facts, kind, after);
          const { partner } = placeOf(is.standing, after.partners);
          const found = compare({ partner, before: was.clocks, after: is.clocks }, interval, horizon, tally);
          if (found.length > 0) differences.subjects++;
          differences.clocks += found.length;
          for (const each of found) waiting.push(lineOf(id, partner, each));
        } catch (error) {
          if (!(error instanceof CalendarError)) throw error;
          beyondCalendar++;
          example ??= id;
        }
      },
    });
  } catch (error) {
    if (error instanceof Cancelled) return;
    throw error;
  }
  const result: BacktestResult = {
    kind: 'result',
    pack: pack.pack,
    title: pack.title,
    against: against?.number ?? null,
    from: iso(interval.from),
    to: iso(interval.to),
    events,
    subjects,
    total: tally.total,
    byPromise: tally.byPromise(),
    byPartner: tally.byPartner(),
    differences,
    beyondCalendar,
    beyondCalendarExample: example,
  };
  await write([...waiting, { kind: 'progress', events, of: events }, result]);
}

const iso = (at: number): string => new Date(at).toISOString();

const lineOf = (subject: string, partner: string, difference: Difference): BacktestDifference => ({
  kind: 'difference',
  subject,
  promise: difference.promise,
  cycle: difference.cycle,
  partner,
  before: clockOf(difference.before),
  after: clockOf(difference.after),
});

const clockOf = (outcome: Outcome | null): BacktestClock | null =>
  outcome && {
    counted: outcome.counted,
    verdict: outcome.verdict,
    due: outcome.due === null ? null : iso(outcome.due),
    row: outcome.row,
  };
