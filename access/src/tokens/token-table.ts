import { RowWriter, type Sql } from '@belfry/sql';
import { isScope } from '../domain/scope.ts';
import type { Token } from '../domain/token.ts';

/** Where tokens are kept, for all processes of a Belfry. */
export interface TokenTable {
  /** @throws SqlError */
  all(): Promise<Token[]>;
  /** @throws SqlError; the same token may be written again. */
  write(token: Token): Promise<void>;
}

interface Row extends Omit<Token, 'createdBy' | 'partner' | 'source' | 'scope'> {
  readonly scope: string;
  readonly partner: string;
  readonly source: string;
  readonly created_by: string;
}

export function tokenTable(sql: Sql): TokenTable {
  return {
    async all() {
      const rows = await sql.query<Row>(
        'SELECT id, hash, name, scope, partner, source, created, created_by, expires, revoked FROM tokens ORDER BY created, id',
      );
      // A scope that only a newer Belfry knows opens nothing here.
      return rows.flatMap(({ created_by: createdBy, scope, partner, source, ...row }) =>
        isScope(scope) ? [{ ...row, scope, createdBy, partner: partner || null, source: source || null }] : [],
      );
    },
    async write({ id, hash, name, scope, partner, source, created, createdBy, expires, revoked }) {
      const writer = new RowWriter([
        ['id', 'String'],
        ['hash', 'String'],
        ['name', 'String'],
        ['scope', 'String'],
        ['partner', 'String'],
        ['source', 'String'],
        ['created', 'Int64'],
        ['created_by', 'String'],
        ['expires', 'Nullable(Int64)'],
        ['revoked', 'Nullable(Int64)'],
        ['version', 'UInt32'],
      ]);
      writer
        .str(id)
        .str(hash)
        .str(name)
        .str(scope)
        .str(partner ?? '')
        .str(source ?? '');
      writer.i64(created).str(createdBy).i64n(expires).i64n(revoked);
      writer.u32(revoked === null ? 0 : 1).end();
      await sql.insert('tokens', writer.names, writer.take());
    },
  };
}
