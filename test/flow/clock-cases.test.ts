import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timelines } from '../support/arbitrary-timelines.ts';
import { casesOf } from '../support/clock-cases.ts';

/** What random timelines must come across again and again: a test that never meets them proves nothing about them. */
const MUST = [
  'events in the same millisecond',
  'the same event twice',
  'an event beyond the tolerance',
  'a second policy',
  'told late',
  'a stop at the deadline sharp',
  'a stop before the start',
  'a restart while paused',
  'a clock starts paused',
  'a clock goes on after a late end',
  'late evidence takes a breach back',
  'an escalation is taken back',
  'another row',
];

test('random timelines come across what is awkward', { timeout: 120_000 }, () => {
  const runs = Number(process.env.BELFRY_COUNTS ?? 300);
  const counts = new Map<string, number>();
  for (const { subject, timeline } of fc.sample(timelines, { numRuns: runs, seed: 20 })) {
    for (const name of casesOf(timeline, subject)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (process.env.BELFRY_COUNTS) console.log(runs, Object.fromEntries([...counts].sort()));
  expect(MUST.filter((name) => (counts.get(name) ?? 0) < 2)).toEqual([]);
});
