import { describe, expect, it } from 'vitest';
import { checkEvent } from '../contract/schema.ts';
import { liveStory } from './live-story.ts';

const START = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
const TARGETS: Record<string, number> = {
  'warehouse-edit': 3 * HOUR,
  'delay-in-pick-up': 2 * HOUR,
  'courier-issue': 2 * HOUR,
  'delivery-and-return-proofs': 2 * HOUR,
};

describe('the live story', () => {
  const story = liveStory({ start: START, importid: 'demo' });
  const tickets = story.aged.filter(({ subject }) => subject.startsWith('ticket/'));
  const beat = (seconds: number) => story.beats.find(({ at }) => at === seconds * 1000)!;
  const secondsAfter = (at: number): number => (at - START) / 1000;
  const due = (createdAt: string, kind: string): number => secondsAfter(Date.parse(createdAt) + TARGETS[kind]!);

  it('begins with three deadlines in the next quarter of an hour, and nothing broken', () => {
    const dues = tickets.slice(0, 3).map((event) => due(event.time, String(event.data?.subcategory)));
    expect(dues).toEqual([200, 420, 720]);
    expect(story.aged.every((event) => event.importid === 'demo')).toBe(true);
  });

  it('ages a ticket of each kind by 8 and by 24 hours, so that a step of a ladder comes at 1:40', () => {
    const climbing = tickets.slice(3);
    expect(climbing.map(({ time, data }) => [secondsAfter(Date.parse(time)), data?.impact, data?.urgency])).toEqual([
      [100 - 8 * 3600, 'medium', 'medium'],
      [100 - 24 * 3600, 'high', 'high'],
    ]);
    // A priority that the desk tells would win over theirs, and a segment would make them another pack's.
    expect(climbing.flatMap(({ data }) => Object.keys(data ?? {}))).not.toContain('priority');
    expect(beat(100).events).toEqual([]);
  });

  it('lets the warehouse edit breach at 1:20, and resolves it before its deadline with late evidence at 2:20', () => {
    const [created] = beat(0).events;
    const [classified] = beat(60).events;
    expect(created?.importid).toBeUndefined();
    expect(classified?.data).toMatchObject({ field: 'subcategory', from: 'reports', to: 'warehouse-edit' });
    expect(due(created!.time, 'warehouse-edit')).toBe(80);
    const [resolved] = beat(140).events;
    expect(secondsAfter(Date.parse(resolved!.time))).toBe(75);
  });

  it('lets somebody acknowledge it meanwhile, as the pages say it', () => {
    const [said] = beat(120).events;
    expect(said).toMatchObject({
      source: 'belfry',
      type: 'signal.acknowledged',
      subject: beat(0).events[0]!.subject,
      data: { who: 'Lena' },
    });
  });

  it('lets 60 pick-ups of one carrier run out from 2:40 to 3:20, and brings most scans back at 4:20', () => {
    const shipping = beat(150).events.filter(({ type }) => type === 'order.shipping');
    const dues = shipping.map(({ time }) => secondsAfter(Date.parse(time) + 2 * HOUR));
    expect([dues.length, dues[0], Math.ceil(dues.at(-1)!)]).toEqual([60, 160, 200]);
    expect(beat(260).events.map(({ type }) => type)).toEqual(Array(55).fill('shipment.picked-up'));
    const late = beat(300).events.filter(({ type }) => type === 'shipment.picked-up');
    expect(late.map(({ time }) => secondsAfter(Date.parse(time)))).toEqual(Array(5).fill(290));
  });

  it('resolves the rest at 5:00', () => {
    const opened = [...story.aged, ...story.beats.flatMap((beat) => beat.events)];
    const resolved = opened.filter((event) => event.type === 'ticket.resolved').map((event) => event.subject);
    const created = opened.filter((event) => event.type === 'ticket.created').map((event) => event.subject);
    expect(resolved.sort()).toEqual(created.sort());
    expect(story.beats.at(-1)?.at).toBe(300_000);
  });

  it('tells no event before it has happened, in order, each such that intake takes it', () => {
    let last = 0;
    for (const { at, events } of story.beats) {
      expect(at).toBeGreaterThanOrEqual(last);
      last = at;
      for (const event of events) {
        expect(secondsAfter(Date.parse(event.time))).toBeLessThanOrEqual(at / 1000);
        expect(checkEvent(event)).not.toHaveProperty('refusals');
      }
    }
  });

  it('is about other tickets each time it is told', () => {
    const again = liveStory({ start: START + 1000 });
    const all = [story, again].flatMap(({ aged, beats }) => [...aged, ...beats.flatMap(({ events }) => events)]);
    expect(new Set(all.map(({ source, id }) => `${source} ${id}`)).size).toBe(all.length);
  });
});
