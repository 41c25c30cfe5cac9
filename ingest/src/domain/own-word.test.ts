import { describe, expect, it } from 'vitest';
import { PEOPLES_WORDS } from '../contract/people-events.ts';
import { ANYBODY, notOwnWord, type Sender } from './own-word.ts';

const taken = { id: 'e1', source: 'shop', type: 'order.opened', events: [] };
const facts: Sender = { source: null, tells: 'facts' };
const words: Sender = { source: null, tells: 'words' };

describe('an event with a token that is bound to a source', () => {
  it('passes as its own, and as any where the token is bound to none', () => {
    expect(notOwnWord(taken, { ...facts, source: 'shop' })).toBeUndefined();
    expect(notOwnWord(taken, facts)).toBeUndefined();
  });

  it('is refused as another, with both named', () => {
    const refused = notOwnWord(taken, { ...facts, source: 'carrier' });
    expect(refused).toMatchObject({ id: 'e1', source: 'shop', refusals: [{ code: 'OTHER_SOURCE', path: 'source' }] });
    expect(refused?.refusals[0].message).toContain('write "carrier"');
  });
});

describe('who speaks for people', () => {
  it.each([...PEOPLES_WORDS])('a source does not: %s', (type) => {
    const refused = notOwnWord({ ...taken, type }, facts);
    expect(refused?.refusals).toMatchObject([{ code: 'OTHER_SCOPE', path: 'type' }]);
    expect(refused?.refusals[0].message).toContain('scope manager');
    expect(notOwnWord({ ...taken, type }, words)).toBeUndefined();
    expect(notOwnWord({ ...taken, type }, ANYBODY)).toBeUndefined();
  });

  it('a manager says nothing else, so that nobody makes up orders by the way', () => {
    for (const type of ['order.opened', 'import.finished', 'something.unknown']) {
      expect(notOwnWord({ ...taken, type }, words)?.refusals).toMatchObject([{ code: 'OTHER_SCOPE' }]);
      expect(notOwnWord({ ...taken, type }, facts)).toBeUndefined();
    }
  });

  it('that a customer was told both may say', () => {
    for (const sender of [facts, words]) {
      expect(notOwnWord({ ...taken, type: 'customer.notified' }, sender)).toBeUndefined();
    }
  });
});
