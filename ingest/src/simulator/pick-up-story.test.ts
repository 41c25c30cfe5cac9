import { describe, expect, it } from 'vitest';
import { checkEvent } from '../contract/schema.ts';
import { STORY_PARTNER } from './partner-story.ts';
import { PICK_UP_CHANNEL, pickUpStory, SILENT_CARRIER } from './pick-up-story.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const FROM = Date.parse('2026-11-23T12:02:40Z');
const TO = FROM + 40 * SECOND;
const LATE_AT = FROM + 130 * SECOND;

describe('the carrier that stops scanning', () => {
  const { handedOver, inTime, late } = pickUpStory({ from: FROM, to: TO, lateAt: LATE_AT, run: 'x' });
  const dueOf = new Map(
    handedOver
      .filter(({ type }) => type === 'order.shipping')
      .map(({ subject, time }) => [subject, Date.parse(time) + 2 * HOUR]),
  );

  it('has 60 parcels of several partners and one carrier, whose two hours run out within 40 seconds', () => {
    const dues = [...dueOf.values()];
    expect([dues.length, dues[0], dues.at(-1)]).toEqual([60, FROM, TO - 667]);
    expect(dues).toEqual(dues.toSorted((a, b) => a - b));
    const shipping = handedOver.filter(({ type }) => type === 'order.shipping');
    expect(new Set(shipping.map(({ data }) => data?.carrier))).toEqual(new Set([SILENT_CARRIER.id]));
    const partners = new Set(handedOver.map(({ data }) => data?.partner));
    expect(partners.size).toBe(11);
    // That one has exactly the orders that its rate needs.
    expect(partners).not.toContain(STORY_PARTNER);
  });

  it('was there in time for 55 of them, and too late for five', () => {
    expect([inTime.length, late.length]).toEqual([55, 5]);
    for (const { subject, time } of inTime) {
      const due = dueOf.get(subject)!;
      expect(Date.parse(time)).toBeGreaterThan(due - 2 * HOUR);
      expect(Date.parse(time)).toBeLessThan(due);
    }
    for (const { subject, time } of late) expect(Date.parse(time)).toBeGreaterThan(dueOf.get(subject)!);
    expect(new Set([...inTime, ...late].map(({ subject }) => subject)).size).toBe(60);
  });

  it('tells nothing that lies ahead of its deadline, nothing that intake refuses, and all of one sales channel', () => {
    for (const event of [...handedOver, ...inTime, ...late]) {
      expect(event.data?.salesChannel).toBe(PICK_UP_CHANNEL);
      expect(checkEvent(event)).not.toHaveProperty('refusals');
    }
    for (const { time } of [...handedOver, ...inTime]) expect(Date.parse(time)).toBeLessThan(FROM - SECOND);
  });

  it('is about other orders in another run', () => {
    const again = pickUpStory({ from: FROM, to: TO, lateAt: LATE_AT, run: 'y' });
    const ids = [handedOver, again.handedOver].flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
