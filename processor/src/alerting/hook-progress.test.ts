import { describe, expect, it } from 'vitest';
import type { Delivery, DeliveryRecord, HookCheckpoint } from '../contract/delivery.ts';
import { HookProgress } from './hook-progress.ts';

const checkpoint = (next: number, ...pending: number[]): HookCheckpoint => ({
  hook: 'ops',
  of: 'deliveries',
  next,
  pending,
  at: 0,
});
const attempt = (offset: number, outcome: Delivery['outcome'], over: Partial<Delivery> = {}): Delivery => ({
  hook: 'ops',
  notification: `msg_${offset}`,
  group: `group ${offset}`,
  action: 'trigger',
  offset,
  attempt: 1,
  outcome,
  status: 500,
  error: '',
  at: 10,
  first: 5,
  nextRetry: outcome === 'retrying' ? 20 : null,
  ...over,
});
const after = (...records: DeliveryRecord[]): HookProgress => {
  const progress = new HookProgress();
  for (const record of records) progress.take(record);
  return progress;
};
const open = (progress: HookProgress, offsets: number): number[] =>
  Array.from({ length: offsets }, (_, offset) => offset).filter((offset) => progress.isOpen(offset));

describe('the progress of a hook', () => {
  it('has not begun until it is written down where', () => {
    expect(after().next).toBeNull();
    expect(after(checkpoint(3)).resumeAt()).toBe(3);
  });

  it('knows what is settled below its checkpoint and above it', () => {
    const progress = after(
      checkpoint(4, 1, 3),
      attempt(3, 'delivered'),
      attempt(5, 'delivered'),
      attempt(6, 'gave-up'),
    );
    expect(open(progress, 8)).toEqual([1, 4, 7]);
    expect(progress.resumeAt()).toBe(1);
    expect([1, 3, 5, 6, 7].filter((offset) => progress.wasSettled(`msg_${offset}`))).toEqual([3, 5, 6]);
  });

  it('keeps what was settled above a checkpoint that was written while it was not read yet', () => {
    const progress = after(checkpoint(4), attempt(5, 'delivered'), checkpoint(4), checkpoint(5));
    expect(open(progress, 8)).toEqual([6, 7]);
  });

  it('goes on with the tries of what is still open, and only of that', () => {
    const progress = after(
      checkpoint(2),
      attempt(2, 'retrying', { attempt: 3 }),
      attempt(3, 'retrying'),
      attempt(3, 'delivered'),
      checkpoint(4, 2),
    );
    expect([...progress.tries]).toEqual([[2, { attempt: 3, first: 5, nextRetry: 20, fellBack: false }]]);
  });

  it('is not set back by an owner that was thought dead', () => {
    const progress = after(checkpoint(9, 7), attempt(9, 'delivered'), checkpoint(4, 2, 3), attempt(3, 'retrying'));
    expect(open(progress, 11)).toEqual([7, 10]);
    expect(progress.tries.size).toBe(0);
  });

  it('stays disabled for the url that answered so until an attempt says otherwise', () => {
    const gone = attempt(2, 'disabled', { urlHash: 'abc' });
    expect(after(checkpoint(2), gone, checkpoint(3, 2)).isDisabledAt('abc')).toBe(true);
    expect(after(checkpoint(2), gone, attempt(2, 'delivered')).isDisabledAt('abc')).toBe(false);
    // What was decided without an attempt says nothing about the url.
    expect(after(checkpoint(2), gone, attempt(3, 'needless'), attempt(4, 'fell-back')).isDisabledAt('abc')).toBe(true);
    const moved = after(checkpoint(2), gone);
    expect([moved.isDisabledAt('def'), moved.standing.failuresInARow]).toEqual([false, 0]);
  });

  it('takes what it reads and writes at work as whoever comes next will read it', () => {
    const progress = after(checkpoint(4, 1));
    progress.read(1, true);
    progress.read(4, true);
    progress.read(5, false);
    progress.read(6, true);
    progress.take(attempt(4, 'delivered'));
    expect([progress.next, [...progress.pending]]).toEqual([7, [1, 6]]);
    expect(open(progress, 9)).toEqual([1, 6, 7, 8]);
  });

  it('goes on trying what the fallback has as well, unless that was the end of it', () => {
    const progress = after(
      checkpoint(2),
      attempt(2, 'fell-back', { attempt: 0, nextRetry: 20 }),
      attempt(2, 'retrying'),
      attempt(3, 'fell-back'),
    );
    expect(open(progress, 5)).toEqual([2, 4]);
    expect(progress.tries.get(2)).toEqual({ attempt: 1, first: 5, nextRetry: 20, fellBack: true });
  });

  it('does not take what an earlier Belfry left here for its own', () => {
    const old = [
      { hook: 'ops', next: 90, pending: [], at: 0 },
      { ...attempt(91, 'disabled', { urlHash: 'abc' }), notification: undefined, signal: 'sig_91' },
    ] as unknown as DeliveryRecord[];
    const progress = after(...old);
    expect([progress.next, progress.isDisabledAt('abc')]).toEqual([null, false]);
  });

  it('remembers the posts of the last minute, and decisions are none', () => {
    const progress = after(
      attempt(1, 'retrying', { at: 0 }),
      attempt(1, 'delivered', { at: 1 }),
      attempt(2, 'needless', { at: 2 }),
      attempt(3, 'delivered', { at: 60_000 }),
    );
    expect(progress.lately).toEqual([1, 60_000]);
  });
});
