import { describe, expect, it } from 'vitest';
import {
  aNotification,
  aStorm,
  blockedKpi,
  changedPolicy,
  itemOf,
  NOW,
} from '../../../../test/support/a-notification.ts';
import type { Notification } from '../../contract/notification.ts';
import { notificationBodySchema } from '../../contract/notification-schema.ts';
import { webhookBody } from './webhook.ts';

const ALL: readonly (readonly [type: string, notification: Notification])[] = [
  ['incident.triggered', aStorm({}, 50)],
  ['incident.updated', aStorm({ action: 'update', reason: 'repeat', again: { who: 'Omar', at: NOW } })],
  [
    'incident.acknowledged',
    aStorm({
      action: 'acknowledge',
      reason: 'acknowledged',
      acknowledged: { who: 'Noor', at: NOW, until: NOW + 1, comment: '' },
    }),
  ],
  [
    'incident.resolved',
    aNotification({
      action: 'resolve',
      reason: 'resolved',
      insteadOf: 'slack',
    }),
  ],
  ['incident.triggered', aNotification({ kind: 'kpi', items: [itemOf(blockedKpi())] })],
  ['announcement', aNotification({ kind: 'notice', action: 'announce', items: [itemOf(changedPolicy)] })],
  ['heartbeat', aNotification({ action: 'heartbeat', reason: 'heartbeat', items: [] })],
  ['test', aNotification({ action: 'test', reason: 'test', items: [] })],
];

describe('what a webhook is told', () => {
  it.each(ALL)('is %s, and what its schema says', (type, notification) => {
    const body: unknown = JSON.parse(webhookBody(notification));
    // Strict: what the schema does not know would be dropped from what it gives back.
    expect(notificationBodySchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({ type, timestamp: '2026-11-27T12:07:00.000Z', data: { id: 'msg_5f1c', at: NOW } });
  });

  it('does not name the hook, and is the same each time', () => {
    const body = webhookBody(aNotification({ hook: 'the-secret-name' }));
    expect(body).not.toContain('the-secret-name');
    expect(webhookBody(aNotification({ hook: 'another' }))).toBe(body);
  });
});
