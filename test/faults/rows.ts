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
import { poison } from './rows/11-poison.ts';
import { outOfOrder } from './rows/12-out-of-order.ts';
import { duplicatesAfterDays } from './rows/13-duplicates-after-days.ts';
import { timesInTheFuture } from './rows/14-times-in-the-future.ts';
import { timesWithoutAZone } from './rows/15-times-without-a-zone.ts';
import { retentionPassed } from './rows/16-retention-passed.ts';
import { hugeLane } from './rows/17-huge-lane.ts';
import { hookReceiver } from './rows/18-hook-receiver.ts';
import { dashboardKilled } from './rows/19-dashboard-killed.ts';
import { diskFull } from './rows/20-disk-full.ts';
import { embeddedTreeKilled } from './rows/21-embedded-tree-killed.ts';
import { policiesPublished } from './rows/22-policies-published.ts';
import { previousRelease } from './rows/23-previous-release.ts';

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
  poison,
  outOfOrder,
  duplicatesAfterDays,
  timesInTheFuture,
  timesWithoutAZone,
  retentionPassed,
  hugeLane,
  hookReceiver,
  dashboardKilled,
  diskFull,
  embeddedTreeKilled,
  policiesPublished,
  previousRelease,
];
