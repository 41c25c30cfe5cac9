import type { ExplainedClock } from '@belfry/processor/contract';
import type { ClockVerdict, Retraction } from '../../contract/subject-api.ts';

/** What is said biggest of a clock, from what was judged of it. Pure. @param asOf ms UTC, where it is looked at. */
export function verdictOf(clock: ExplainedClock, asOf: number): ClockVerdict {
  const { state, open, due, stop, remaining } = clock;
  if (state === 'pending') return { is: 'pending', ms: null, at: null };
  if (state === 'cancelled' || (!open && lastSaid(clock) === 'cancelled-late')) {
    return { is: 'cancelled', ms: null, at: stop };
  }
  if (open && state === 'paused') return { is: 'paused', ms: remaining, at: null };
  if (due === null) return { is: 'no-deadline', ms: null, at: stop };
  // Broken is what was judged so: between deadline and grace a clock is due, and nothing more is left.
  if (open && state === 'breached') return { is: 'breached-ago', ms: Math.max(0, asOf - due), at: due };
  if (open) return { is: 'due-in', ms: Math.max(0, due - asOf), at: due };
  if (stop === null) return { is: 'no-deadline', ms: null, at: null };
  return state === 'breached'
    ? { is: 'met-late', ms: Math.max(0, stop - due), at: stop }
    : { is: 'met', ms: Math.max(0, due - stop), at: stop };
}

const lastSaid = ({ said }: ExplainedClock): string | undefined => said.at(-1)?.kind;

/** The last breach that was told and taken back, if none was told since. Pure. */
export function retractionOf({ said }: ExplainedClock): Retraction | null {
  const breach = said.findLast(({ kind }) => kind === 'breached');
  if (breach === undefined || breach.takenBackBy === null) return null;
  const back = said.find(({ id }) => id === breach.takenBackBy);
  if (back === undefined) return null;
  return { due: breach.at, saidAt: breach.told, takenBackAt: back.told, reason: back.reason };
}

const ENDED = 4;

/** The most pressing first: broken, due by deadline, paused, without a deadline, and behind them what has ended, newest first. */
export function byUrgency(a: ExplainedClock, b: ExplainedClock): number {
  const [left, right] = [rank(a), rank(b)];
  if (left !== right) return left - right;
  if (left === ENDED) return (b.stop ?? b.start) - (a.stop ?? a.start);
  return (a.due ?? a.start) - (b.due ?? b.start) || (a.promise < b.promise ? -1 : 1);
}

function rank({ open, state, due }: ExplainedClock): number {
  if (!open) return ENDED;
  if (state === 'breached') return 0;
  if (state === 'paused') return 2;
  return due === null ? 3 : 1;
}
