import { describe, expect, it } from 'vitest';
import type { Delivery, DeliveryOutcome } from '../contract/delivery.ts';
import type { NotificationAction } from '../contract/notification.ts';
import { OpenGroups } from './open-groups.ts';

const word = (group: string, action: NotificationAction, outcome: DeliveryOutcome, nextRetry: number | null = null) =>
  ({ group, action, outcome, nextRetry }) as Delivery;
const after = (...words: Delivery[]): OpenGroups => {
  const groups = new OpenGroups();
  for (const each of words) groups.take(each);
  return groups;
};

describe('the open groups of a hook', () => {
  it('were told once a trigger or an update was delivered, whatever was given up besides', () => {
    const groups = after(
      word('a', 'trigger', 'gave-up'),
      word('b', 'trigger', 'gave-up'),
      word('b', 'update', 'delivered'),
      word('c', 'announce', 'delivered'),
      word('d', 'trigger', 'retrying', 5),
    );
    expect(['a', 'b', 'c', 'd'].filter((group) => groups.wasTold(group))).toEqual(['b']);
  });

  it('are followed at the fallback, and forgotten only when their resolve is settled here', () => {
    const groups = after(
      word('a', 'trigger', 'fell-back', 5),
      word('a', 'trigger', 'delivered'),
      word('a', 'resolve', 'fell-back', 9),
      word('a', 'resolve', 'retrying', 9),
    );
    expect([groups.wasTold('a'), groups.wasHandedOn('a')]).toEqual([true, true]);
    groups.take(word('a', 'resolve', 'gave-up'));
    expect([groups.wasTold('a'), groups.wasHandedOn('a')]).toEqual([false, false]);
  });

  it('are bounded: the oldest are forgotten, and a checkpoint names no more than fit into a record', () => {
    const long = (n: number): string => `${n}`.padStart(255, '.');
    const groups = after(...Array.from({ length: 20_001 }, (_, n) => word(long(n), 'trigger', 'delivered')));
    expect([0, 1, 20_000].map((n) => groups.wasTold(long(n)))).toEqual([false, true, true]);
    const written = groups.written();
    expect(written.told.length).toBe(784);
    expect(written.told.at(-1)).toBe(long(20_000));
  });

  it('come back from a checkpoint', () => {
    const groups = new OpenGroups();
    groups.restore(after(word('a', 'trigger', 'delivered'), word('b', 'update', 'fell-back', 1)).written());
    expect([groups.wasTold('a'), groups.wasTold('b'), groups.wasHandedOn('b')]).toEqual([true, false, true]);
  });
});
