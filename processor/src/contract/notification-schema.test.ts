import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { notificationBodySchema, notificationJsonSchema } from './notification-schema.ts';

const heartbeat = {
  type: 'heartbeat',
  timestamp: '2026-11-27T12:07:00.000Z',
  data: {
    id: 'msg_1',
    group: 'heartbeat/ops',
    n: 4,
    action: 'heartbeat',
    reason: 'heartbeat',
    route: '',
    at: 1_795_781_220_000,
    kind: 'notice',
    severity: 'info',
    title: 'Belfry is awake',
    promise: '',
    subject: '',
    partner: '',
    carrier: '',
    team: '',
    level: '',
    role: '',
    incidents: [],
    open: 0,
    total: 0,
    since: 0,
    items: [],
    more: 0,
    signals: 0,
    acknowledged: null,
  },
};

describe('the schema of what a webhook is told', () => {
  it('takes a notification and names what is wrong with another', () => {
    expect(notificationBodySchema.safeParse(heartbeat).success).toBe(true);
    const wrong = { ...heartbeat, data: { ...heartbeat.data, acknowledged: { who: 'Noor', at: 'now' } } };
    expect(notificationBodySchema.safeParse(wrong).error?.issues.map(({ path }) => path.join('.'))).toContain(
      'data.acknowledged.at',
    );
    const half = { ...heartbeat, data: { ...heartbeat.data, items: [{ key: 'order/1|mall/pickup|0', open: true }] } };
    expect(notificationBodySchema.safeParse(half).success).toBe(false);
  });

  it('is published as JSON Schema; write the file anew when this fails', () => {
    const published = JSON.parse(
      readFileSync(new URL('./notification.schema.json', import.meta.url), 'utf8'),
    ) as unknown;
    expect(published).toEqual(notificationJsonSchema());
  });
});
