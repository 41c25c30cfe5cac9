import { expect, it } from 'vitest';
import { matcherWords, saidWords } from './said-words.ts';

it.each([
  ['signal.assigned', { to: 'Omar' }, 'assigned to Omar'],
  ['signal.assigned', {}, 'assigned to nobody'],
  [
    'silence.set',
    { matcher: { carrier: ['SMSA', 'DPD'], partner: 'p12' } },
    'silenced carrier SMSA or DPD, partner p12',
  ],
  ['kpi.excluded', { kpi: 'mall/on-time' }, 'excluded from mall/on-time'],
  ['kpi.excluded', { withdrawn: true }, 'counted again in all KPIs'],
  ['partner.noted', { note: 'two more packers' }, 'noted: two more packers'],
  ['something.new', {}, 'something.new'],
])('puts %s into words', (type, data, words) => {
  expect(saidWords({ type, data })).toBe(words);
});

it('says nothing of what is no matcher', () => {
  expect(matcherWords(null)).toBe('');
});
