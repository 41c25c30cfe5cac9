import { expect, it } from 'vitest';
import { withoutPeople } from './without-people.ts';

it('says which orders were left out and when, and nothing of who said so', () => {
  const row = { subject: 'order/1', partner: 'p12', day: '2026-11-01', reason: 'person', by: 'person', at: 7 } as const;
  const said = { who: 'Jana', words: 'Jana agreed with Petr', evidence: 'mail of Petr' };
  expect(withoutPeople({ total: 1, rows: [{ ...row, ...said }] })).toEqual({
    total: 1,
    rows: [{ ...row, who: null, words: null, evidence: null }],
  });
});
