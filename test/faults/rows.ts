import type { Fault } from './fault.ts';
import { killedBetweenSteps } from './rows/01-killed-between-steps.ts';
import { zombie } from './rows/02-zombie.ts';
import { twoOwners } from './rows/03-two-owners.ts';
import { workersComeAndGo } from './rows/04-workers-come-and-go.ts';
import { brokerKilled } from './rows/05-broker-killed.ts';
import { brokerUnreachable } from './rows/06-broker-unreachable.ts';
import { clickhouseKilled } from './rows/07-clickhouse-killed.ts';
import { clickhouseDown } from './rows/08-clickhouse-down.ts';
import { answerLost } from './rows/09-answer-lost.ts';
import { intakeKilled } from './rows/10-intake-killed.ts';
import { hugeLane } from './rows/17-huge-lane.ts';

/** In the order of the table in docs/faults.md. */
export const FAULTS: readonly Fault[] = [
  killedBetweenSteps,
  zombie,
  twoOwners,
  workersComeAndGo,
  brokerKilled,
  brokerUnreachable,
  clickhouseKilled,
  clickhouseDown,
  answerLost,
  intakeKilled,
  hugeLane,
];
