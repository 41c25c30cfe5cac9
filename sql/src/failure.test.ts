import { ClickHouseError } from '@clickhouse/client';
import { expect, test } from 'vitest';
import { failure } from './failure.ts';
import { SqlError } from './sql.ts';

const doing = 'inserting 34 bytes into events';
const server = 'http://127.0.0.1:8123';

test.each([
  ['252', 'TOO_MANY_PARTS', 'merges have to catch up'],
  ['241', 'MEMORY_LIMIT_EXCEEDED', 'it is out of memory'],
  ['243', 'NOT_ENOUGH_SPACE', 'its disk is full: free some space'],
])('a reason that passes by itself is retriable: %s', (code, type, reason) => {
  const error = failure(new ClickHouseError({ code, type, message: 'No.' }), doing, server);
  expect(error).toMatchObject({ code: 'SQL_REFUSED', retriable: true });
  expect(error.message).toContain(reason);
  expect(error.message).toContain(doing);
});

test('a disk that fills up while it writes is told as such', () => {
  const message = 'Cannot write to file, errno: 28, strerror: No space left on device';
  const error = failure(new ClickHouseError({ code: '75', message }), doing, server);
  expect(error).toMatchObject({ code: 'SQL_REFUSED', retriable: true });
  expect(error.message).toContain('its disk is full: free some space');
});

test('any other refusal is for good, with the words of ClickHouse', () => {
  const error = failure(
    new ClickHouseError({ code: '47', type: 'UNKNOWN_IDENTIFIER', message: 'Unknown x' }),
    doing,
    server,
  );
  expect(error).toMatchObject({
    code: 'SQL_REFUSED',
    retriable: false,
    message: `ClickHouse at ${server} refused while ${doing}: UNKNOWN_IDENTIFIER (code 47): Unknown x`,
  });
});

test('everything else is no answer: a statement may or may not have taken effect', () => {
  for (const cause of [
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    new Error('socket hang up'),
    new Error('Timeout error.'),
  ]) {
    expect(failure(cause, doing, server)).toMatchObject({ code: 'SQL_UNAVAILABLE', retriable: true, cause });
  }
});

test('an SqlError stays what it is', () => {
  const error = new SqlError('SQL_MIGRATION', 'told before');
  expect(failure(error, doing, server)).toBe(error);
});
