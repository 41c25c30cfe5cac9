import type { Room } from '../world/room.ts';

/** A record that a lane could not judge, as it is kept. */
export interface Quarantined {
  readonly lane: number;
  readonly offset: number;
  readonly key: string;
  readonly code: string;
  readonly reason: string;
  /** MD5 of the bytes, upper case. */
  readonly hash: string;
  readonly length: number;
}

export const quarantinedIn = ({ sql }: Room): Promise<Quarantined[]> =>
  sql.query<Quarantined>(
    `SELECT lane, offset, key, code, reason, hex(MD5(bytes)) AS hash, length(bytes) AS length
     FROM quarantine FINAL WHERE generation = 1 AND log = 'events' ORDER BY lane, offset`,
  );
