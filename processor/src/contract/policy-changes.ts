import type { DeadlineExample } from './deadline.ts';
import type { PackProblem, VersionStanding } from './policy.ts';

/**
 * Not answered yet. A version of a policy for people: `GET /api/policies/812/reading?at=2026-11-26T17:30:00Z`. Instants are ms UTC; `at` (default: now)
 * is where the example deadlines begin.
 */
export interface PolicyReading {
  readonly number: number;
  readonly pack: string;
  readonly title: string;
  readonly description: string;
  readonly hash: string;
  readonly effective: number;
  readonly applies: 'new' | 'open';
  readonly origin: 'shipped' | 'hand';
  /** When the log took it; null for versions from before that was written down. */
  readonly publishedAt: number | null;
  readonly is: VersionStanding;
  /** The newest version of the same name before it, or null: what `changes` compares with. */
  readonly before: number | null;
  /** Where the examples begin. */
  readonly at: number;
  readonly promises: readonly ReadPromise[];
  readonly kpis: readonly ReadKpi[];
  readonly calendars: readonly ReadCalendar[];
  readonly partners: readonly ReadPartner[];
  readonly aliases: readonly ReadAlias[];
}

export interface ReadPromise {
  /** `<pack>/<name>`. */
  readonly id: string;
  readonly title: string;
  readonly subject: 'order' | 'ticket';
  readonly kind: 'contractual' | 'internal';
  readonly provenance: string;
  /** To which subjects it is made; empty for all. */
  readonly appliesTo: string;
  /** What holds for all of its rows, a sentence each: to whom, pauses, reopening, causes. */
  readonly sentences: readonly string[];
  /** In the order in which they are tried: the first that fits rules. */
  readonly rows: readonly ReadRow[];
  readonly ladder: readonly ReadStep[];
}

export interface ReadRow {
  readonly name: string;
  /** `Warehouse edit: resolve in 3 h, round the clock, L2`. */
  readonly sentence: string;
  readonly provenance: string;
  /** `in 3 h, round the clock`. */
  readonly target: string;
  /** The calendar whose working time counts; null round the clock, and without a deadline. */
  readonly calendar: string | null;
  /** In which its deadlines are read best. */
  readonly zone: string;
  readonly team: string;
  readonly action: string;
  readonly urgent: boolean;
  readonly penalty: string;
  readonly consequence: string;
  /** The next five starts that are worth a look, and when each would be due. Empty where the data promises the instant, or nothing is promised. */
  readonly examples: readonly DeadlineExample[];
  /** Why there are no examples where there could be some: its calendar does not reach so far. '' otherwise. */
  readonly noExamples: string;
}

export interface ReadStep {
  readonly name: string;
  /** `At 90 % of the target`. */
  readonly when: string;
  readonly level: string;
  readonly role: string;
  readonly responsibility: string;
  readonly tell: readonly string[];
}

export interface ReadKpi {
  readonly id: string;
  readonly title: string;
  readonly provenance: string;
  readonly sentences: readonly string[];
}

export interface ReadCalendar {
  readonly name: string;
  readonly zone: string;
  /** From when until when it is known. */
  readonly from: number;
  readonly until: number;
}

export interface ReadPartner {
  readonly id: string;
  readonly name: string;
  readonly market: string;
  readonly zone: string;
  readonly tier: string;
  readonly reviewDay: number;
}

/** `field` told as `from` is taken for `to`. */
export interface ReadAlias {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** `GET /api/policies/812/changes?from=640`: what the version 812 has that 640 had not, and the other way round. */
export interface PolicyChanges {
  /** null: it is the first of its name, and has no changes. */
  readonly from: number | null;
  readonly to: number;
  readonly pack: string;
  readonly changes: readonly ReadChange[];
}

export interface ReadChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly what: 'pack' | 'promise' | 'row' | 'step' | 'calendar' | 'kpi' | 'partner' | 'field' | 'source';
  readonly name: string;
  /** The promise that it belongs to, by its id; null where it concerns the pack. */
  readonly promise: string | null;
  /** In words, for those whom it binds. */
  readonly sentence: string;
  /** The teams that answer for it. Empty where it concerns everybody. */
  readonly binds: readonly string[];
}

/** `POST /api/policies/lint?file=shop.yaml`, application/yaml: 200 with all that is found, however bad it is. Nothing is published. */
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
