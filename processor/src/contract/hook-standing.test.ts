import { describe, expect, it } from 'vitest';
import type { Delivery, DeliveryOutcome } from './delivery.ts';
import { conditionOf, standingAfter, UNTRIED } from './hook-standing.ts';

const word = (outcome: DeliveryOutcome, at: number, error = ''): Delivery =>
  ({ outcome, at, error, ...(outcome === 'disabled' && { urlHash: 'abc' }) }) as Delivery;
const after = (...words: Delivery[]) => words.reduce(standingAfter, UNTRIED);

describe('how a hook stands', () => {
  it('is idle until something was posted, and follows its last attempt', () => {
    expect(conditionOf(UNTRIED)).toBe('idle');
    const failing = after(word('delivered', 1), word('retrying', 2, 'answered 500'), word('gave-up', 3, 'no answer'));
    expect(failing).toEqual({ failuresInARow: 2, lastDelivered: 1, lastError: 'no answer', disabledUrl: null });
    expect(conditionOf(failing)).toBe('failing');
    expect(conditionOf(standingAfter(failing, word('delivered', 4)))).toBe('ok');
    expect(standingAfter(failing, word('delivered', 4)).lastError).toBe('');
  });

  it('is disabled for the url that answered 410, until another attempt', () => {
    const gone = after(word('disabled', 1, 'answered 410'));
    expect([conditionOf(gone), gone.disabledUrl]).toEqual(['disabled', 'abc']);
    expect(conditionOf(standingAfter(gone, word('retrying', 2, 'answered 500')))).toBe('failing');
  });

  it('is not touched by what was decided without an attempt', () => {
    const failing = after(word('retrying', 1, 'no answer'));
    expect([word('needless', 2), word('fell-back', 3)].reduce(standingAfter, failing)).toEqual(failing);
  });
});
