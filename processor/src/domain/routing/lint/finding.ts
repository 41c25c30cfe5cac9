import type { Path, Problem } from '../../policy/problem.ts';

/** What can be found in a hooks file. The codes are stable: scripts name them. */
export type HooksLintCode =
  /** It could not be read at all, or names a secret that is not there. */
  | 'unreadable'
  | 'route-never-fits'
  | 'route-unreachable'
  | 'fallback-circle'
  | 'hook-untold'
  | 'nobody-told'
  | 'unknown-hook'
  | 'unknown-value'
  | 'repeat-before-every';

/** `error`: surely wrong, and Belfry does not start with it. `warning`: it runs, and looks wrong. */
export interface HooksFinding extends Problem {
  readonly severity: 'error' | 'warning';
  readonly code: HooksLintCode;
}

/** Takes what a rule finds. Paths are those of the YAML. */
export type Find = (
  severity: HooksFinding['severity'],
  code: HooksLintCode,
  path: Path,
  message: string,
  instead: string,
) => void;
