import { describe, expect, it } from 'vitest';
import { asOtherSource } from './own-source.ts';

const taken = { id: 'e1', source: 'shop', events: [] };

describe('an event with a token that is bound to a source', () => {
  it('passes as its own, and as any where the token is bound to none', () => {
    expect(asOtherSource(taken, 'shop')).toBeUndefined();
    expect(asOtherSource(taken, null)).toBeUndefined();
  });

  it('is refused as another, with both named', () => {
    const refused = asOtherSource(taken, 'carrier');
    expect(refused).toMatchObject({ id: 'e1', source: 'shop', refusals: [{ code: 'OTHER_SOURCE', path: 'source' }] });
    expect(refused?.refusals[0].message).toContain('write "carrier"');
  });
});
