import { SqlError } from '../sql.ts';

export interface Statement {
  /** As it is sent: without comments in front, and harmless when it is sent again. */
  readonly text: string;
  /** Line of the file that it begins in, from 1. */
  readonly line: number;
}

/**
 * The statements of a migration file. Several processes may apply the same file at once, and one that was paused may apply
 * it after the others went on to later files; ClickHouse has no locks to stop that. So only statements are taken that
 * add, and each is made to do nothing where its work is done already: these give the same tables in whatever order
 * and however often processes send them.
 *
 * @throws SqlError SQL_MIGRATION naming file and line for any other statement.
 */
export function statementsOf(file: string, source: string): Statement[] {
  return split(source).map(({ text, line }) => ({ text: repeatable(text, `${file}:${line}`), line }));
}

/** What may be created; each of them takes IF NOT EXISTS. */
const creation = /^CREATE\s+(TABLE|MATERIALIZED\s+VIEW|VIEW|DICTIONARY|FUNCTION)\s+(?:IF\s+NOT\s+EXISTS\s+)?/i;
const alteration = /^ALTER\s+TABLE\s+\S+\s+/i;
const addition = /\bADD\s+(COLUMN|INDEX|PROJECTION|CONSTRAINT)\s+(?:IF\s+NOT\s+EXISTS\s+)?/gi;
const otherCommand =
  /(^|,)\s*(DROP|MODIFY|RENAME|DELETE|UPDATE|COMMENT|CLEAR|MATERIALIZE|ATTACH|DETACH|MOVE|REPLACE)\b/i;

function repeatable(text: string, where: string): string {
  if (creation.test(text)) return text.replace(creation, (_, what: string) => `CREATE ${what} IF NOT EXISTS `);
  if (alteration.test(text)) {
    const commands = text.replace(alteration, '');
    if (/^ADD\b/i.test(commands) && !otherCommand.test(commands)) {
      return text.replace(addition, (_, what: string) => `ADD ${what} IF NOT EXISTS `);
    }
  }
  throw new SqlError(
    'SQL_MIGRATION',
    `${where}: "${text.slice(0, 60).replace(/\s+/g, ' ')}" is not safe when several processes migrate at once. ` +
      'A migration may only CREATE, and ALTER TABLE ... ADD; write what changes into a new table.',
  );
}

/** Splits at semicolons outside strings and comments. */
function split(source: string): { text: string; line: number }[] {
  const token = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\.|'')*'|`(?:[^`\\]|\\.)*`|;/g;
  const found: { text: string; line: number }[] = [];
  let text = '';
  let start = 0;
  let from = 0;
  const add = (piece: string, at: number) => {
    if (text === '') {
      const first = piece.search(/\S/);
      if (first < 0) return;
      start = at + first;
      text = piece.slice(first);
    } else text += piece;
  };
  const end = () => {
    if (text.trim() !== '') found.push({ text: text.trim(), line: source.slice(0, start).split('\n').length });
    text = '';
  };
  for (const match of source.matchAll(token)) {
    add(source.slice(from, match.index), from);
    from = match.index + match[0].length;
    if (match[0] === ';') end();
    else if (!match[0].startsWith('--') && !match[0].startsWith('/*')) add(match[0], match.index);
  }
  add(source.slice(from), from);
  end();
  return found;
}
