import { checkEvent } from '@belfry/ingest/schema';
import { expect, test } from 'vitest';
import { type Story, seeded, storyOf, tellingsOf } from './stories.ts';

const AT = Date.UTC(2026, 0, 5, 9);
const STORIES: readonly Story[] = ['in time', 'late', 'late evidence', 'cancelled', 'several days'];

const shipsAt = (story: Story, chance: number): { told: number; happened: number } => {
  const shipped = tellingsOf(story, 'o-1', AT, chance).find(({ event }) => event.type === 'order.shipped')!;
  return { told: shipped.after, happened: Date.parse(shipped.event.time) - AT };
};

test.each([0, 0.5, 0.999])(
  'what keeps the promise of 3 s, what breaks it, and what says too late that it kept it: %s',
  (chance) => {
    expect(shipsAt('in time', chance).happened).toBeLessThanOrEqual(3_000);
    expect(shipsAt('in time', chance).told).toBeLessThanOrEqual(3_000);
    expect(shipsAt('late', chance).happened).toBeGreaterThan(3_000 + 2_000);
    expect(shipsAt('late evidence', chance).happened).toBeLessThanOrEqual(3_000);
    expect(shipsAt('late evidence', chance).told).toBeGreaterThan(3_000 + 2_000);
  },
);

test.each(STORIES)('intake takes every event of an order that goes "%s"', (story) => {
  for (const { event } of tellingsOf(story, 'o-1', AT, 0.3)) expect(checkEvent(event)).toEqual({ type: event.type });
});

test('the same seed gives the same stories, and every story comes', () => {
  const of = (seed: number): Story[] => {
    const random = seeded(seed);
    return Array.from({ length: 200 }, () => storyOf(random()));
  };
  expect(of(3)).toEqual(of(3));
  expect(of(4)).not.toEqual(of(3));
  expect(new Set(of(3))).toEqual(new Set(STORIES));
});
