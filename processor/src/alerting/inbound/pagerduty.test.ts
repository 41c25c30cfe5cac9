import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPagerDuty, verifyPagerDuty } from './pagerduty.ts';

const signed = (body: string, secret: string): string =>
  `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;

describe('a webhook of PagerDuty', () => {
  const body = '{"event":{}}';

  it('is known by one of its signatures, while a secret is changed over', () => {
    expect(verifyPagerDuty(body, signed(body, 'new'), 'new')).toBe(true);
    expect(verifyPagerDuty(body, `${signed(body, 'old')},${signed(body, 'new')}`, 'new')).toBe(true);
    expect(verifyPagerDuty(body, `${signed(body, 'old')}, ${signed(body, 'new')}`, 'new')).toBe(true);
  });

  it('is refused where none fits', () => {
    expect(verifyPagerDuty(body, signed(body, 'old'), 'new')).toBe(false);
    expect(verifyPagerDuty(`${body} `, signed(body, 'new'), 'new')).toBe(false);
    expect(verifyPagerDuty(body, signed(body, 'new').replace('v1=', 'v2='), 'new')).toBe(false);
    expect(verifyPagerDuty(body, undefined, 'new')).toBe(false);
    expect(verifyPagerDuty(body, '', 'new')).toBe(false);
    expect(verifyPagerDuty(body, ',,,', 'new')).toBe(false);
  });
});

const event = (over: object = {}, data: object = {}): string =>
  JSON.stringify({
    event: {
      id: '5ac64822-4adc-4fda-ade0-410becf0de4f',
      event_type: 'incident.acknowledged',
      resource_type: 'incident',
      occurred_at: '2026-11-27T12:07:22.169Z',
      agent: { id: 'PLH1HKV', summary: 'Noor A.', type: 'user_reference' },
      client: { name: 'PagerDuty' },
      data: {
        id: 'PGR0VU2',
        type: 'incident',
        number: 2,
        status: 'acknowledged',
        incident_key: 'grp_000000000000000000000001',
        ...data,
      },
      ...over,
    },
  });

describe('an acknowledgement there', () => {
  it('says who, when, and of which group', () => {
    expect(readPagerDuty(event())).toEqual({
      id: '5ac64822-4adc-4fda-ade0-410becf0de4f',
      who: 'Noor A.',
      at: Date.parse('2026-11-27T12:07:22.169Z'),
      group: 'grp_000000000000000000000001',
    });
    expect(readPagerDuty(event({ agent: { type: 'user_reference', id: 'PLH1HKV', summary: null } }))?.who).toBe(
      'PLH1HKV',
    );
  });

  it('is none if it was resolved by hand, or acknowledged by Belfry, or is not of Belfry', () => {
    expect(readPagerDuty(event({ event_type: 'incident.resolved' }))).toBeNull();
    expect(readPagerDuty(event({ event_type: 'incident.unacknowledged' }))).toBeNull();
    expect(
      readPagerDuty(event({ agent: { type: 'inbound_integration_reference', summary: 'Events API v2' } })),
    ).toBeNull();
    expect(readPagerDuty(event({ agent: null }))).toBeNull();
    expect(readPagerDuty(event({}, { incident_key: null }))).toBeNull();
    expect(readPagerDuty(event({ occurred_at: 'yesterday' }))).toBeNull();
    expect(readPagerDuty('{')).toBeNull();
  });
});
