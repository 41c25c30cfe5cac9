import { expect, it } from 'vitest';
import { serverBehind } from '../desk/ask-server.ts';
import { LinkLost } from '../desk/trouble.ts';
import { sayTo } from './say.ts';
import { acknowledging } from './sayings.ts';

it('says under one key what it says again because nobody answered, and under another what is said anew', async () => {
  const keys: (string | null)[] = [];
  let away = true;
  const say = sayTo(
    serverBehind(async (_, init) => {
      keys.push(new Headers(init?.headers).get('idempotency-key'));
      if (away) throw new TypeError('Failed to fetch');
      return Response.json({ id: 'said' }, { status: 202 });
    }),
  );
  const lena = acknowledging('inc_1', 'Lena', '');
  await expect(say(lena)).rejects.toBeInstanceOf(LinkLost);
  away = false;
  await say(lena);
  await say(lena);
  await say(acknowledging('inc_2', 'Lena', ''));
  expect(keys[0]).toMatch(/^[0-9a-f]{24}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(new Set(keys).size).toBe(3);
});
