import type { ExplainedClock } from '../../contract/index.ts';
import { clockFace, durationWords } from '../words/duration-words.ts';

/** How a clock stands, in a few words and with the shapes of the wall. */
export function headline(clock: ExplainedClock, asOf: number): string {
  const { state, open, due, remaining, overdue, target, endedBy } = clock;
  switch (state) {
    case 'breached':
      return open ? `◆ BREACHED ${clockFace(overdue)} ago` : `◆ BREACHED, ended ${clockFace(overdue)} late`;
    case 'paused':
      return `● PAUSED${remaining === null ? '' : `, ${durationWords(remaining)} left`}`;
    case 'met':
      return remaining === null ? '● ended' : `● met, ${durationWords(remaining)} to spare`;
    case 'cancelled':
      return endedBy === '' ? '– taken away' : '– cancelled';
    case 'pending':
      return `– ${target.kind}`;
    case 'running':
      if (due === null) return `– running, ${target.kind === 'none' ? 'no target' : 'no deadline'}`;
      if (overdue > 0) return `▲ due ${clockFace(overdue)} ago, not breached before its grace has passed`;
      return `● due in ${clockFace(due - asOf)}`;
  }
}
