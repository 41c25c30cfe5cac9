/** How large what intake takes may be. Beyond them an event or a request is refused, never cut. */
export interface Limits {
  /** Bytes of one event as JSON. A log's record and a table's row must hold it. */
  readonly eventBytes: number;
  /** Bytes of one request. */
  readonly bodyBytes: number;
  /** Events of one request: its answer carries a verdict for each. */
  readonly eventsPerRequest: number;
  /** How deep an event may be nested. */
  readonly depth: number;
}

export const LIMITS: Limits = {
  eventBytes: 256 * 1024,
  bodyBytes: 5 * 1024 * 1024,
  eventsPerRequest: 10_000,
  depth: 32,
};
