import type { Fault } from './fault.ts';
import { killedBetweenSteps } from './rows/01-killed-between-steps.ts';
import { intakeKilled } from './rows/10-intake-killed.ts';
import { dashboardKilled } from './rows/19-dashboard-killed.ts';
import { policiesPublished } from './rows/22-policies-published.ts';
import { previousRelease } from './rows/23-previous-release.ts';

/** In the order of the table in docs/faults.md. */
export const FAULTS: readonly Fault[] = [
  killedBetweenSteps,
  intakeKilled,
  dashboardKilled,
  policiesPublished,
  previousRelease,
];
