/**
 * What has been told of a clock so far. It depends on the order in which the log told things and on its ticks, unlike
 * the judgement; together they are the state of a clock.
 */
export interface Told {
  /** The ladder's steps that were said. Once each, whatever is replayed, edited or judged again. */
  steps: ToldStep[];
  /** A breach stands: told, and not taken back. */
  breached: boolean;
  /** Whether its end has been told, and as which: that of a clock that was neither breached nor escalated is not. */
  ended: 'no' | 'kept' | 'late';
  /** How many ends this revision has told: a clock that goes on after a late end may end again. */
  ends: number;
  /** How often the clock had gone on when its end was told last. */
  reopenings: number;
  /** Grows by one each time a breach is taken back. */
  revision: number;
  /** The breach that stands comes from released history: nobody was rung, so its end rings nobody either. */
  quiet: boolean;
}

export interface ToldStep {
  readonly name: string;
  /** The instant at which it had come when it was said, ms UTC. */
  readonly at: number;
  /** Nobody was rung. */
  readonly quiet: boolean;
  /** Somebody was told who can be told that it was in vain; null for a reminder, and once it has been taken back. */
  escalation: Escalated | null;
}

export interface Escalated {
  readonly level: string;
  readonly role: string;
  /** Whom the signal named: whoever was told hears that it was in vain, or that it is over. */
  readonly tell: readonly string[];
}

export const nothingTold = (): Told => ({
  steps: [],
  breached: false,
  ended: 'no',
  ends: 0,
  reopenings: 0,
  revision: 0,
  quiet: false,
});

/** What is told of a clock of which nothing has been told. Read only. */
export const UNTOLD: Told = nothingTold();

export const isStepTold = ({ steps }: Told, name: string): boolean => {
  for (const step of steps) if (step.name === name) return true;
  return false;
};
