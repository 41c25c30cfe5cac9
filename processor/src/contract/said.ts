import type { BelfryEvent } from '@belfry/ingest/contract';

/** What a person said, passed on by the lane that read it: the records of kind `said` on the log `signals`. */
export interface Said {
  /** Where it stands in the log `events`, and when that took it, ms UTC. */
  readonly lane: number;
  readonly offset: number;
  readonly at: number;
  readonly event: BelfryEvent;
}

/** Told by each lane of `events` once a minute, kind `beat`: whatever was acknowledged before has been read by then. */
export interface Beat {
  readonly lane: number;
  /** The minute that the lane has come to, ms UTC. */
  readonly at: number;
}

/** The event types that lanes pass on to the third fold. */
export const SAID_TYPES = [
  'signal.acknowledged',
  'signal.assigned',
  'silence.set',
  'silence.ended',
  'kpi.excluded',
  'partner.noted',
  'category.aliased',
  'customer.notified',
] as const;

export const encodeSaid = (said: Said): Buffer => Buffer.from(JSON.stringify(said));
export const decodeSaid = (value: Buffer): Said => JSON.parse(value.toString('utf8')) as Said;
export const encodeBeat = (beat: Beat): Buffer => Buffer.from(JSON.stringify(beat));
export const decodeBeat = (value: Buffer): Beat => JSON.parse(value.toString('utf8')) as Beat;
