import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { BelfryEvent } from '../contract/index.ts';
import { checkEvent } from '../contract/schema.ts';
import { type PartnerStory, partnerStory, STORY_PARTNER } from './partner-story.ts';

const START = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const known = new Map<number, string>();

/** Offsets change on the hour, and so do days. */
function pragueDay(at: number | string): string {
  const instant = typeof at === 'number' ? at : Date.parse(at);
  const hour = Math.floor(instant / HOUR);
  const day = known.get(hour) ?? DateTime.fromMillis(instant, { zone: 'Europe/Prague' }).toISODate()!;
  known.set(hour, day);
  return day;
}

/** The last seven days of on-time delivery, counted over the events themselves. */
function onTime(events: readonly BelfryEvent[], now: number): [onTime: number, of: number] {
  const delivered = new Map(
    events.filter(({ type }) => type === 'shipment.delivered').map(({ subject, time }) => [subject, Date.parse(time)]),
  );
  const first = pragueDay(now - 6 * DAY);
  let [num, den] = [0, 0];
  for (const { subject, type, data } of events) {
    const due = type === 'order.created' ? (data?.promise as { deliverBy: string } | undefined)?.deliverBy : undefined;
    if (due === undefined || pragueDay(due) < first || pragueDay(due) > pragueDay(now)) continue;
    den++;
    if ((delivered.get(subject) ?? Number.POSITIVE_INFINITY) <= Date.parse(due)) num++;
  }
  return [num, den];
}

const percent = ([num, den]: [number, number]): number => Math.floor((num / den) * 1000) / 10;

describe('the story of a partner', () => {
  // At noon, just before midnight in Prague, and in the small hours.
  it.each(['2026-11-23T12:00:00Z', '2026-11-20T22:53:00Z', '2026-12-26T03:10:00Z', '2026-03-29T10:00:00Z'])(
    'told at %s, goes from 90.3 to 89.8 to 90.1 %%',
    (at) => {
      const start = Date.parse(at);
      const { aged, late, inTime } = partnerStory(start, [], 'demo');
      expect(onTime(aged, start)).toEqual([903, 1000]);
      expect(percent(onTime([...aged, ...late], start))).toBe(89.8);
      expect(onTime([...aged, ...late, ...inTime], start)).toEqual([956, 1061]);
    },
  );

  it('does so each time it is told, whatever is left of the times before', () => {
    const starts = [0, 1, 2, 30, 31, 75, 170, 400].map((hours) => START + hours * HOUR);
    const events: BelfryEvent[] = [];
    for (const [n, start] of starts.entries()) {
      const { aged, late, inTime, rest }: PartnerStory = partnerStory(start, starts.slice(0, n), `demo-${n}`);
      events.push(...aged);
      expect(percent(onTime(events, start))).toBe(90.3);
      events.push(...late);
      expect(percent(onTime(events, start))).toBe(89.8);
      events.push(...inTime, ...rest);
      expect(percent(onTime(events, start))).toBe(90.1);
    }
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('tells nothing that lies ahead, and nothing that intake refuses', () => {
    const { aged, late, inTime, rest } = partnerStory(START, [], 'demo');
    for (const event of aged) expect(Date.parse(event.time)).toBeLessThan(START);
    for (const event of [...late, ...inTime]) expect(Date.parse(event.time)).toBeLessThan(START);
    for (const event of rest) expect(Date.parse(event.time)).toBeLessThan(START + 5 * 60_000);
    for (const event of [...aged, ...late, ...inTime, ...rest]) {
      expect(event.data?.partner).toBe(STORY_PARTNER);
      expect(checkEvent(event)).not.toHaveProperty('refusals');
    }
  });
});
