import { describe, expect, it } from 'vitest';
import { ProgressWatch } from './progress.ts';

const lane = (nextOffset: number, end: number, horizon = 500) => ({ lane: 0, nextOffset, end, horizon });

describe('catching up', () => {
  it('is a backlog of thousands, with the time of the slowest lane', () => {
    const watch = new ProgressWatch();
    expect(watch.look([lane(100, 60_000, 700), { ...lane(100, 60_000, 300), lane: 1 }], 0)).toEqual({
      done: 200,
      end: 120_000,
      at: 300,
    });
  });

  it('is not what a busy processor has in its hands', () => {
    const watch = new ProgressWatch();
    for (let second = 0; second < 20; second++) {
      expect(watch.look([lane(second * 5_000, second * 5_000 + 800)], second * 1_000)).toBeNull();
    }
  });

  it('is also one record that nobody reads for five seconds', () => {
    const watch = new ProgressWatch();
    expect(watch.look([lane(10, 10)], 0)).toBeNull();
    expect(watch.look([lane(10, 11)], 4_000)).toBeNull();
    expect(watch.look([lane(10, 11)], 5_000)).toMatchObject({ done: 10, end: 11 });
    expect(watch.look([lane(11, 11)], 6_000)).toBeNull();
  });
});
