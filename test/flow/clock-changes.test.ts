import { describe, expect, test } from 'vitest';
import { engineAccount, oracleAccount } from '../support/clock-accounts.ts';
import type { PaperPromise } from '../support/oracles/clock/paper.ts';
import { at, event, hours, late, minutes, policy, promise, tell, tick } from '../support/paper-story.ts';

/** What changes while a clock runs: its data, its promised date, its policy. Told to the oracle and to the engine. */

const elapsed = (ms: number) => ({ kind: 'elapsed' as const, ms });
const byCategory = promise({
  rows: [
    { name: 'outage', team: 'L2', when: { field: 'category', is: 'outage' }, target: elapsed(minutes(30)) },
    { name: 'wish', team: 'L1', when: { field: 'category', is: 'wish' }, target: { kind: 'none' } },
    { name: 'usual', team: 'L1', target: elapsed(hours(2)) },
  ],
});
const classified = (time: string, to: string) => event('ticket.classified', time, { field: 'category', to });
const created = event('ticket.created', '09:00');

const delivery = (over: Partial<PaperPromise> = {}) =>
  promise({
    ...{ id: 'paper/deliver', subject: 'order' },
    start: { on: ['order.created'] },
    stop: { on: ['order.delivered'] },
    cancel: { on: ['order.cancelled'] },
    rows: [{ name: 'all', team: 'x', target: { kind: 'until', field: 'promise.deliverBy' } }],
    ...over,
  });
const ordered = (deliverBy: string, over = {}) =>
  event('order.created', '09:00', { promise: { deliverBy, ...over }, partner: 'noor' });
const moved = (time: string, to: unknown, by?: unknown) =>
  event('order.promise-changed', time, { to, ...(by !== undefined && { by }) });

describe.each([
  ['the oracle', oracleAccount],
  ['the engine', engineAccount],
])('%s says that', (_, account) => {
  test('another category keeps the start and brings its own target, in both directions', () => {
    const sooner = tell(account, policy(byCategory), created, classified('09:10', 'outage'), tick('09:30:03'));
    expect(sooner.said).toEqual(['breached deadline/0 01-05 09:30']);
    const later = tell(
      account,
      policy(byCategory),
      event('ticket.created', '09:00', { category: 'outage' }),
      tick('09:30:03'),
      classified('09:40', 'billing'),
      tick('11:00:03'),
    );
    expect(later.said).toEqual([
      'breached deadline/0 01-05 09:30',
      'retracted retract/0',
      'breached deadline/1 01-05 11:00',
    ]);
  });

  test('a category without a target takes a breach back', () => {
    const told = tell(account, policy(byCategory), created, tick('12:00'), classified('12:10', 'wish'), tick('20:00'));
    expect(told.said).toEqual(['breached deadline/0 01-05 11:00', 'retracted retract/0']);
    expect(told.clocks).toEqual(['running from 01-05 09:00, due -, stop -, row wish']);
  });

  test('a category told after the end changes nothing; told late, from before it, it does', () => {
    const resolved = event('ticket.resolved', '10:00');
    const after = tell(account, policy(byCategory), created, resolved, classified('10:10', 'outage'));
    expect(after).toEqual({ said: [], clocks: ['met from 01-05 09:00, due 01-05 11:00, stop 01-05 10:00, row usual'] });
    const before = tell(
      account,
      policy(byCategory),
      created,
      resolved,
      late('10:10', 'ticket.classified', '09:50', { field: 'category', to: 'outage' }),
    );
    expect(before.said).toEqual(['breached deadline/0 01-05 09:30', 'met-late stop/0 01-05 10:00']);
  });

  test('the customer moves a promised date, and the partner does not', () => {
    const told = tell(
      account,
      policy(delivery()),
      ordered('2026-01-05T12:00:00Z'),
      moved('09:30', { deliverBy: '2026-01-05T20:00:00Z' }, 'partner'),
      moved('09:40', { deliverBy: '2026-01-05T21:00:00Z' }, { kind: 'carrier', id: 'dhl' }),
      moved('09:50', { deliverBy: '2026-01-05T15:00:00Z' }, 'customer'),
    );
    expect(told.clocks).toEqual(['running from 01-05 09:00, due 01-05 15:00, stop -, row all']);
  });

  test('whose changes count is what the promise says', () => {
    const told = tell(
      account,
      policy(delivery({ movedBy: ['partner'] })),
      ordered('2026-01-05T12:00:00Z'),
      moved('09:30', { deliverBy: '2026-01-05T20:00:00Z' }, { kind: 'partner' }),
      moved('09:50', { deliverBy: '2026-01-05T15:00:00Z' }, 'customer'),
      moved('09:55', { deliverBy: '2026-01-05T16:00:00Z' }),
    );
    expect(told.clocks).toEqual(['running from 01-05 09:00, due 01-05 20:00, stop -, row all']);
  });

  test('a date moved after the breach takes it back; moved to the past it does not', () => {
    const story = [policy(delivery()), ordered('2026-01-05T12:00:00Z'), tick('12:00:03')] as const;
    expect(tell(account, ...story, moved('12:10', { deliverBy: '2026-01-05T15:00:00Z' }, 'customer')).said).toEqual([
      'breached deadline/0 01-05 12:00',
      'retracted retract/0',
    ]);
    expect(tell(account, ...story, moved('12:10', { deliverBy: '2026-01-05T11:00:00Z' }, 'customer')).said).toEqual([
      'breached deadline/0 01-05 12:00',
    ]);
  });

  test('a promised day counts to its end, in the zone of the promise, else of the partner, else UTC', () => {
    const zones = { zoneHours: { East: 3, West: -5 }, partnerZones: { noor: 'East' } };
    const due = (over: object, known = zones): string => {
      const [line] = tell(account, policy(delivery(), known), ordered('2026-01-05', over)).clocks;
      return /due ([^,]+),/.exec(line!)![1]!;
    };
    expect(due({ zone: 'West' })).toBe('01-06 04:59:59.999');
    expect(due({})).toBe('01-05 20:59:59.999');
    expect(due({}, { ...zones, partnerZones: { noor: 'Nowhere' } })).toBe('01-05 23:59:59.999');
  });

  test('a new version leaves a running clock as it was', () => {
    const tighter = policy(promise({ rows: [{ name: 'tight', team: 'x', target: elapsed(minutes(20)) }] }));
    const told = tell(account, policy(promise()), created, { ...tighter, appendTime: at('09:10') }, tick('10:00:03'));
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00']);
  });

  test('a new version that applies to open subjects judges a running clock again', () => {
    const tighter = policy(promise({ rows: [{ name: 'tight', team: 'x', target: elapsed(minutes(20)) }] }), {
      applies: 'open',
    });
    const told = tell(
      account,
      policy(promise()),
      created,
      tick('09:30'),
      { ...tighter, appendTime: at('09:30') },
      tick('09:30'),
    );
    expect(told.said).toEqual(['breached deadline/0 01-05 09:20']);
    expect(told.clocks).toEqual(['breached from 01-05 09:00, due 01-05 09:20, stop -, row tight']);
    const looser = policy(promise({ rows: [{ name: 'loose', team: 'x', target: elapsed(hours(3)) }] }), {
      applies: 'open',
    });
    expect(
      tell(account, policy(promise()), created, tick('10:00:03'), { ...looser, appendTime: at('10:10') }).said,
    ).toEqual(['breached deadline/0 01-05 10:00', 'retracted retract/0']);
  });

  test('a version is in force from its effective date: clocks that started before keep the one before, even if it applies to open ones', () => {
    const tighter = policy(
      promise({ rows: [{ name: 'tight', team: 'x', target: elapsed(minutes(20)) }], cycles: 'every-start' }),
      {
        ...{ applies: 'open', effective: at('09:30') },
      },
    );
    const told = tell(
      account,
      policy(promise({ cycles: 'every-start' })),
      created,
      { ...tighter, appendTime: at('09:10') },
      event('ticket.resolved', '09:25'),
      event('ticket.created', '09:30'),
    );
    expect(told.clocks).toEqual([
      'met from 01-05 09:00, due 01-05 10:00, stop 01-05 09:25, row all',
      '#2 running from 01-05 09:30, due 01-05 09:50, stop -, row tight',
    ]);
  });

  test('to a clock one thing happens, though two versions listen: no cycle is restarted twice, none is stopped and begun', () => {
    const restarting = promise({ restart: { on: ['ticket.assigned'] } });
    const edited = { effective: at('09:30') };
    const restarted = tell(
      account,
      policy(restarting),
      policy(restarting, edited),
      created,
      event('ticket.assigned', '10:00', { team: 'L2' }),
    );
    expect(restarted.clocks).toEqual([
      'cancelled from 01-05 09:00, due 01-05 10:00, stop 01-05 10:00, row all',
      '#2 running from 01-05 10:00, due 01-05 11:00, stop -, row all',
    ]);
    const stopping = promise({ cycles: 'every-start', stop: { on: ['ticket.resolved', 'ticket.reopened'] } });
    const starting = promise({ cycles: 'every-start', start: { on: ['ticket.created', 'ticket.reopened'] } });
    const stopped = tell(
      account,
      policy(stopping),
      policy(starting, edited),
      created,
      event('ticket.reopened', '09:40'),
    );
    expect(stopped.clocks).toEqual(['met from 01-05 09:00, due 01-05 10:00, stop 01-05 09:40, row all']);
  });

  test('a priority follows from impact and urgency where nobody tells it, and other names of values are those values', () => {
    const rows = [
      { name: 'P1', team: 'x', when: { field: 'priority', is: 'P1' }, target: elapsed(minutes(15)) },
      { name: 'money', team: 'x', when: { field: 'category', is: 'billing' }, target: elapsed(minutes(30)) },
      { name: 'else', team: 'x', target: elapsed(hours(1)) },
    ];
    const named = policy(promise({ rows }), {
      derived: [{ field: 'priority', from: ['impact', 'urgency'], table: { high: { high: 'P1', low: 'P2' } } }],
      aliases: { category: { Rechnung: 'billing' }, impact: { '1 - High': 'high' } },
    });
    const row = (data: object): string =>
      /row (.*)$/.exec(tell(account, named, event('ticket.created', '09:00', { ...data })).clocks[0]!)![1]!;
    expect(row({ impact: 'high', urgency: 'high' })).toBe('P1');
    expect(row({ impact: '1 - High', urgency: 'high' })).toBe('P1');
    expect(row({ impact: 'high', urgency: 'high', priority: 'P3' })).toBe('else');
    expect(row({ category: 'Rechnung' })).toBe('money');
    expect(row({ category: 'billing' })).toBe('money');
  });
});
