import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { statementsOf } from './statements.ts';

test('statements end at semicolons outside strings and comments, and know their line', () => {
  const source = `-- first; not a statement
CREATE TABLE a (s String DEFAULT 'x;y''z -- no comment', /* ; */ n Int8) ENGINE = Memory;

  CREATE TABLE \`b;c\` (n Int8) ENGINE = Memory`;
  expect(statementsOf('0001-a.sql', source)).toEqual([
    {
      line: 2,
      text: "CREATE TABLE IF NOT EXISTS a (s String DEFAULT 'x;y''z -- no comment',  n Int8) ENGINE = Memory",
    },
    { line: 4, text: 'CREATE TABLE IF NOT EXISTS `b;c` (n Int8) ENGINE = Memory' },
  ]);
});

test('what adds is made repeatable, once', () => {
  const source = `create materialized view v engine = Memory as select 1;
CREATE TABLE IF NOT EXISTS a (n Int8) ENGINE = Memory;
ALTER TABLE a ADD COLUMN b Int8, ADD INDEX i b TYPE minmax, ADD COLUMN IF NOT EXISTS c Int8 AFTER b;`;
  expect(statementsOf('0002-b.sql', source).map(({ text }) => text)).toEqual([
    'CREATE materialized view IF NOT EXISTS v engine = Memory as select 1',
    'CREATE TABLE IF NOT EXISTS a (n Int8) ENGINE = Memory',
    'ALTER TABLE a ADD COLUMN IF NOT EXISTS b Int8, ADD INDEX IF NOT EXISTS i b TYPE minmax, ADD COLUMN IF NOT EXISTS c Int8 AFTER b',
  ]);
});

test.each([
  'DROP TABLE a',
  'ALTER TABLE a DROP COLUMN b',
  'ALTER TABLE a ADD COLUMN c Int8, DROP COLUMN b',
  'ALTER TABLE a MODIFY COLUMN b Int16',
  'INSERT INTO a VALUES (1)',
  'CREATE OR REPLACE TABLE a (n Int8) ENGINE = Memory',
  'RENAME TABLE a TO b',
])('what is not safe from several processes is refused with its place: %s', (statement) => {
  expect(() => statementsOf('0003-c.sql', `\n${statement};`)).toThrow(/^0003-c\.sql:2: ".*" is not safe when several/);
});

test('the shipped tables are statements of this kind', () => {
  const source = readFileSync(new URL('../../migrations/0001-tables.sql', import.meta.url), 'utf8');
  const statements = statementsOf('0001-tables.sql', source);
  expect(statements.length).toBe(9);
  for (const { text } of statements) expect(text).toMatch(/^CREATE TABLE IF NOT EXISTS \w+ \(/);
});
