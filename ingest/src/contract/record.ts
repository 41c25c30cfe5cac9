/** The records that ingest and the ticker put into the log beside events, and their bytes. All instants are ms UTC. */

/** Makes time part of the log (law 2): carries only the time of its sender. */
export interface Tick {
  readonly at: number;
  /** Who sent it, so that a ticker knows its own tick when it comes back. */
  readonly by: string;
}

/** Lets go what an import held: judged quietly where it would have rung before the horizon. */
export interface Release {
  readonly importid: string;
}

export const encodeTick = (tick: Tick): Buffer => Buffer.from(JSON.stringify(tick));
export const decodeTick = (value: Buffer): Tick => JSON.parse(value.toString('utf8')) as Tick;
export const encodeRelease = (release: Release): Buffer => Buffer.from(JSON.stringify(release));
export const decodeRelease = (value: Buffer): Release => JSON.parse(value.toString('utf8')) as Release;
