import { describe, expect, test } from 'vitest';
import { smallPack } from '../../../../../test/support/small-pack.ts';
import type { PromiseRule } from '../rules/promise-rule.ts';
import { buildRuleset } from '../rules/ruleset.ts';
import { aim } from './aim.ts';

const pack = smallPack(60, {
  zones: {
    UTC: { name: 'UTC', offsets: [0, 0] },
    'Asia/Dubai': { name: 'Asia/Dubai', offsets: [0, 240] },
    'Asia/Tokyo': { name: 'Asia/Tokyo', offsets: [0, 540] },
  },
  partners: [{ id: 'noor', name: 'Noor', market: 'm', zone: 'Asia/Dubai', tier: '', reviewDay: 1 }],
});
const rule: PromiseRule = buildRuleset([{ number: 0, pack }]).order.byType.get('order.opened')![0]!.rule;
const START = Date.parse('2026-11-20T08:00:00Z');

const until = (promise: unknown, over: Record<string, unknown> = {}): string | null => {
  const { due } = aim({ kind: 'until', field: 'promise.deliverBy' }, START, rule, { promise, ...over });
  return due === null ? null : new Date(due).toISOString();
};

describe('a promised time', () => {
  test.each([
    ['in the zone of the promise', { deliverBy: '2026-11-23', zone: 'Asia/Tokyo' }, '2026-11-23T14:59:59.999Z'],
    ['in the zone of the partner', { deliverBy: '2026-11-23' }, '2026-11-23T19:59:59.999Z'],
    ['there too if the zone is unknown', { deliverBy: '2026-11-23', zone: 'Mars/Base' }, '2026-11-23T19:59:59.999Z'],
  ])('that is a day ends with that day: %s', (_, promise, due) => {
    expect(until(promise, { partner: 'noor' })).toBe(due);
  });

  test('of a partner that nobody knows ends with the day in UTC', () => {
    expect(until({ deliverBy: '2026-11-23' }, { partner: { odd: true } })).toBe('2026-11-23T23:59:59.999Z');
  });

  test('with a zone is that instant; without one, or in words, it is not set', () => {
    expect(until({ deliverBy: '2026-11-23T17:00:00+01:00' })).toBe('2026-11-23T16:00:00.000Z');
    for (const odd of ['2026-11-23T17:00:00', '23 November 2026', '2026-99-99', '', 5, {}, null]) {
      expect(until({ deliverBy: odd })).toBeNull();
    }
  });
});

test('a step that lies beyond what its calendar knows does not come, and the deadline stands', () => {
  const office = {
    name: 'office',
    zone: 'UTC',
    offsets: [0, 0],
    spans: [0, 10 * 1440],
    dayMinutes: 1440,
    from: 0,
    until: 10 * 86_400_000,
  };
  const [promise] = pack.promises;
  const step = { name: 'lead', level: '', role: '', responsibility: '', at: { after: 1, calendar: 'office' } };
  const climbing = { ...pack, calendars: { office }, promises: [{ ...promise!, ladder: [step] }] };
  const climbs = buildRuleset([{ number: 0, pack: climbing }]).order.byType.get('order.opened')![0]!.rule;
  const data = { promise: { deliverBy: '9999-12-31' } };
  const { due, steps } = aim({ kind: 'until', field: 'promise.deliverBy' }, START, climbs, data);
  expect(new Date(due!).toISOString()).toBe('9999-12-31T23:59:59.999Z');
  expect(steps).toEqual([Number.POSITIVE_INFINITY]);
});
