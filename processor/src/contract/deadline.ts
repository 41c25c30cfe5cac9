import type { ExplainedPolicy, ExplainedRow, ExplainedTarget } from './explanation.ts';

/**
 * When a promise would be due, and how that is reached: the answer of `/api/deadline`. Instants are ms UTC, durations are ms.
 */
export interface DeadlineAnswer {
  /** `<pack>/<promise>`. */
  readonly promise: string;
  readonly title: string;
  readonly subject: 'order' | 'ticket';
  readonly kind: 'contractual' | 'internal';
  readonly provenance: string;
  /** The version in force at the start; its number is -1 if it comes from a file and is not published. */
  readonly policy: ExplainedPolicy;
  readonly start: number;
  /** In which its calendar counts, or those of its pack; `UTC` if there is none. */
  readonly zone: string;
  /** To which subjects it is made, in words; empty for all. */
  readonly appliesTo: string;
  /** Whether it is made to this one; null if the data does not say. */
  readonly applies: boolean | null;
  /** Those that the data fits, or may fit as far as it is told, in the order in which they are tried. */
  readonly rows: readonly DeadlineRow[];
}

export interface DeadlineRow {
  readonly row: ExplainedRow;
  /** The data fits; otherwise it may, once the rest is told. */
  readonly fits: boolean;
  readonly target: ExplainedTarget;
  /** null where the row has no deadline, or the data does not tell what was promised. */
  readonly due: number | null;
  /** From the start to the deadline: what counts, and what is off hours. Empty for a promised instant. */
  readonly walk: readonly WalkedSpan[];
  /** Of a target in business days: the beginning of each working day that counts, the last of which is the deadline's. */
  readonly days: readonly number[];
  /** What the data promises, for a promised instant or day. */
  readonly promised: string | null;
  readonly steps: readonly DeadlineStep[];
  /** The next starts that are worth a look (before a night, before a weekend, within it), and when each would be due. */
  readonly examples: readonly DeadlineExample[];
}

export interface WalkedSpan {
  readonly from: number;
  readonly to: number;
  readonly isCounted: boolean;
}

export interface DeadlineStep {
  readonly name: string;
  readonly at: number | null;
  readonly level: string;
  readonly role: string;
  readonly responsibility: string;
}

export interface DeadlineExample {
  readonly start: number;
  readonly due: number | null;
}
