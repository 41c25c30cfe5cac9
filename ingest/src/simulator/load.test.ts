import { describe, expect, it } from 'vitest';
import { checkEvent } from '../contract/schema.ts';
import { simulateLoad } from './load.ts';

const START = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;

describe('load', () => {
  it('is as many events of about 320 bytes as were asked for, such as intake takes', () => {
    const events = [...simulateLoad({ seed: 'a', events: 5_000, subjects: 1_000, start: START })];
    expect(events).toHaveLength(5_000);
    const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0) / 5_000;
    expect(bytes).toBeGreaterThan(290);
    expect(bytes).toBeLessThan(350);
    for (const event of events.slice(0, 1_500)) expect(checkEvent(event)).not.toHaveProperty('refusals');
    expect(new Set(events.map((event) => event.subject)).size).toBe(1_000);
    expect(new Set(events.map((event) => event.id)).size).toBe(5_000);
  });

  it('is told again, late, out of order and ahead of time as often as was asked for', () => {
    const shares = { duplicate: 0.05, late: 0.04, outOfOrder: 0.03, future: 0.01 };
    const options = { seed: 'b', events: 20_000, subjects: 2_000, start: START, shares };
    const events = [...simulateLoad(options)];
    expect(events).toHaveLength(20_000);
    expect([...simulateLoad(options)]).toEqual(events);
    const duplicates = 20_000 - new Set(events.map((event) => event.id)).size;
    expect(duplicates / 20_000).toBeCloseTo(0.05, 2);
    const end = START + 20_000 * 10;
    const ahead = new Set(events.filter((event) => Date.parse(event.time) > end + HOUR / 2).map((event) => event.id))
      .size;
    expect(ahead / 20_000).toBeGreaterThan(0.007);
    expect(ahead / 20_000).toBeLessThan(0.013);
    const told = new Set(events.filter((event) => Date.parse(event.time) < START - 60_000).map((event) => event.id))
      .size;
    expect(told / 20_000).toBeGreaterThan(0.03);
    const steps = events.filter((event, i) => i > 0 && Date.parse(event.time) === Date.parse(events[i - 1]!.time) - 10);
    expect(steps.length / 20_000).toBeGreaterThan(0.02);
  });
});
