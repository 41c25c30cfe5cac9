import type { Path, Problem } from '../problem.ts';

/** `error`: surely wrong, and refused when it is published. `warning`: it runs, and looks wrong. */
export type Severity = 'error' | 'warning';

/** What the linter can find. The codes are stable: scripts and reviews name them. */
export type LintCode =
  /** It could not be read at all. */
  | 'unreadable'
  | 'never-starts'
  | 'never-stops'
  | 'never-happens'
  | 'never-reopens'
  | 'pause-never-begins'
  | 'pause-never-ends'
  | 'pause-without-effect'
  | 'row-never-fits'
  | 'row-unreachable'
  | 'row-hidden-by-starts'
  | 'slower-target'
  | 'step-never-comes'
  | 'step-after-target'
  | 'steps-at-once'
  | 'calendar-gap'
  | 'calendar-ends'
  | 'unknown-field'
  | 'unknown-value'
  | 'kpi-without-deadline'
  | 'kpi-counts-nothing'
  | 'reason-never-fits'
  | 'limit-never-breaks'
  | 'burn-never-rings'
  | 'alias-without-row'
  | 'derive-holes'
  | 'told-and-derived'
  | 'same-effective';

/** One thing that the linter found, told so that the pack's author can mend it without asking. */
export interface Finding extends Problem {
  readonly severity: Severity;
  readonly code: LintCode;
}

/** Takes what a rule finds. Paths are those of the YAML. */
export type Find = (severity: Severity, code: LintCode, path: Path, message: string, instead: string) => void;
