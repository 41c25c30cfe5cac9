import type { PackProblem } from './policy.ts';

/**
 * `POST /api/policies/lint?file=shop.yaml`, application/yaml: 200 with all that is found, however bad it is. Nothing is
 * published.
 */
export interface LintAnswer {
  /** Its name and title; null where it could not be read. */
  readonly pack: string | null;
  readonly title: string | null;
  /** It would be taken: it has no errors. */
  readonly publishable: boolean;
  readonly errors: number;
  readonly warnings: number;
  /** In the order of their lines. */
  readonly problems: readonly PackProblem[];
  /** It in plain sentences, by promise and row, as far as it could be read. */
  readonly promises: readonly {
    readonly id: string;
    readonly title: string;
    readonly sentences: readonly string[];
  }[];
}
