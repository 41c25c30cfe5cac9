import type { Sql } from '@belfry/sql';
import type { SilentSource } from '../../contract/index.ts';

/** Which sources are silent, longest first, and the partners of whom nothing comes from elsewhere. */
export interface SilentSources {
  readonly sources: readonly SilentSource[];
  readonly partners: ReadonlySet<string>;
}

export const NOBODY_SILENT: SilentSources = { sources: [], partners: new Set() };

/** What the third fold has decided, as the table `sources` has it. There are as many rows as sources. */
export async function silentSources(sql: Sql, generation: number): Promise<SilentSources> {
  const sources = await sql.query<SilentSource>(
    `SELECT source, assumeNotNull(s.since) AS since FROM sources AS s
     WHERE generation = {generation:UInt32} AND isNotNull(s.since) ORDER BY since, source`,
    { generation },
  );
  if (sources.length === 0) return NOBODY_SILENT;
  const rows = await sql.query<{ partner: string }>(
    `SELECT arrayJoin(partners) AS partner FROM sources
     WHERE generation = {generation:UInt32} GROUP BY partner HAVING countIf(isNull(since)) = 0`,
    { generation },
  );
  return { sources, partners: new Set(rows.map(({ partner }) => partner)) };
}
