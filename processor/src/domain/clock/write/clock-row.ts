import { isPaused, type JudgedClock, knownDue } from '../judge/judged-clock.ts';
import { type Unstarted, unstartedOf } from '../judge/unstarted.ts';
import { type Place, placeOf } from '../place.ts';
import type { Subject } from '../subject.ts';
import { isLate } from '../tell/evidence.ts';
import type { Told } from '../tell/told.ts';
import { type KnownHoldings, ledgerOf } from './ledger.ts';
import type { ClockRow, ClockState } from './rows.ts';

/** `met` means in time; a clock that ended after its deadline is breached, whatever came later. */
export function clockState(clock: JudgedClock, told: Told | undefined): ClockState {
  if (told?.breached || isLate(clock)) return 'breached';
  if (clock.end === 'cancelled') return 'cancelled';
  if (clock.end === 'stopped') return 'met';
  return isPaused(clock) ? 'paused' : 'running';
}

/** So many go through the facts each for itself: what they found is not worth keeping. */
const FEW_CLOCKS = 4;

/** Every clock of a subject as it stands now, those that are gone and those that never began too. */
export function clockRows(subject: Subject): ClockRow[] {
  const { judgement, rules } = subject;
  const place = placeOf(judgement.standing, rules.partners);
  const known = judgement.clocks.length > FEW_CLOCKS ? new Map() : undefined;
  const rows = judgement.clocks.map((clock) => clockRow(subject, clock, subject.told.get(clock.key), place, known));
  for (const row of subject.gone) rows.push({ ...row, offset: subject.offset });
  for (const unstarted of unstartedOf(judgement)) rows.push(unstartedRow(subject, unstarted, place));
  return rows;
}

export function clockRow(
  subject: Pick<Subject, 'id' | 'offset' | 'facts'>,
  clock: JudgedClock,
  told: Told | undefined,
  place: Place,
  known?: KnownHoldings,
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
    due: knownDue(clock),
    stop: clock.stop,
    revision: told?.revision ?? 0,
    quiet: told?.quiet ?? false,
    ...place,
    team: clock.row.team,
    policy: clock.rule.policy,
    row: clock.row.name,
    ledger: ledgerOf(clock, subject.facts, null, known),
  };
}

export const unstartedRow = (
  subject: Pick<Subject, 'id' | 'offset'>,
  { rule, fact }: Unstarted,
  place: Place,
): ClockRow => ({
  subject: subject.id,
  promise: rule.promise.id,
  cycle: 1,
  offset: subject.offset,
  state: 'pending',
  open: false,
  target: rule.promise.unstarted!,
  start: fact.time,
  due: null,
  stop: fact.time,
  revision: 0,
  quiet: false,
  ...place,
  team: '',
  policy: rule.policy,
  row: '',
  ledger: [],
});
