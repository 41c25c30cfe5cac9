import { expect, it } from 'vitest';
import {
  acknowledging,
  assigning,
  excluding,
  noting,
  silencing,
  unsilencing,
} from '../../dashboard/src/client/say/sayings.ts';
import type { Saying } from '../../dashboard/src/contract/people-api.ts';
import { PEOPLE_EVENTS } from '../../ingest/src/contract/people-events.ts';

const AT = Date.UTC(2026, 10, 23, 15, 0);
const taken = ({ type, data }: Saying): boolean =>
  PEOPLE_EVENTS[type as keyof typeof PEOPLE_EVENTS].safeParse(data).success;

it.each([
  acknowledging('inc_1', 'Lena', ''),
  acknowledging('inc_1', 'Lena', 'on it', AT),
  assigning('inc_1', 'Lena', 'Omar', ''),
  assigning('inc_1', 'Lena', '', 'he is away'),
  silencing('ab12', { matcher: { carrier: ['SMSA', 'DPD'] }, who: 'Lena', reason: 'strike', until: AT }),
  unsilencing('silence/ab12', 'Lena'),
  noting('p12', 'Lena', 'they hire two packers', AT),
  excluding('order/1', { kpi: 'mall/on-time', who: 'Lena', reason: 'strike', evidence: '' }),
])('intake takes $type as it is said here', (saying) => {
  expect(taken(saying)).toBe(true);
});

it('is refused without a reason where one is owed', () => {
  expect(taken(silencing('a', { matcher: { carrier: 'SMSA' }, who: 'Lena', reason: '', until: AT }))).toBe(false);
  expect(taken(silencing('a', { matcher: {}, who: 'Lena', reason: 'strike', until: AT }))).toBe(false);
});
