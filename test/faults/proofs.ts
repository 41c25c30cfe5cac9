import type { Fault } from './fault.ts';
import { zombie } from './rows/02-zombie.ts';
import { brokerKilled } from './rows/05-broker-killed.ts';
import { intakeKilled } from './rows/10-intake-killed.ts';

/** With a part of the product taken out, a row must turn red: a table that stays green without its parts has shown nothing. */
export interface Proof {
  /** The switch of `without/`. */
  readonly without: string;
  /** What it takes out, in words. */
  readonly part: string;
  readonly row: Fault;
  /** What the oracles must say. A crash or a time-out proves nothing. */
  readonly finds: RegExp;
  readonly quick: boolean;
}

export const PROOFS: readonly Proof[] = [
  {
    without: 'fence',
    part: 'the versions of rows that fence a former owner off',
    row: zombie,
    finds: /(clocks: \d+ should not be|rows that a replay from offset 0 makes otherwise: \d+ should not be\n +\w+)/,
    quick: false,
  },
  {
    without: 'duplicates',
    part: 'the check for events that were taken before',
    row: intakeKilled,
    finds: /(clocks|signals in the log): \d+ .*/,
    quick: true,
  },
  {
    without: 'wait',
    part: "a commit's wait until what was published is acknowledged",
    row: brokerKilled,
    finds: /signals in the log: \d+ missing/,
    quick: false,
  },
  {
    without: 'acknowledgement',
    part: "intake's wait until the log has what it calls accepted",
    row: brokerKilled,
    finds: /acknowledged events: \d+ missing/,
    quick: false,
  },
];
