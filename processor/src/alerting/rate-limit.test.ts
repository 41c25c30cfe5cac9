import { describe, expect, it } from 'vitest';
import { RateLimit } from './rate-limit.ts';

describe('the limit of posts', () => {
  it('slides: one more may go 60 s after the first of the last so many', () => {
    const limit = new RateLimit(3);
    for (const at of [1_000, 2_000]) limit.posted(at);
    expect(limit.freeAt()).toBe(Number.NEGATIVE_INFINITY);
    limit.posted(50_000);
    expect(limit.freeAt()).toBe(61_000);
    limit.posted(61_000);
    expect(limit.freeAt()).toBe(62_000);
  });

  it('counts a post from its answer on: the receiver may have got it late', () => {
    const limit = new RateLimit(2);
    limit.posted(1_000);
    limit.posted(1_000);
    limit.answered(1_000, 4_000);
    expect(limit.freeAt()).toBe(61_000);
    limit.answered(1_000, 5_000);
    expect(limit.freeAt()).toBe(64_000);
  });

  it('counts what was posted in an earlier life, the last of it', () => {
    expect(new RateLimit(2, [1_000, 5_000, 9_000]).freeAt()).toBe(65_000);
    expect(new RateLimit(4, [1_000, 5_000, 9_000]).freeAt()).toBe(Number.NEGATIVE_INFINITY);
  });
});
