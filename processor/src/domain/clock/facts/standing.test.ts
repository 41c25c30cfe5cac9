import { describe, expect, test } from 'vitest';
import type { Fact } from './fact.ts';
import { Standing } from './standing.ts';

const fact = (type: string, data: Fact['data']): Fact =>
  ({ type, data, hash: type, time: 0, offset: 0 }) as unknown as Fact;

describe('what people say', () => {
  test.each([
    ['customer.notified', { channel: 'sms' }],
    ['signal.acknowledged', { who: 'Lena', until: '2026-11-27T12:00:00Z', channel: 'phone' }],
    ['kpi.excluded', { who: 'Lena', channel: 'mail', kpi: 'mall/on-time' }],
  ])('changes nothing about the subject that it is about: %s', (type, data) => {
    const standing = new Standing();
    standing.take(fact('ticket.created', { channel: 'web' }), new Set());
    expect(standing.take(fact(type, data), new Set(['channel']))).toBe(false);
    expect(standing.data).toEqual({ channel: 'web' });
  });
});
