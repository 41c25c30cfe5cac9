/**
 * Told by a lane of `events` on the log `signals`, kind `heard`: a source that tells of orders and tickets is alive. At most
 * once each so many seconds of the log's time a source (domain/source/silence-rule.ts), so that a lane's share of a million
 * events is a handful of records. Instants are ms UTC.
 */
export interface Heard {
  /** The record that made the lane say so, in the log `events`. */
  readonly lane: number;
  readonly offset: number;
  /** The `source` of the event, as CloudEvents names it. */
  readonly source: string;
  /** When the log took the event. */
  readonly at: number;
  /** The partners that its events have named since this lane last said so. */
  readonly partners: readonly string[];
  /**
   * What the policies that the lane has taken say of it: how long it must be silent at least, ms, null for never, and how many
   * of its usual gaps.
   */
  readonly least: number | null;
  readonly factor: number;
}

export const encodeHeard = (heard: Heard): Buffer => Buffer.from(JSON.stringify(heard));
export const decodeHeard = (value: Buffer): Heard => JSON.parse(value.toString('utf8')) as Heard;
