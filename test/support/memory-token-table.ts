import type { Token, TokenTable } from '@belfry/access';

/** The table of tokens, kept in memory: what several processes of one Belfry would share. */
export interface MemoryTokenTable extends TokenTable {
  /** While it is set every statement fails with it, as when ClickHouse is away. */
  failure: Error | undefined;
  /** What was written, by id. */
  readonly rows: Map<string, Token>;
}

export function memoryTokenTable(): MemoryTokenTable {
  const rows = new Map<string, Token>();
  const table: MemoryTokenTable = {
    failure: undefined,
    rows,
    async all() {
      if (table.failure) throw table.failure;
      return [...rows.values()];
    },
    async write(token) {
      if (table.failure) throw table.failure;
      // A row that was revoked outranks one that was not, as its version does in ClickHouse.
      if (rows.get(token.id)?.revoked != null && token.revoked === null) return;
      rows.set(token.id, token);
    },
  };
  return table;
}
