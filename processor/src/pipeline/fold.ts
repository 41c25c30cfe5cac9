import type { LogRecord } from '@belfry/ingest/log';
import type {
  Beat,
  Delta,
  Heard,
  Incident,
  Item,
  Notice,
  Notification,
  Said,
  Signal,
  Silence,
  Total,
} from '../contract/index.ts';
import type { Holder } from '../domain/clock/place.ts';
import type { ClockRow } from '../domain/clock/write/rows.ts';
import type { PolicyRecord } from '../domain/policy/compiled.ts';
import type { Horizon } from './horizon.ts';
import type { Rating } from './rating.ts';

/**
 * Long work, in slices: it yields to let others have their turn, or with a wish that must be fulfilled before it can go on.
 */
export type Work = Generator<ArchiveWish | undefined, void, void>;

/** What long work needs of the archive: every event of these subjects that the lane has read, in any order. */
export interface ArchiveWish {
  readonly subjects: readonly string[];
  /** The same one may be handed over again, when an answer broke off. */
  take(record: LogRecord): void;
}

/**
 * A fold is a state that is a function of one lane of one log (law 1). Belfry has three, over `events`, `kpi` and
 * `signals`, and one runtime runs them all: it reads, hands records over in order, publishes and stores what they cause.
 * A fold knows no wall clock, no Kafka and no ClickHouse.
 */
export interface Fold {
  /**
   * Applies one record. The horizon has taken the record in already. No other record of the lane is applied until its
   * long work is done.
   */
  apply(record: LogRecord, horizon: Horizon, effects: Effects): Work | undefined;
  /** The instant whose passing would make a tick do something, ms UTC; Infinity when there is none. */
  nextDue(): number;
  /**
   * Writes what changed since the last call: clocks and state, each with the offset of its last change. In slices, since that
   * may be very much: between two of them others have their turn, but no record of the lane is applied until it is through.
   */
  flush(sink: StateSink): Generator<void, void, void>;
  /** Called first at recovery: the extent that was stored, and the policies that it names, in its order. */
  resume(extent: Readonly<Record<string, unknown>>, policies: readonly NumberedPolicy[]): void;
  /** Takes a state row back in, at recovery or because a record of an absent subject has come. */
  restore(subject: string, offset: number, state: string): void;
  /**
   * Takes an open subject's state row in at recovery, whose fold wrote when something of it is due: it need not be read yet.
   * Answers false if it must be: `restore` does.
   * @param state good for this call only.
   * @param nextDue ms UTC, or NEVER_DUE.
   */
  restoreUnread?(subject: string, offset: number, state: Buffer, nextDue: number): boolean;
  /**
   * Reads some of the rows that were left unread, and answers whether there are more: another release may have written when
   * they are due, and what this one makes of them counts. Called while nobody waits for the lane.
   */
  readOn?(): boolean;
  /** Told at recovery of each subject that is stored and closed: it exists, outside memory. */
  away(subject: string): void;
  /** Whether this subject may have left memory: it is looked up, and restored, before a record of it is applied. */
  isAway(subject: string): boolean;
  /** Told of a subject that `isAway` named and that is stored nowhere: it is new. */
  isNew(subject: string): void;
  /** What else the position must carry, so that recovery can go on from there. A small JSON object. */
  extent(): Record<string, unknown>;
  /** Called when `positions` has passed `nextOffset`: what cannot fire and is stored may leave memory. */
  stored(nextOffset: number): void;
}

export interface NumberedPolicy {
  readonly number: number;
  readonly record: PolicyRecord;
}

/** What a record causes. Everything is keyed by (lane, offset, ...) and may be written again. */
export interface Effects {
  signal(signal: Signal): void;
  delta(delta: Delta): void;
  total(total: Total, includes: Readonly<Record<number, number>>): void;
  quarantine(row: QuarantineRow): void;
  rating(rating: Rating): void;
  policy(number: number, record: PolicyRecord): void;
  /** What a person said, and how far the lane has come: for the third fold. */
  said(said: Said): void;
  beat(beat: Beat): void;
  heard(heard: Heard): void;
  /** What the third fold says: incidents to walls, notifications to hooks, the rest to tables. Offsets are of `signals`. */
  incident(incident: Incident): void;
  notification(notification: Notification): void;
  item(item: Item, offset: number): void;
  silence(silence: Silence, offset: number): void;
  audit(said: Said): void;
  /** A notice of its own: it is no record of the log, since whoever reads that would hear it twice. */
  notice(notice: Notice): void;
  source(source: SourceRow): void;
}

/** A source as it is known, for the table `sources`. Instants are ms UTC. */
export interface SourceRow {
  readonly source: string;
  /** Of the log `signals`: the record that made it so. */
  readonly offset: number;
  readonly heard: number;
  /** Since when it is silent; null while it is not. */
  readonly since: number | null;
  readonly usual: number | null;
  /** null: it is never called silent. */
  readonly threshold: number | null;
  readonly partners: readonly string[];
}

/** A record that could not be judged, with its bytes: nothing is lost, and the lane moves on. */
export interface QuarantineRow {
  readonly offset: number;
  /** ms UTC. */
  readonly appendTime: number;
  readonly key: string;
  readonly code: string;
  /** What was wrong, and the remedy. */
  readonly reason: string;
  readonly bytes: Buffer;
}

/** Open, and nothing of it is due, as far as one can see. */
export const NEVER_DUE = Number.MAX_SAFE_INTEGER;

export interface StateSink {
  /** @param holder who has its subject. */
  clock(row: ClockRow, holder: Holder): void;
  /**
   * @param open whether anything can still fire: only open subjects are loaded at recovery.
   * @param state text, or its bytes, which are good for this call only.
   * @param nextDue when something of it is due next, ms UTC or NEVER_DUE, for folds that take it back in unread.
   */
  state(subject: string, offset: number, open: boolean, state: string | Buffer, nextDue?: number | null): void;
}
