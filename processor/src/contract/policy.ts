/** Says what an unknown word is perhaps meant to be. */
export { nearest } from '../domain/policy/nearest.ts';

/** What `/api/policies` says. Instants are ISO 8601. */

/** One thing that is wrong, or perhaps not meant so, in the YAML of a pack. */
export interface PackProblem {
  /** An error refuses the pack; what runs and looks wrong is a warning. */
  readonly severity: 'error' | 'warning';
  /** Stable, for scripts: `unreadable`, `never-starts`, `row-unreachable` ... */
  readonly code: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Readable: `promises.ship-confirmation.targets[0].target`. */
  readonly path: string;
  readonly message: string;
  /** What to write instead. */
  readonly instead: string;
}

/**
 * How a version stands now: it rules newcomers' clocks that start now, or later ones, or only earlier ones; `overruled`
 * if a later version took all from it.
 */
export type VersionStanding = 'in-force' | 'to-come' | 'past' | 'overruled';

/** A published version of a pack. */
export interface ListedPolicy {
  readonly number: number;
  readonly pack: string;
  readonly title: string;
  /** SHA-256 of its bytes, hex. */
  readonly hash: string;
  readonly effective: string;
  readonly applies: 'new' | 'open';
  /** Who published it: the start of a processor, or somebody by hand. */
  readonly origin: 'shipped' | 'hand';
  /** When the log took it; null for versions from before that was written down. */
  readonly publishedAt: string | null;
  readonly promises: number;
  readonly kpis: number;
  /** The rows of all its promises. */
  readonly rows: number;
  readonly is: VersionStanding;
  /** The clocks that it rules start in [from, until); null where nothing bounds them, or it rules none. */
  readonly from: string | null;
  readonly until: string | null;
}

/** What became of a publication, or would become of it. */
export interface PublishAnswer {
  readonly pack: string;
  readonly title: string;
  /** Nothing was published: this is what would have been. */
  readonly dryRun: boolean;
  /** null as long as it has none. */
  readonly number: number | null;
  /** These bytes had been published before. */
  readonly known: boolean;
  readonly effective: string;
  readonly applies: 'new' | 'open';
  readonly is: VersionStanding;
  /** The newest of the other versions of its name. */
  readonly other: number | null;
  /** What will run and yet is perhaps not meant so. */
  readonly warnings: readonly PackProblem[];
  /** What whoever publishes it should know. */
  readonly notes: readonly string[];
  /** The lanes (`events/3`) that have not taken it yet, or are not through with their open subjects. */
  readonly waitsFor: readonly string[];
}

/** Why a question was not answered; `problems` if it was for a pack that has mistakes. */
export interface Refusal {
  readonly refused: string;
  readonly reason: string;
  readonly remedy: string;
  readonly problems?: readonly PackProblem[];
}
