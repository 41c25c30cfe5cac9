import { describe, expect, it } from 'vitest';
import { expectDeadline } from '../../test/support/expect-deadline.ts';
import { PackTimeline } from '../../test/support/pack-timeline.ts';

/**
 * Friday 27 November 2026. Prime time is Monday to Friday 08:00-18:00 in Prague, 07:00-17:00 UTC: at 14:00 UTC three hours of it
 * are left, at 20:00 none.
 */
const PRIME = '2026-11-27T14:00:00.000Z';
const NIGHT = '2026-11-27T20:00:00.000Z';

const ticket = (at: string, data: Record<string, unknown>) =>
  new PackTimeline(['generic-support'], 'ticket/S-1').tell('ticket.created', at, data);
const fromAgent = { public: true, auto: false, actor: { kind: 'agent', id: 'lena' } };
const fromCustomer = { public: true, auto: false, actor: { kind: 'customer' } };
const answer = (line: PackTimeline, at: string) => line.tell('ticket.message', at, fromAgent);
const resolve = (line: PackTimeline, at: string) => line.tell('ticket.resolved', at);

const enterprise = { segment: 'enterprise' };
const business = { segment: 'business' };
const standard = { segment: 'standard' };
const P1 = { priority: 'P1' };

type Row = readonly [
  row: string,
  at: string,
  data: Record<string, unknown>,
  steps: readonly [string, string],
  due: string,
];

describe('first response', () => {
  const FIRST = 'generic-support/first-response';
  it.each<Row>([
    [
      'live-chat',
      NIGHT,
      { segment: 'free', channel: 'chat' },
      ['2026-11-27T20:03:45.000Z', '2026-11-27T20:04:30.000Z'],
      '2026-11-27T20:05:00.000Z',
    ],
    [
      'enterprise/urgent/prime',
      PRIME,
      { ...enterprise, ...P1 },
      ['2026-11-27T14:11:15.000Z', '2026-11-27T14:13:30.000Z'],
      '2026-11-27T14:15:00.000Z',
    ],
    [
      'enterprise/urgent/non-prime',
      NIGHT,
      { ...enterprise, ...P1 },
      ['2026-11-27T20:22:30.000Z', '2026-11-27T20:27:00.000Z'],
      '2026-11-27T20:30:00.000Z',
    ],
    [
      'enterprise/prime',
      PRIME,
      enterprise,
      ['2026-11-27T14:45:00.000Z', '2026-11-27T14:54:00.000Z'],
      '2026-11-27T15:00:00.000Z',
    ],
    [
      'enterprise/non-prime',
      NIGHT,
      enterprise,
      ['2026-11-27T23:00:00.000Z', '2026-11-27T23:36:00.000Z'],
      '2026-11-28T00:00:00.000Z',
    ],
    [
      'business/urgent/prime',
      PRIME,
      { ...business, ...P1 },
      ['2026-11-27T14:22:30.000Z', '2026-11-27T14:27:00.000Z'],
      '2026-11-27T14:30:00.000Z',
    ],
    [
      'business/urgent/non-prime',
      NIGHT,
      { ...business, ...P1 },
      ['2026-11-27T21:30:00.000Z', '2026-11-27T21:48:00.000Z'],
      '2026-11-27T22:00:00.000Z',
    ],
    [
      'business/prime',
      PRIME,
      business,
      ['2026-11-27T15:30:00.000Z', '2026-11-27T15:48:00.000Z'],
      '2026-11-27T16:00:00.000Z',
    ],
    [
      'business/non-prime',
      NIGHT,
      business,
      ['2026-11-28T02:00:00.000Z', '2026-11-28T03:12:00.000Z'],
      '2026-11-28T04:00:00.000Z',
    ],
    [
      'standard/urgent',
      PRIME,
      { ...standard, ...P1 },
      ['2026-11-27T15:30:00.000Z', '2026-11-27T15:48:00.000Z'],
      '2026-11-27T16:00:00.000Z',
    ],
    ['standard', PRIME, standard, ['2026-11-27T17:00:00.000Z', '2026-11-30T07:36:00.000Z'], '2026-11-30T08:00:00.000Z'],
  ])('%s', (row, at, data, [reminder, about], due) => {
    expectDeadline(FIRST, due, () => ticket(at, data), answer);
    const line = ticket(at, data).run('2026-12-24T00:00:00Z');
    expect(line.clock(FIRST).row).toBe(row);
    expect(line.said(FIRST)).toEqual([
      `at-risk reminder ${reminder}`,
      `at-risk about-to-breach ${about}`,
      `breached deadline ${due}`,
    ]);
  });

  it('is given by a person in public, and by nobody and nothing else', () => {
    const at = '2026-11-27T14:01:00.000Z';
    const isAnswered = (data: Record<string, unknown>) =>
      ticket(PRIME, enterprise).tell('ticket.message', at, data).clock(FIRST).state === 'met';
    expect(isAnswered(fromAgent)).toBe(true);
    expect(isAnswered({ ...fromAgent, actor: { kind: 'vendor' } })).toBe(true);
    expect(isAnswered({ ...fromAgent, public: false })).toBe(false);
    expect(isAnswered({ ...fromAgent, auto: true })).toBe(false);
    expect(isAnswered({ ...fromAgent, actor: { kind: 'bot' } })).toBe(false);
    expect(isAnswered(fromCustomer)).toBe(false);
  });

  it('goes by impact and urgency where no priority is told', () => {
    expect(ticket(PRIME, { ...enterprise, impact: 'high', urgency: 'high' }).clock(FIRST).row).toBe(
      'enterprise/urgent/prime',
    );
  });

  it('reminds the assignee, else the team, and tells the hook of those who tell the customer', () => {
    const tell = (data: Record<string, unknown>) =>
      ticket(PRIME, { ...enterprise, ...data })
        .run('2026-11-27T14:55:00Z')
        .signals.filter(({ promise }) => promise === FIRST)
        .map((signal) => signal.tell);
    expect(tell({ assignee: 'lena' })).toEqual([['assignee/lena'], ['team/L1', 'hook/about-to-breach']]);
    expect(tell({})[0]).toEqual(['team/L1']);
  });
});

describe('next response', () => {
  const NEXT = 'generic-support/next-response';
  const asked = (at: string, data: Record<string, unknown>) =>
    ticket('2026-11-27T13:00:00.000Z', data).tell('ticket.message', at, fromCustomer);
  it.each<Row>([
    [
      'live-chat',
      NIGHT,
      { segment: 'free', channel: 'chat' },
      ['2026-11-27T20:03:45.000Z', '2026-11-27T20:04:30.000Z'],
      '2026-11-27T20:05:00.000Z',
    ],
    [
      'enterprise/prime',
      PRIME,
      enterprise,
      ['2026-11-27T14:45:00.000Z', '2026-11-27T14:54:00.000Z'],
      '2026-11-27T15:00:00.000Z',
    ],
    [
      'enterprise/non-prime',
      NIGHT,
      enterprise,
      ['2026-11-27T23:00:00.000Z', '2026-11-27T23:36:00.000Z'],
      '2026-11-28T00:00:00.000Z',
    ],
    ['business', PRIME, business, ['2026-11-27T17:00:00.000Z', '2026-11-30T07:36:00.000Z'], '2026-11-30T08:00:00.000Z'],
    ['standard', PRIME, standard, ['2026-11-30T10:00:00.000Z', '2026-11-30T11:12:00.000Z'], '2026-11-30T12:00:00.000Z'],
  ])('%s', (row, at, data, [reminder, about], due) => {
    expectDeadline(NEXT, due, () => asked(at, data), answer);
    const line = asked(at, data).run('2026-12-24T00:00:00Z');
    expect(line.clock(NEXT).row).toBe(row);
    expect(line.said(NEXT)).toEqual([
      `at-risk reminder ${reminder}`,
      `at-risk about-to-breach ${about}`,
      `breached deadline ${due}`,
    ]);
  });

  it('opens a cycle with each message of the customer, if none runs', () => {
    const line = asked(PRIME, enterprise)
      .tell('ticket.message', '2026-11-27T14:10:00.000Z', fromCustomer)
      .tell('ticket.message', '2026-11-27T14:20:00.000Z', fromAgent)
      .tell('ticket.message', '2026-11-27T14:30:00.000Z', fromAgent)
      .tell('ticket.message', '2026-11-27T16:30:00.000Z', fromCustomer);
    expect(line.clock(NEXT, 1)).toMatchObject({
      state: 'met',
      start: Date.parse(PRIME),
      stop: Date.parse('2026-11-27T14:20:00.000Z'),
    });
    expect(line.clock(NEXT, 2)).toMatchObject({
      state: 'running',
      start: Date.parse('2026-11-27T16:30:00.000Z'),
      due: Date.parse('2026-11-30T07:30:00.000Z'),
    });
    expect(() => line.clock(NEXT, 3)).toThrow('has no clock');
  });
});

describe('resolution', () => {
  const RESOLUTION = 'generic-support/resolution';
  it.each<readonly [string, Record<string, unknown>, readonly [string, string, string], string]>([
    [
      'outage/enterprise',
      { ...enterprise, category: 'outage' },
      ['2026-11-27T17:00:00.000Z', '2026-11-27T17:36:00.000Z', '2026-11-27T19:00:00.000Z'],
      '2026-11-27T18:00:00.000Z',
    ],
    [
      'outage',
      { ...standard, category: 'outage' },
      ['2026-11-27T20:00:00.000Z', '2026-11-27T21:12:00.000Z', '2026-11-27T23:00:00.000Z'],
      '2026-11-27T22:00:00.000Z',
    ],
    [
      'request',
      { ...enterprise, category: 'request' },
      ['2026-12-01T16:30:00.000Z', '2026-12-02T11:00:00.000Z', '2026-12-02T15:00:00.000Z'],
      '2026-12-02T14:00:00.000Z',
    ],
    [
      'enterprise/urgent',
      { ...enterprise, priority: 'P2' },
      ['2026-11-30T10:00:00.000Z', '2026-11-30T11:12:00.000Z', '2026-11-30T13:00:00.000Z'],
      '2026-11-30T12:00:00.000Z',
    ],
    [
      'enterprise',
      enterprise,
      ['2026-12-01T09:00:00.000Z', '2026-12-01T12:00:00.000Z', '2026-12-01T15:00:00.000Z'],
      '2026-12-01T14:00:00.000Z',
    ],
    [
      'business/urgent',
      { ...business, ...P1 },
      ['2026-12-01T09:00:00.000Z', '2026-12-01T12:00:00.000Z', '2026-12-01T15:00:00.000Z'],
      '2026-12-01T14:00:00.000Z',
    ],
    [
      'business',
      business,
      ['2026-12-01T16:30:00.000Z', '2026-12-02T11:00:00.000Z', '2026-12-02T15:00:00.000Z'],
      '2026-12-02T14:00:00.000Z',
    ],
    [
      'standard',
      standard,
      ['2026-12-03T11:30:00.000Z', '2026-12-04T09:00:00.000Z', '2026-12-04T15:00:00.000Z'],
      '2026-12-04T14:00:00.000Z',
    ],
  ])('%s', (row, data, [reminder, about, escalation], due) => {
    expectDeadline(RESOLUTION, due, () => ticket(PRIME, data), resolve);
    const line = ticket(PRIME, data).run('2026-12-24T00:00:00Z');
    expect(line.clock(RESOLUTION).row).toBe(row);
    expect(line.said(RESOLUTION)).toEqual([
      `at-risk reminder ${reminder}`,
      `at-risk about-to-breach ${about}`,
      `breached deadline ${due}`,
      `escalated escalation ${escalation}`,
    ]);
  });

  const waiting = (waitingOn: string, vendor?: string) => ({ to: 'waiting', waitingOn, vendor });
  it('does not count while the customer is waited for, and does while a vendor is, who holds that time', () => {
    const line = ticket(PRIME, { ...enterprise, category: 'outage', team: 'L2' })
      .tell('ticket.status-changed', '2026-11-27T14:30:00.000Z', waiting('customer'))
      .tell('ticket.status-changed', '2026-11-27T15:00:00.000Z', waiting('vendor', 'acme'))
      .tell('ticket.status-changed', '2026-11-27T16:00:00.000Z', waiting('none'))
      .tell('ticket.resolved', '2026-11-27T16:15:00.000Z');
    const { due, ledger } = line.clock(RESOLUTION);
    expect(new Date(due!).toISOString()).toBe('2026-11-27T18:30:00.000Z');
    expect(ledger.map(({ holder, counted, from, to }) => [holder, counted, (to - from) / 60_000])).toEqual([
      ['L2', true, 30],
      ['customer', false, 30],
      ['acme', true, 60],
      ['L2', true, 15],
    ]);
  });
});

describe('vendor answer', () => {
  const VENDOR = 'generic-support/vendor-answer';
  const asked = (data: Record<string, unknown>) =>
    ticket('2026-11-27T13:00:00.000Z', data).tell('ticket.status-changed', PRIME, {
      to: 'waiting',
      waitingOn: 'vendor',
      vendor: 'acme',
    });
  const answered = (line: PackTimeline, at: string) =>
    line.tell('ticket.status-changed', at, { to: 'open', waitingOn: 'none' });
  it.each<readonly [string, Record<string, unknown>, string, string]>([
    ['urgent', { ...enterprise, ...P1 }, '2026-11-27T17:00:00.000Z', '2026-11-30T08:00:00.000Z'],
    ['usual', standard, '2026-11-30T11:30:00.000Z', '2026-11-30T14:00:00.000Z'],
  ])('%s', (row, data, reminder, due) => {
    expectDeadline(VENDOR, due, () => asked(data), answered);
    const line = asked(data).run('2026-12-24T00:00:00Z');
    expect(line.clock(VENDOR).row).toBe(row);
    expect(line.said(VENDOR)).toEqual([`at-risk reminder ${reminder}`, `breached deadline ${due}`]);
    expect(line.signals.find(({ promise }) => promise === VENDOR)?.tell).toEqual(['vendor/acme']);
  });
  it('is asked for again with each time that the ticket waits for a vendor', () => {
    const line = answered(asked(standard), '2026-11-27T15:00:00.000Z').tell(
      'ticket.status-changed',
      '2026-11-27T16:00:00.000Z',
      { to: 'waiting', waitingOn: 'vendor' },
    );
    expect(line.clock(VENDOR, 1).state).toBe('met');
    expect(line.clock(VENDOR, 2)).toMatchObject({ state: 'running', start: Date.parse('2026-11-27T16:00:00.000Z') });
  });
});
