import { describe, expect, it } from 'vitest';
import type { Delivery, DeliveryRecord, HookCheckpoint } from '../contract/delivery.ts';
import { HookProgress } from './hook-progress.ts';

const checkpoint = (next: number, ...pending: number[]): HookCheckpoint => ({ hook: 'ops', next, pending, at: 0 });
const attempt = (offset: number, outcome: Delivery['outcome'], over: Partial<Delivery> = {}): Delivery => ({
  hook: 'ops',
  signal: `sig_${offset}`,
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
    expect([...progress.recent]).toEqual(['sig_3', 'sig_5', 'sig_6']);
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
    expect([...progress.tries]).toEqual([[2, { attempt: 3, first: 5, nextRetry: 20 }]]);
  });

  it('is not set back by an owner that was thought dead', () => {
    const progress = after(checkpoint(9, 7), attempt(9, 'delivered'), checkpoint(4, 2, 3), attempt(3, 'retrying'));
    expect(open(progress, 11)).toEqual([7, 10]);
    expect(progress.tries.size).toBe(0);
  });

  it('stays disabled for the url that answered so until an attempt says otherwise', () => {
    const gone = attempt(2, 'disabled', { urlHash: 'abc' });
    expect(after(checkpoint(2), gone, checkpoint(3, 2)).disabledUrl).toBe('abc');
    expect(after(checkpoint(2), gone, attempt(2, 'delivered')).disabledUrl).toBeNull();
  });
});
