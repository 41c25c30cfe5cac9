import { describe, expect, it } from 'vitest';
import { whereOf } from './incident-words.ts';

const NOTHING = { subject: '', partner: '', partnerName: '', carrier: '' };
const ZLIN = { ...NOTHING, partner: 'p12', partnerName: 'Zlin Shoes' };

describe('what all of an incident has in common', () => {
  it.each([
    ['an order and its partner', { ...ZLIN, subject: 'order/8812' }, ['8812', 'Zlin Shoes']],
    ['a partner once, where it is the partner’s number', { ...ZLIN, subject: 'partner/p12' }, ['Zlin Shoes']],
    ['partner and carrier', { ...ZLIN, carrier: 'karavan' }, ['Zlin Shoes', 'karavan']],
    ['a carrier', { ...NOTHING, carrier: 'karavan' }, ['karavan']],
    ['nothing', NOTHING, ['several partners']],
  ])('is said: %s', (_, incident, words) => expect(whereOf(incident)).toEqual(words));
});
