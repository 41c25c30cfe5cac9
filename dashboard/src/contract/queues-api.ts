/**
 * What the queues ask: `GET /api/queues` and `GET /api/queues/items`. A queue holds the open clocks of a team, or of a person.
 * Instants are ms UTC.
 */

/** Open clocks by how much time is left. Each is in one of them: they add up to `open`. */
export interface QueueCounts {
  readonly open: number;
  /** The deadline has passed, and it runs on. */
  readonly breached: number;
  /** Due within 15 minutes, within an hour (and not within 15 minutes), within 4 hours, later. */
  readonly due15: number;
  readonly due60: number;
  readonly due240: number;
  readonly later: number;
  /** Held by somebody else: it has no deadline until it goes on. */
  readonly paused: number;
  /** Its row promises no time. */
  readonly noDeadline: number;
}

/** `GET /api/queues?partner=&promise=`. Every open clock is in one team's queue and in one person's. */
export interface QueuesAnswer {
  readonly asOf: number;
  readonly total: QueueCounts;
  /** The most pressing first: by breached, by what is due soonest. The team '' has what no policy and no source gave to any. */
  readonly teams: readonly TeamQueue[];
  /** As the teams; the person '' has what nobody was given. Empty for those who may not read names. */
  readonly people: readonly PersonQueue[];
  /** For the filters: what the open clocks have, sorted. */
  readonly partners: readonly { readonly partner: string; readonly name: string }[];
  readonly promises: readonly { readonly promise: string; readonly title: string }[];
  /** false: people were left out. */
  readonly names: boolean;
}

export interface TeamQueue extends QueueCounts {
  readonly team: string;
  /** The earliest deadline of those that are not breached, or null. */
  readonly next: number | null;
}

export interface PersonQueue extends QueueCounts {
  readonly person: string;
  /** The teams whose clocks the person has, sorted. */
  readonly teams: readonly string[];
  readonly next: number | null;
}

/** By which time left a clock is chosen: the names of `QueueCounts`. */
export const QUEUE_PLACES = ['breached', 'due15', 'due60', 'due240', 'later', 'paused', 'noDeadline'] as const;
export type QueuePlace = (typeof QUEUE_PLACES)[number];

/**
 * `GET /api/queues/items?team=&person=&partner=&promise=&place=&after=&limit=`: by time left, the longest breached first, and
 * behind those with a deadline the paused and those without. Each parameter is optional; `team=` and `person=` (empty) ask
 * for what nobody has. `person` is refused to those who may not read names.
 */
export interface QueueItems {
  readonly asOf: number;
  readonly items: readonly QueueItem[];
  /** What to send as `after` for the next page; null on the last one. */
  readonly next: string | null;
  /** How many fit in all. */
  readonly total: number;
}

export interface QueueItem {
  readonly subject: string;
  readonly kind: 'order' | 'ticket';
  readonly promise: string;
  /** The promise's title, and the row of it that rules. */
  readonly title: string;
  readonly row: string;
  readonly cycle: number;
  readonly state: 'pending' | 'running' | 'paused' | 'breached';
  readonly place: QueuePlace;
  readonly start: number;
  readonly due: number | null;
  /** Until the deadline, by the clock on the wall; below 0: over it. null without one. */
  readonly left: number | null;
  readonly partner: string;
  readonly partnerName: string;
  readonly team: string;
  /** '' where nobody has it, and for those who may not read names. */
  readonly person: string;
}
