import { describe, expect, it } from 'vitest';
import { type Answer, backoff, RETRY_FOR_MS, retryAfterMs, verdictOf } from './retry.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const answered = (status: number, retryAfter: string | null = null): Answer => ({
  kind: 'answered',
  status,
  retryAfter,
});
const verdict = (answer: Answer, over: { attempt?: number; first?: number; random?: number } = {}) =>
  verdictOf(answer, over.attempt ?? 1, over.first ?? NOW, NOW, over.random ?? 1);

describe('what becomes of an attempt', () => {
  it('takes 2xx for a delivery, 410 for the end, and everything else for something to be mended', () => {
    expect([200, 202, 204, 299].map((status) => verdict(answered(status)).kind)).toEqual(Array(4).fill('delivered'));
    expect(verdict(answered(410))).toEqual({ kind: 'disabled' });
    for (const status of [301, 307, 400, 401, 404, 422, 429, 500, 503]) {
      expect(verdict(answered(status)).kind).toBe('retrying');
    }
    expect(verdict({ kind: 'timeout' }).kind).toBe('retrying');
    expect(verdict({ kind: 'unreachable', reason: 'ECONNREFUSED' }).kind).toBe('retrying');
  });

  it('pauses longer each time, half of it diced, 15 minutes at most', () => {
    expect([1, 2, 3, 10, 11, 1000].map((attempt) => backoff(attempt, 1))).toEqual([
      1_000, 2_000, 4_000, 512_000, 900_000, 900_000,
    ]);
    expect(backoff(3, 0)).toBe(2_000);
  });

  it('gives up a day after the first attempt, with a last one at its end', () => {
    const almost = { attempt: 200, first: NOW - RETRY_FOR_MS + 60_000 };
    expect(verdict(answered(500), almost)).toMatchObject({ nextRetry: NOW + 60_000 });
    expect(verdict(answered(500), { attempt: 201, first: NOW - RETRY_FOR_MS })).toEqual({ kind: 'gave-up' });
  });

  it('does not come back before the receiver wants it to, not even for a last attempt', () => {
    expect(verdict(answered(429, '120'))).toEqual({
      kind: 'retrying',
      nextRetry: NOW + 120_000,
      receiverAsks: NOW + 120_000,
    });
    const late = { attempt: 9, first: NOW - RETRY_FOR_MS + 1 };
    expect(verdict(answered(503, '3600'), late)).toMatchObject({ nextRetry: NOW + 3_600_000 });
    expect(verdict(answered(503, '0'))).toMatchObject({ nextRetry: NOW + 1_000 });
  });
});

describe('Retry-After', () => {
  it('is seconds or an HTTP date; an hour at most; nonsense is nothing', () => {
    expect(retryAfterMs('7', NOW)).toBe(7_000);
    expect(retryAfterMs('Sun, 01 Mar 2026 12:01:00 GMT', NOW)).toBe(60_000);
    expect(retryAfterMs('Sun, 01 Mar 2026 11:00:00 GMT', NOW)).toBe(0);
    expect(retryAfterMs('99999999', NOW)).toBe(3_600_000);
    expect(retryAfterMs('Fri, 01 Mar 2126 12:00:00 GMT', NOW)).toBe(3_600_000);
    expect([null, '', 'soon', '-5x'].map((header) => retryAfterMs(header, NOW))).toEqual([null, null, null, null]);
  });
});
