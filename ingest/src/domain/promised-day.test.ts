import { describe, expect, test } from 'vitest';
import type { BelfryEvent } from '../contract/index.ts';
import { withPromisedInstants } from './promised-day.ts';

const created = (promise: unknown, over: Partial<BelfryEvent> = {}): BelfryEvent => ({
  specversion: '1.0',
  id: '1',
  source: 's',
  type: 'order.created',
  subject: 'order/1',
  time: '2026-10-20T10:00:00Z',
  data: { promise },
  ...over,
});
const told = (event: BelfryEvent): unknown => {
  const answer = withPromisedInstants(event);
  return 'refusal' in answer ? answer.refusal.path : answer.event.data;
};

describe('a promised day', () => {
  test('counts to its end in the zone of the promise', () => {
    expect(told(created({ deliverBy: '2026-11-23', zone: 'Europe/Prague' }))).toEqual({
      promise: { deliverBy: '2026-11-23T22:59:59.999Z', precision: 'date', zone: 'Europe/Prague' },
    });
  });
  test('is 25 hours long where the clock is set back', () => {
    expect(told(created({ deliverBy: '2026-10-25', zone: 'Europe/Prague' }))).toMatchObject({
      promise: { deliverBy: '2026-10-25T22:59:59.999Z' },
    });
  });
  test('ends in UTC where no zone is named', () => {
    expect(told(created({ shipBy: '2026-11-23' }))).toMatchObject({ promise: { shipBy: '2026-11-23T23:59:59.999Z' } });
  });
  test('is refused with an unknown zone, and where the calendar has no such day', () => {
    expect(told(created({ deliverBy: '2026-11-23', zone: 'Mars/Base' }))).toBe('data.promise.zone');
    expect(told(created({ deliverBy: '2026-02-30' }))).toBe('data.promise.deliverBy');
  });
  test('to which a promise is changed is an instant, too', () => {
    const data = { to: { deliverBy: '2026-11-24', zone: 'Asia/Riyadh' } };
    expect(told(created(undefined, { type: 'order.promise-changed', data }))).toEqual({
      to: { deliverBy: '2026-11-24T20:59:59.999Z', precision: 'date', zone: 'Asia/Riyadh' },
    });
  });
});

test('an instant stays as it was told, in an event that is the very same', () => {
  const event = created({ deliverBy: '2026-11-23T12:00:00+01:00', precision: 'exact' });
  expect(withPromisedInstants(event)).toEqual({ event });
  expect((withPromisedInstants(event) as { event: BelfryEvent }).event).toBe(event);
});
