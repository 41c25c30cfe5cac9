import { describe, expect, it } from 'vitest';
import { aTeams } from '../../../../test/support/a-hook.ts';
import { aNotification, aStorm, itemOf, missedPickup, NOW } from '../../../../test/support/a-notification.ts';
import { createFakeWallClock } from '../../../../test/support/fake-wall-clock.ts';
import { teamsMessage } from '../../../../test/support/receiver-schemas.ts';
import type { Notification } from '../../contract/notification.ts';
import type { TeamsHook } from '../hook-config.ts';
import { createReceiver } from './receiver.ts';

const bodyOf = (notification: Notification, over: Partial<TeamsHook> = {}, baseUrl?: string): string =>
  createReceiver(aTeams(over), { wallClock: createFakeWallClock(NOW), baseUrl }).body(notification)!;
const card = (body: string) => teamsMessage.parse(JSON.parse(body)).attachments[0].content;
const lines = (body: string): string[] =>
  card(body).body.map(({ inlines }) => inlines.map(({ text }) => text).join(''));

describe('what Teams is told', () => {
  it('is one card with the first line, the facts and the list', () => {
    const body = bodyOf(aStorm(), {}, 'https://belfry.example.org');
    expect(lines(body)).toEqual([
      '214 orders: Pickup 2 h, carrier aramex, first missed 14:32 (35 min ago)',
      'Severity: critical',
      'Carrier: aramex',
      'Since: 14:32',
      'Open: 214 of 214',
      'Route: carriers',
      '• order 8812: partner noor, missed 14:32 (35 min ago)',
      '• order 8813: partner noor, missed 14:32 (35 min ago)',
      'and 212 more',
    ]);
    expect(card(body)).toMatchObject({
      rtl: false,
      actions: [{ title: 'Open the incident', url: 'https://belfry.example.org/incident/inc_1' }],
    });
  });

  it('stays below 28 kB with 50 long items in Arabic, and says how many it left out', () => {
    const long = 'شركة الشحن السريع للطرود والبضائع '.repeat(8);
    const items = Array.from({ length: 50 }, (_, n) =>
      itemOf(missedPickup(String(n), { title: long, partner: long, carrier: long })),
    );
    const storm = aStorm({ items, more: 164, title: long, promise: '', carrier: '' });
    const body = bodyOf(storm, { language: 'ar' });
    expect(Buffer.byteLength(body)).toBeLessThan(28_000);
    const told = lines(body);
    const shown = told.filter((line) => line.startsWith('•')).length;
    expect(shown).toBeGreaterThan(5);
    expect(told.at(-1)).toBe(`وهناك ${214 - shown} غيرها`);
    expect(card(body).rtl).toBe(true);
    // One more would not have fitted.
    expect(Buffer.byteLength(body) + Buffer.byteLength(told.find((line) => line.startsWith('•'))!)).toBeGreaterThan(
      26_800,
    );
  });

  it('has no Markdown that a name could use, in an empty heartbeat either', () => {
    expect(lines(bodyOf(aNotification({ partner: '[safe](https://evil.example)' })))[0]).toContain(
      '[safe](https://evil.example)',
    );
    expect(lines(bodyOf(aNotification({ action: 'heartbeat', reason: 'heartbeat', items: [] })))).toEqual([
      'Belfry is awake, 15:07. If this stops coming, it is not',
    ]);
  });
});
