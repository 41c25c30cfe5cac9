import { describe, expect, it } from 'vitest';
import { Chains } from './chains.ts';
import type { WaitingNotification } from './waiting-notification.ts';

let offset = 0;
const waiting = (group: string, over: Partial<WaitingNotification> = {}): WaitingNotification => ({
  id: `msg_${++offset}`,
  key: `msg_${offset}`,
  offset,
  group,
  action: 'trigger',
  byHand: false,
  insteadOf: false,
  appended: 0,
  since: 0,
  value: Buffer.alloc(10),
  attempt: 0,
  first: null,
  nextRetry: 0,
  fellBack: false,
  underWay: false,
  settling: false,
  ...over,
});
function chained(...all: WaitingNotification[]): Chains {
  const chains = new Chains();
  for (const each of all) chains.add(each);
  return chains;
}

describe('the chains of a hook', () => {
  it('let one of a group go after the other, and groups side by side', () => {
    const [a1, a2, b1] = [waiting('a'), waiting('a'), waiting('b')] as const;
    const chains = chained(a1, a2, b1);
    expect([chains.take(0), chains.take(0), chains.take(0)]).toEqual([a1, b1, undefined]);
    chains.remove(a1);
    expect([chains.take(0), chains.size, chains.bytes]).toEqual([a2, 2, 20]);
    expect([chains.has(a1.key), chains.has(a2.key)]).toEqual([false, true]);
  });

  it('let a resolve go before others, once it is the head of its own', () => {
    const [a1, b1, b2, c1] = [waiting('a'), waiting('b'), waiting('b', { action: 'resolve' }), waiting('c')] as const;
    const chains = chained(a1, b1, b2, c1);
    expect([chains.take(0), chains.take(0)]).toEqual([a1, b1]);
    chains.remove(b1);
    expect([chains.take(0), chains.take(0)]).toEqual([b2, c1]);
  });

  it('wait for the instant of their head, unless told to hurry', () => {
    const [a, b] = [waiting('a', { nextRetry: 50 }), waiting('b', { nextRetry: 90, action: 'resolve' })] as const;
    const chains = chained(a, b);
    expect([chains.take(49), chains.next()]).toEqual([undefined, 50]);
    expect(chains.take(50)).toBe(a);
    chains.hurry(60);
    // What is under way is nobody's to hurry.
    expect([chains.take(60), chains.take(60)]).toEqual([b, undefined]);
  });

  it('let nobody pass what is being settled, at the head or in the middle', () => {
    const [a1, a2, a3] = [waiting('a'), waiting('a'), waiting('a')] as const;
    const chains = chained(a1, a2, a3);
    chains.settle(a1);
    chains.settle(a2);
    expect(chains.take(0)).toBeUndefined();
    chains.remove(a1);
    expect(chains.take(0)).toBeUndefined();
    chains.remove(a2);
    expect(chains.take(0)).toBe(a3);
  });
});
