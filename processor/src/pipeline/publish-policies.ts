import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog, LogName } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';
import type { PolicyRecord } from '../domain/policy/compiled.ts';
import type { ParsedPack } from '../domain/policy/parse-pack.ts';

/** How often the tables are asked whether a policy has got its number, ms. */
const ASK_MS = 50;

export interface PolicyPublisher {
  /**
   * Resolves once every lane of `events` and `kpi` has every pack in its log. Publishing again changes nothing: a pack
   * is known by the hash of its source.
   */
  publish(packs: readonly { readonly source: string; readonly parsed: ParsedPack }[]): Promise<void>;
}

/**
 * Publishes policies (DESIGN, Mechanics): first to partition 0 of `events`, where the first record of a hash wins and
 * its offset is the version's number; then, with that number, to every other lane that has not taken it. Someone must
 * own partition 0 meanwhile, since its lane decides who was first.
 */
export function createPolicyPublisher(
  log: EventLog,
  sql: Sql,
  wallClock: WallClock,
  generation: number,
): PolicyPublisher {
  const wait = (): Promise<void> => new Promise((resolve) => wallClock.after(ASK_MS, resolve));

  const stored = (hash: string): Promise<{ number: number; record: string }[]> =>
    sql.query<{ number: number; record: string }>(
      'SELECT number, record FROM policies FINAL WHERE generation = {generation:UInt32} AND hash = {hash:String}',
      { generation, hash },
    );

  const append = (log_: LogName, partition: number, record: PolicyRecord): Promise<unknown> =>
    log.append(log_, partition, [{ key: '', kind: 'policy', value: Buffer.from(JSON.stringify(record)) }]);

  /** The record as lane 0 took it: its bytes are what every other lane gets, whoever published first. */
  const numbered = async (hash: string): Promise<PolicyRecord> => {
    for (;;) {
      const [row] = await stored(hash);
      if (row !== undefined) return JSON.parse(row.record) as PolicyRecord;
      await wait();
    }
  };

  const taken = async (): Promise<Map<string, readonly number[]>> => {
    const rows = await sql.query<{ log: string; lane: number; extent: string }>(
      'SELECT log, lane, extent FROM positions FINAL WHERE generation = {generation:UInt32}',
      { generation },
    );
    return new Map(
      rows.map(({ log, lane, extent }) => [
        `${log}/${lane}`,
        (JSON.parse(extent) as { policies?: number[] }).policies ?? [],
      ]),
    );
  };

  return {
    async publish(packs) {
      for (const { source, parsed } of packs) {
        if ((await stored(parsed.hash)).length > 0) continue;
        await append('events', 0, { hash: parsed.hash, number: null, source, compiled: parsed.compiled });
      }
      const records = await Promise.all(packs.map(({ parsed }) => numbered(parsed.hash)));
      const known = await taken();
      for (const name of ['events', 'kpi'] as const) {
        for (let lane = 0; lane < log.partitions(name); lane++) {
          if (name === 'events' && lane === 0) continue;
          const has = known.get(`${name}/${lane}`) ?? [];
          for (const record of records) if (!has.includes(record.number!)) await append(name, lane, record);
        }
      }
    },
  };
}
