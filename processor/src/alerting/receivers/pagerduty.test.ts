import { describe, expect, it } from 'vitest';
import { aPagerDuty } from '../../../../test/support/a-hook.ts';
import { aNotification, aStorm, itemOf, missedPickup, NOW } from '../../../../test/support/a-notification.ts';
import { createFakeWallClock } from '../../../../test/support/fake-wall-clock.ts';
import { pagerDutyEvent } from '../../../../test/support/receiver-schemas.ts';
import type { Notification } from '../../contract/notification.ts';
import { createReceiver } from './receiver.ts';

const bodyOf = (notification: Notification, baseUrl?: string): string | null =>
  createReceiver(aPagerDuty(), { wallClock: createFakeWallClock(NOW), baseUrl }).body(notification);
const render = (notification: Notification, baseUrl?: string) =>
  pagerDutyEvent.parse(JSON.parse(bodyOf(notification, baseUrl)!));

describe('what PagerDuty is told', () => {
  it('is a trigger with all that is known', () => {
    const items = [itemOf(missedPickup('8812')), itemOf(missedPickup('8813'))];
    expect(render(aStorm({ items, severity: 'warning' }), 'https://belfry.example.org')).toEqual({
      event_action: 'trigger',
      dedup_key: 'carriers/inc_1',
      client: 'Belfry',
      client_url: 'https://belfry.example.org/incident/inc_1',
      links: [{ href: 'https://belfry.example.org/incident/inc_1', text: 'Open the incident' }],
      payload: {
        summary: '214 orders: Pickup 2 h, carrier aramex, first missed 14:32 (35 min ago)',
        source: 'Belfry',
        severity: 'warning',
        timestamp: '2026-11-27T12:07:00.000Z',
        component: 'aramex',
        class: 'mall/pickup',
        custom_details: {
          open: 214,
          total: 214,
          signals: 214,
          route: 'carriers',
          items: [
            'order 8812: partner noor, missed 14:32 (35 min ago)',
            'order 8813: partner noor, missed 14:32 (35 min ago)',
            'and 212 more',
          ],
          incidents: ['inc_1'],
          notification: 'msg_5f1c',
        },
      },
    });
  });

  it('is about one incident there for each group, whose updates trigger it again', () => {
    const said = (over: Partial<Notification>) => {
      const { event_action, dedup_key } = render(aNotification(over));
      return [event_action, dedup_key];
    };
    expect(said({ action: 'update', reason: 'repeat' })).toEqual(['trigger', 'carriers/inc_1']);
    expect(said({ action: 'acknowledge', reason: 'acknowledged' })).toEqual(['acknowledge', 'carriers/inc_1']);
    expect(said({ action: 'resolve', reason: 'resolved' })).toEqual(['resolve', 'carriers/inc_1']);
    expect(said({ action: 'test', reason: 'test', group: 'test/msg' })).toEqual(['trigger', 'test']);
  });

  it('is a test that wakes nobody, and nothing of what opens nothing', () => {
    expect(render(aNotification({ action: 'test', reason: 'test' }))).toMatchObject({ payload: { severity: 'info' } });
    expect(bodyOf(aNotification({ action: 'announce' }))).toBeNull();
    expect(bodyOf(aNotification({ action: 'heartbeat' }))).toBeNull();
  });

  it('keeps its limits, and its key out of what is kept', () => {
    const long = 'x'.repeat(300);
    const notification = aNotification({
      title: long,
      partner: long,
      carrier: long,
      team: long,
      group: 'g'.repeat(255),
    });
    expect(render(notification)).toMatchObject({ dedup_key: 'g'.repeat(255) });
    expect(bodyOf(notification)).not.toContain('s3cret');
  });
});
