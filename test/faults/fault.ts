import { Difference } from './oracle/difference.ts';
import type { World } from './world/world.ts';

/** One row of the table: a fault, and what must hold in spite of it. */
export interface Fault {
  /** Its number in the table of docs/faults.md. */
  readonly number: number;
  readonly title: string;
  /** Part of `--quick`, which CI runs: short, and of those faults that a change is likely to meet. */
  readonly quick: boolean;
  /**
   * Drives the load, brings the fault about, waits for calm and compares.
   * @returns how it is known that the fault bit: what died between which steps, what a zombie wrote.
   * @throws Error what did not hold, or that the fault did not bite.
   */
  run(world: World): Promise<string>;
}

/** The row says that its fault really happened; if it did not, the row has shown nothing and fails. */
export function mustBite(isTrue: boolean, what: string): asserts isTrue {
  if (!isTrue) throw new Error(`the fault did not bite: ${what}`);
}

/** What must hold besides the comparison with the oracles. */
export function mustHold(isTrue: boolean, what: string): asserts isTrue {
  if (!isTrue) throw new Difference(`does not hold: ${what}`);
}
