import type { JudgedClock } from './judgement.ts';
import type { Place } from './place.ts';
import type { ClockRow, ClockState, LedgerSpan } from './rows.ts';
import { isLate, type Told } from './telling.ts';

/** `met` means in time; a clock that ended after its deadline is breached, whatever came later. */
export function clockState(clock: JudgedClock, told: Told | undefined): ClockState {
  if (told?.breached || isLate(clock)) return 'breached';
  if (clock.end === 'cancelled') return 'cancelled';
  return clock.end === 'stopped' ? 'met' : 'running';
}

export function clockRow(
  subject: { readonly id: string; readonly offset: number },
  clock: JudgedClock,
  told: Told | undefined,
  place: Place,
): ClockRow {
  return {
    subject: subject.id,
    promise: clock.rule.promise.id,
    cycle: clock.cycle,
    offset: subject.offset,
    state: clockState(clock, told),
    open: clock.end === 'running',
    target: clock.aim.kind,
    start: clock.start,
    due: clock.aim.due,
    stop: clock.stop,
    revision: told?.revision ?? 0,
    quiet: told?.quiet ?? false,
    ...place,
    team: clock.row.team,
    policy: clock.rule.policy,
    row: clock.row.name,
    ledger: closedSpans(clock),
  };
}

/** A running clock's last span is open and ends where its reader stands, so only spans that have closed are written. */
const closedSpans = (clock: JudgedClock): LedgerSpan[] =>
  clock.stop === null || clock.stop <= clock.start
    ? []
    : [{ from: clock.start, to: clock.stop, counted: true, holder: clock.row.team, rule: clock.row.name }];
