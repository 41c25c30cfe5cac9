/** Why something is told: the record that brought it about. */
export interface Cause {
  readonly lane: number;
  readonly offset: number;
  /** How far time has come in the lane, ms UTC. */
  readonly horizon: number;
  /** The record is history: what it brings about is counted and listed, and rings nobody (live clocks do). */
  readonly quiet: boolean;
  /** The append time of the record, ms UTC. */
  readonly at: number;
  /** The record is a policy under which open subjects are judged again. */
  readonly policy: boolean;
}
