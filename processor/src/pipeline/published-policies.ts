import type { Sql } from '@belfry/sql';
import type { PolicyRecord } from '../domain/policy/compiled.ts';
import type { Version } from '../domain/policy/versions.ts';
import { readPolicy } from './read-policy.ts';

/** A published version, without what it says. */
export interface PublishedVersion extends Version {
  readonly title: string;
  readonly applies: 'new' | 'open';
  readonly promises: number;
  readonly kpis: number;
  /** The rows of all its promises' targets. */
  readonly rows: number;
  /** When the log took it, ms UTC; null where that was not written down yet. */
  readonly publishedAt: number | null;
}

/** What the tables know of the policies that lanes have taken. */
export interface PublishedPolicies {
  /** In the order of their numbers. */
  versions(): Promise<PublishedVersion[]>;
  /** As lane 0 took it. */
  record(number: number): Promise<PolicyRecord | undefined>;
  /** The number of these bytes, once lane 0 has given them one. */
  numberOf(hash: string): Promise<number | undefined>;
  /** By lane (`events/3`), the numbers that it has taken and is through with. */
  takenBy(): Promise<ReadonlyMap<string, readonly number[]>>;
  /** The offset to which lane 0 of `events`, which gives the numbers, has stored its work. */
  decidedUpTo(): Promise<number>;
}

export function publishedPolicies(sql: Sql, generation: number): PublishedPolicies {
  const ofGeneration = 'generation = {generation:UInt32}';
  return {
    versions: () =>
      sql.query<PublishedVersion>(
        `SELECT number, pack, hash, taken.append_time AS publishedAt,
                JSONExtractInt(record, 'compiled', 'effective') AS effective,
                if(JSONExtractString(record, 'origin') = 'hand', 'hand', 'shipped') AS origin,
                JSONExtractString(record, 'compiled', 'title') AS title,
                JSONExtractString(record, 'compiled', 'applies') AS applies,
                JSONLength(record, 'compiled', 'promises') AS promises,
                arraySum(p -> JSONLength(p, 'rows'), JSONExtractArrayRaw(record, 'compiled', 'promises')) AS rows,
                JSONLength(record, 'compiled', 'kpis') AS kpis
         FROM policies LEFT JOIN (
           SELECT number, append_time FROM policies_taken WHERE ${ofGeneration} AND log = 'events' AND lane = 0
         ) AS taken USING number
         WHERE ${ofGeneration} ORDER BY number
         SETTINGS join_use_nulls = 1`,
        { generation },
      ),

    async record(number) {
      const [row] = await sql.query<{ record: string }>(
        `SELECT record FROM policies WHERE ${ofGeneration} AND number = {number:Int64}`,
        { generation, number },
      );
      return row && readPolicy(row.record);
    },

    async numberOf(hash) {
      const [row] = await sql.query<{ number: number }>(
        `SELECT number FROM policies WHERE ${ofGeneration} AND hash = {hash:String} ORDER BY number LIMIT 1`,
        { generation, hash },
      );
      return row?.number;
    },

    async takenBy() {
      const rows = await sql.query<{ log: string; lane: number; extent: string }>(
        `SELECT log, lane, extent FROM positions WHERE ${ofGeneration}`,
        { generation },
      );
      return new Map(
        rows.map(({ log, lane, extent }) => [
          `${log}/${lane}`,
          (JSON.parse(extent) as { policies?: number[] }).policies ?? [],
        ]),
      );
    },

    async decidedUpTo() {
      const [row] = await sql.query<{ next_offset: number }>(
        `SELECT next_offset FROM positions WHERE ${ofGeneration} AND log = 'events' AND lane = 0`,
        { generation },
      );
      return row?.next_offset ?? 0;
    },
  };
}
