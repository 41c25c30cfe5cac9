import { expect, it } from 'vitest';
import { acknowledging, noting } from './sayings.ts';

it('leaves out what was not said', () => {
  expect(acknowledging('inc_1', 'Lena', '')).toEqual({
    type: 'signal.acknowledged',
    subject: 'incident/inc_1',
    data: { who: 'Lena' },
  });
  expect(noting('p12', 'Lena', 'x', null).data).toEqual({ who: 'Lena', note: 'x' });
});
