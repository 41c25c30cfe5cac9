import { describe, expect, it } from 'vitest';
import { expectDeadline } from '../../test/support/expect-deadline.ts';
import { PackTimeline } from '../../test/support/pack-timeline.ts';

/** Thursday 26 November 2026, 17:30 in Riyadh (14:30 UTC). The hub works Saturday to Thursday 08:00-20:00. */
const THURSDAY = '2026-11-26T14:30:00.000Z';

describe('an issue', () => {
  const ISSUE = 'fulfilment-hub/issue-resolution';
  const issue = (category?: string) =>
    new PackTimeline(['fulfilment-hub'], 'ticket/H-1').tell('ticket.created', THURSDAY, {
      fulfilledBy: 'hub',
      category,
      assignee: 'omar',
      partner: 'noor',
    });
  const resolve = (line: PackTimeline, at: string) => line.tell('ticket.resolved', at);

  const L1_TO_L3 = [
    'escalated l1-desk 2026-11-26T14:30:00.000Z',
    'escalated l2-supervisor 2026-11-26T22:30:00.000Z',
    'escalated l3-manager 2026-11-27T10:30:00.000Z',
  ];
  it.each([
    ['inbound', '2026-11-28T14:30:00.000Z', '2026-11-28T15:30:00.000Z'],
    ['storage', '2026-11-28T02:30:00.000Z', '2026-11-28T03:30:00.000Z'],
    ['last-mile', '2026-11-27T14:30:00.000Z', '2026-11-27T15:30:00.000Z'],
    [undefined, '2026-11-28T14:30:00.000Z', '2026-11-28T15:30:00.000Z'],
  ])('of the stage %s', (category, due, l4) => {
    expectDeadline(ISSUE, due, () => issue(category), resolve);
    expect(issue(category).run('2026-11-30T00:00:00Z').said()).toEqual([
      ...L1_TO_L3,
      `breached deadline ${due}`,
      `escalated l4-director ${l4}`,
    ]);
    expect(issue(category).clock(ISSUE).row).toBe(category ?? 'other');
  });

  it('tells each level, by its role and through its hook', () => {
    const { signals } = issue('last-mile').run('2026-11-30T00:00:00Z');
    expect(
      signals.filter(({ kind }) => kind === 'escalated').map(({ level, role, tell }) => [level, role, tell]),
    ).toEqual([
      ['L1', "the hub's desk", ['assignee/omar', 'hook/hub-desk']],
      ['L2', 'the supervisor of the stage', ['team/last mile', 'hook/hub-supervisors']],
      ['L3', 'the manager of the hub', ['partner/noor', 'hook/hub-manager']],
      ['L4', 'the director of operations', ['partner/noor', 'hook/hub-director']],
    ]);
  });

  it('waits for the customer half an hour: everything that is still to come does so half an hour later', () => {
    const line = issue('last-mile')
      .tell('ticket.status-changed', '2026-11-26T15:00:00.000Z', { to: 'waiting', waitingOn: 'customer' })
      .tell('ticket.status-changed', '2026-11-26T15:30:00.000Z', { to: 'open', waitingOn: 'none' })
      .run('2026-11-30T00:00:00Z');
    expect(line.said()).toEqual([
      'escalated l1-desk 2026-11-26T14:30:00.000Z',
      'escalated l2-supervisor 2026-11-26T23:00:00.000Z',
      'escalated l3-manager 2026-11-27T11:00:00.000Z',
      'breached deadline 2026-11-27T15:00:00.000Z',
      'escalated l4-director 2026-11-27T16:00:00.000Z',
    ]);
  });

  it('that turns out to belong to another stage gets its time, and each stage what it took', () => {
    const line = issue('inbound')
      .tell('ticket.classified', '2026-11-26T16:00:00.000Z', { field: 'category', from: 'inbound', to: 'last-mile' })
      .tell('ticket.resolved', '2026-11-26T17:00:00.000Z');
    const { due, ledger } = line.clock(ISSUE);
    expect(new Date(due!).toISOString()).toBe('2026-11-27T14:30:00.000Z');
    expect(ledger.map(({ stage, from, to }) => [stage, (to - from) / 60_000])).toEqual([
      ['inbound', 90],
      ['last-mile', 60],
    ]);
  });
});

describe('a delivery', () => {
  const DELIVERY = 'fulfilment-hub/delivery';
  const order = (promise?: object) =>
    new PackTimeline(['fulfilment-hub'], 'order/H-1')
      .tell('order.created', '2026-11-26T14:00:00.000Z', { fulfilledBy: 'hub', promise })
      .tell('order.opened', THURSDAY);
  const deliver = (line: PackTimeline, at: string) => line.tell('shipment.delivered', at, { evidence: 'carrier' });

  // 36 hours: two and a half on Thursday, twelve on Saturday and Sunday each, nine and a half on Monday.
  it.each([
    [
      'without-date',
      undefined,
      '2026-11-30T14:30:00.000Z',
      ['2026-11-30T05:30:00.000Z', '2026-11-30T10:54:00.000Z', '2026-12-01T06:30:00.000Z'],
    ],
    [
      'promised-date',
      { deliverBy: '2026-12-01', zone: 'Asia/Riyadh' },
      '2026-12-01T20:59:59.999Z',
      ['2026-11-30T13:22:29.999Z', '2026-12-01T08:20:59.999Z', '2026-12-02T09:00:00.000Z'],
    ],
  ])('%s', (row, promise, due, [l1, l2, l3]) => {
    expectDeadline(DELIVERY, due, () => order(promise), deliver);
    const line = order(promise).run('2026-12-04T00:00:00Z');
    expect(line.clock(DELIVERY).row).toBe(row);
    expect(line.said()).toEqual([
      `at-risk l1-desk ${l1}`,
      `at-risk l2-supervisor ${l2}`,
      `breached deadline ${due}`,
      `escalated l3-manager ${l3}`,
    ]);
  });

  it('that is held by the platform is due later by the working time of the hold', () => {
    const line = order()
      .tell('order.held', '2026-11-26T16:00:00.000Z')
      .tell('order.released', '2026-11-28T06:00:00.000Z');
    expect(new Date(line.clock(DELIVERY).due!).toISOString()).toBe('2026-11-30T16:30:00.000Z');
  });

  it('is attributed to its stages', () => {
    const line = order()
      .tell('order.accepted', '2026-11-26T15:00:00.000Z')
      .tell('shipment.picked-up', '2026-11-26T16:30:00.000Z')
      .tell('shipment.delivered', '2026-11-26T16:50:00.000Z');
    expect(line.clock(DELIVERY).ledger.map(({ stage, from, to }) => [stage, (to - from) / 60_000])).toEqual([
      ['inbound', 30],
      ['storage', 90],
      ['last-mile', 20],
    ]);
  });
});
