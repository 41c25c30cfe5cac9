import { expect, test } from 'vitest';
import { readPolicy } from './read-policy.ts';

test('lanes that read the same policy share it, whether they read it from the log or from its table', () => {
  const body = JSON.stringify({ hash: 'h', number: 7, source: '', compiled: {} });
  const policy = readPolicy(Buffer.from(body));
  expect(policy).toEqual(JSON.parse(body));
  expect(readPolicy(Buffer.from(body))).toBe(policy);
  expect(readPolicy(body)).toBe(policy);
  // Another version of Belfry may compile the same source otherwise.
  expect(readPolicy(body.replace('7', '8'))).not.toBe(policy);
});
