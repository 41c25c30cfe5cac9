import { isPaused, type JudgedClock } from '../judge/judged-clock.ts';
import { type EarlyEnd, isMade, lastClockOf } from '../judge/judgement.ts';
import { type Place, placeOf } from '../place.ts';
import type { PromiseRule } from '../rules/promise-rule.ts';
import type { Subject } from '../subject.ts';
import { isLate } from '../tell/evidence.ts';
import type { Told } from '../tell/told.ts';
import { ledgerOf } from './ledger.ts';
import type { ClockRow, ClockState } from './rows.ts';

/** `met` means in time; a clock that ended after its deadline is breached, whatever came later. */
export function clockState(clock: JudgedClock, told: Told | undefined): ClockState {
  if (told?.breached || isLate(clock)) return 'breached';
  if (clock.end === 'cancelled') return 'cancelled';
  if (clock.end === 'stopped') return 'met';
  return isPaused(clock) ? 'paused' : 'running';
}

/** Every clock of a subject as it stands now, those that are gone and those that never began too. */
export function clockRows(subject: Subject): ClockRow[] {
  const { judgement, rules } = subject;
  const place = placeOf(judgement.standing, rules.partners);
  const rows = judgement.clocks.map((clock) => clockRow(subject, clock, subject.told.get(clock.key), place));
  for (const row of subject.gone) rows.push({ ...row, offset: subject.offset });
  for (const [rule, early] of judgement.early ?? []) {
    if (isUnstarted(subject, rule, early)) rows.push(unstartedRow(subject, rule, early, place));
  }
  return rows;
}

export function clockRow(
  subject: Pick<Subject, 'id' | 'offset' | 'facts'>,
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
    // As long as it is paused nobody knows.
    due: clock.end === 'running' && isPaused(clock) ? null : clock.aim.due,
    stop: clock.stop,
    revision: told?.revision ?? 0,
    quiet: told?.quiet ?? false,
    ...place,
    team: clock.row.team,
    policy: clock.rule.policy,
    row: clock.row.name,
    ledger: ledgerOf(clock, subject.facts, null),
  };
}

/** Its end was told, and nothing of which it could be the end; the promise has a word for that. */
function isUnstarted({ judgement, gone }: Subject, rule: PromiseRule, { end, fact }: EarlyEnd): boolean {
  const { promise } = rule;
  if (promise.unstarted === undefined || end !== 'stopped') return false;
  if (lastClockOf(judgement, promise.id) !== undefined || gone.some((row) => row.promise === promise.id)) return false;
  return isMade(rule, judgement.standing, fact.time);
}

const unstartedRow = (subject: Subject, rule: PromiseRule, { fact }: EarlyEnd, place: Place): ClockRow => ({
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
