import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Sql, SqlError } from '../sql.ts';
import { type Statement, statementsOf } from './statements.ts';

interface Migration {
  readonly number: number;
  readonly file: string;
  readonly checksum: string;
  readonly statements: readonly Statement[];
}

const shipped = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Two processes that create the same thing in the same instant: the one that comes second may be told so. Where a table is made
 * of a query, the engine may tell it instead that the context of that query has expired.
 */
const lostRace =
  /Context has expired|TABLE_ALREADY_EXISTS|DUPLICATE_COLUMN|DICTIONARY_ALREADY_EXISTS|FUNCTION_ALREADY_EXISTS|DEADLOCK_AVOIDED|CANNOT_ASSIGN_ALTER/;
const TRIES = 5;

/**
 * Brings the tables of the database to the shape that this Belfry knows: applies the numbered files of
 * `sql/migrations` that are not recorded in the table `migrations`, in order. Any number of processes may do so at once
 * (statements.ts says why), and one that fails may be run again.
 *
 * @throws SqlError SQL_MIGRATION naming file and line when a statement fails, when files are numbered twice, or when one
 * was changed after it had been applied; SQL_UNAVAILABLE when ClickHouse does not answer.
 */
export async function migrate(sql: Sql, report: (line: string) => void = () => {}, folder = shipped): Promise<void> {
  const migrations = read(folder);
  await sql.command(
    'CREATE TABLE IF NOT EXISTS migrations (number UInt32, file String, checksum String, applied Int64) ' +
      'ENGINE = ReplacingMergeTree ORDER BY number',
  );
  const recorded = await records(sql);
  const newest = migrations.at(-1)?.number ?? 0;
  for (const [number, { file }] of recorded) {
    if (number > newest)
      report(`${sql.database} has ${file}, which this version of Belfry does not know; it is newer.`);
  }
  for (const migration of migrations) {
    const record = recorded.get(migration.number);
    if (record !== undefined) {
      unchanged(migration, record, sql.database);
      continue;
    }
    for (const statement of migration.statements) await apply(sql, migration, statement);
    // Everyone who applied the file writes this record; they replace each other.
    await sql.command(
      'INSERT INTO migrations SELECT {number:UInt32}, {file:String}, {checksum:String}, toUnixTimestamp64Milli(now64(3))',
      { number: migration.number, file: migration.file, checksum: migration.checksum },
    );
    report(`${migration.file} applied to ${sql.database}.`);
  }
}

function read(folder: string): Migration[] {
  const migrations: Migration[] = [];
  for (const file of readdirSync(folder).sort()) {
    const digits = /^(\d{4})-.+\.sql$/.exec(file)?.[1];
    if (digits === undefined) continue;
    const source = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    const before = migrations.at(-1);
    if (before?.number === Number(digits)) {
      throw new SqlError('SQL_MIGRATION', `${before.file} and ${file} have the same number: renumber the later one.`);
    }
    migrations.push({
      number: Number(digits),
      file,
      checksum: createHash('sha256').update(source).digest('hex'),
      statements: statementsOf(file, source),
    });
  }
  return migrations;
}

async function records(sql: Sql): Promise<Map<number, { file: string; checksum: string }>> {
  const rows = await sql.query<{ number: number; file: string; checksum: string }>(
    'SELECT number, file, checksum FROM migrations ORDER BY number',
  );
  return new Map(rows.map((row) => [row.number, row]));
}

function unchanged(migration: Migration, record: { file: string; checksum: string }, database: string): void {
  if (record.checksum === migration.checksum) return;
  throw new SqlError(
    'SQL_MIGRATION',
    `${migration.file} was changed after it had been applied to ${database} (then ${record.file}, sha256 ${record.checksum.slice(0, 12)}, ` +
      `now ${migration.checksum.slice(0, 12)}). Put the old text back and write the change into a new file with the next number.`,
  );
}

async function apply(sql: Sql, migration: Migration, statement: Statement): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sql.command(statement.text);
      return;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      if (error.code === 'SQL_UNAVAILABLE') throw error;
      if (lostRace.test(error.message) && attempt < TRIES) {
        await pause(20 * attempt);
        continue;
      }
      throw new SqlError(
        'SQL_MIGRATION',
        `${migration.file}:${statement.line} failed on ${sql.database}: ${error.message} Mend the cause and start again: ` +
          'what was applied is kept, and nothing is applied twice.',
        { cause: error },
      );
    }
  }
}
