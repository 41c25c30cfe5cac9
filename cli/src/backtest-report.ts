import type { BacktestClock, BacktestDifference, BacktestPair, BacktestResult } from '@belfry/processor/contract';
import { columns } from './columns.ts';

/** More partners than a person reads are only counted. */
const PARTNERS = 20;

/** What a back-test found, for a terminal. */
export function* resultLines(result: BacktestResult, shown: readonly BacktestDifference[]): Generator<string> {
  const { title, pack, against, from, to, total, events, subjects, differences, beyondCalendar } = result;
  const other = against === null ? 'nothing (no version of it is in force)' : `version ${against}, which is in force`;
  yield `${title} (${pack}), beside ${other}, as if each had always ruled`;
  yield `${day(from)} to ${day(to)}: ${change(total, 'breached')} breaches, of ${change(total, 'clocks')} clocks`;
  yield `${events} events of ${subjects} subjects were judged.`;
  yield '';
  yield* table('promise', Object.entries(result.byPromise));
  yield '';
  yield* partners(Object.entries(result.byPartner));
  if (differences.clocks > 0) yield '';
  if (differences.clocks > 0) yield `${differences.clocks} clocks of ${differences.subjects} subjects differ:`;
  for (const line of columns(shown.map(differenceRow))) yield `  ${line}`;
  if (differences.clocks > shown.length) yield `  ... and ${differences.clocks - shown.length} more; --json lists all.`;
  if (beyondCalendar > 0) {
    yield '';
    yield `${beyondCalendar} subjects are in none of these counts: a calendar does not reach so far (${result.beyondCalendarExample}).`;
  }
}

type Named = [name: string, pair: BacktestPair];

function* table(what: string, pairs: readonly Named[]): Generator<string> {
  const rows = pairs.map(([name, pair]) => [
    name,
    change(pair, 'breached'),
    change(pair, 'met'),
    change(pair, 'cancelled'),
    change(pair, 'noDeadline'),
    change(pair, 'undecided'),
  ]);
  yield* columns([[what, 'breached', 'met', 'cancelled', 'no deadline', 'undecided'], ...rows]);
}

/** Those that change most come first. */
function* partners(pairs: readonly Named[]): Generator<string> {
  const moved = ([, { before, after }]: Named): number => Math.abs(after.breached - before.breached);
  const sorted = [...pairs].sort((a, b) => moved(b) - moved(a));
  yield* table('partner', sorted.slice(0, PARTNERS));
  if (sorted.length > PARTNERS) yield `... and ${sorted.length - PARTNERS} more; --json lists all.`;
}

const change = ({ before, after }: BacktestPair, of: keyof BacktestPair['before']): string =>
  before[of] === after[of] ? `${before[of]}` : `${before[of]} -> ${after[of]}`;

const differenceRow = ({ subject, promise, cycle, before, after }: BacktestDifference): string[] => [
  subject,
  cycle === 1 ? promise : `${promise} (cycle ${cycle})`,
  `${told(before)} -> ${told(after)}`,
];

function told(clock: BacktestClock | null): string {
  if (clock === null) return 'nothing promised';
  const due = clock.due === null ? '' : `, due ${clock.due.slice(0, 19).replace('T', ' ')}`;
  return `${clock.verdict}${due}, row ${clock.row}${clock.counted ? '' : ' (outside)'}`;
}

/** Midnight UTC is a day; another instant is told whole. */
const day = (instant: string): string => instant.replace('T00:00:00.000Z', '');
