import type { ClockSignalKind } from '../../../contract/index.ts';
import type { LadderStep } from '../../policy/compiled.ts';
import type { Told } from './told.ts';

/** Something to say about a clock. `at` is the instant it is about, ms UTC. */
export interface Saying {
  readonly kind: ClockSignalKind;
  /** The ladder's step, or the clock's own: `deadline`, `stop`, `retract`, `retract:<step>`. */
  readonly step: string;
  /** Who is told of a ladder's step, and what for. */
  readonly ladder: Pick<LadderStep, 'level' | 'role' | 'responsibility' | 'tell'> | undefined;
  readonly at: number;
  readonly revision: number;
  readonly reason: string;
  /** Whom it is told to, where that has been settled: those who were told before. */
  readonly tell?: readonly string[];
  /** What is taken back is as loud as it was when it was said; undefined where that is for the record to say. */
  readonly quiet?: boolean;
}

export const NOTHING: readonly Saying[] = [];

export const saying = (kind: ClockSignalKind, step: string, at: number, told: Told, reason: string): Saying => ({
  kind,
  step,
  ladder: undefined,
  at,
  revision: told.revision,
  reason,
});
