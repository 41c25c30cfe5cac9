import { describe, expect, test } from 'vitest';
import { engineAccount, oracleAccount } from '../support/clock-accounts.ts';
import type { PaperPause } from '../support/oracles/clock/paper.ts';
import { at, event, hours, late, minutes, policy, promise, tell, tick } from '../support/paper-story.ts';

/** What random timelines found, shrunk and written down with what docs/clocks.md makes of it. */

const waits: PaperPause = { name: 'waits', holder: 'customer', while: { field: 'waitingOn', is: 'customer' } };
const created = event('ticket.created', '09:00');
const wait = (time: string) => event('ticket.status-changed', time, { to: 'waiting', waitingOn: 'customer' });
const goOn = (time: string) => event('ticket.status-changed', time, { to: 'open', waitingOn: 'none' });
const elapsed = (ms: number) => ({ kind: 'elapsed' as const, ms });
const UNTIL = [{ name: 'all', team: 'x', target: { kind: 'until' as const, field: 'promise.deliverBy' } }];

describe.each([
  ['the oracle', oracleAccount],
  ['the engine', engineAccount],
])('%s says that', (_, account) => {
  test('a late end proves a breach without a tick: a clock that goes on after it does not take the breach back', () => {
    const reopening = promise({ reopen: { on: { on: ['ticket.reopened'] }, by: 'continue' } });
    const told = tell(
      account,
      policy(reopening),
      created,
      event('ticket.resolved', '10:30'),
      event('ticket.reopened', '11:00'),
      event('ticket.resolved', '12:30'),
    );
    expect(told.said).toEqual([
      'breached deadline/0 01-05 10:00',
      'met-late stop/0 01-05 10:30',
      'met-late stop~1/0 01-05 12:30',
    ]);
  });

  test('a restart begins the next cycle under the version that is in force then', () => {
    const told = tell(
      account,
      policy(promise({ restart: { on: ['ticket.assigned'] } })),
      policy(promise({ rows: [{ name: 'next', team: 'x', target: elapsed(hours(2)) }] }), { effective: at('09:20') }),
      created,
      event('ticket.assigned', '09:30', { team: 'L2' }),
      tick('11:30:03'),
    );
    expect(told.said).toEqual(['#2 breached deadline/0 01-05 11:30']);
    expect(told.clocks).toEqual([
      'cancelled from 01-05 09:00, due 01-05 10:00, stop 01-05 09:30, row all',
      '#2 breached from 01-05 09:30, due 01-05 11:30, stop -, row next',
    ]);
  });

  test('what is pending of a subject that turns out to be a test is pending no more', () => {
    const told = tell(
      account,
      policy(promise({ unstarted: 'no evidence' })),
      event('ticket.resolved', '09:30'),
      late('10:00', 'ticket.assigned', '09:00', { test: true }),
    );
    expect(told.clocks.filter((line) => line.startsWith('pending'))).toEqual([]);
  });

  test('nor is it, once the promise is not made to it any more', () => {
    const told = tell(
      account,
      policy(promise({ unstarted: 'no evidence', appliesTo: { not: { field: 'category', is: 'wish' } } })),
      event('ticket.resolved', '09:30'),
      event('ticket.classified', '10:00', { field: 'category', to: 'wish' }),
    );
    expect(told.clocks.filter((line) => line.startsWith('pending'))).toEqual([]);
  });

  test('what was told of a clock is taken back when its start turns out to be none and its end is left over', () => {
    const told = tell(
      account,
      policy(
        promise({
          unstarted: 'no evidence',
          appliesTo: { not: { field: 'category', is: 'wish' } },
          ladder: [{ name: 'called', at: { start: minutes(30) } }],
        }),
      ),
      created,
      event('ticket.classified', '09:10', { field: 'category', to: 'fault' }),
      tick('10:30'),
      event('ticket.resolved', '10:40'),
      late('11:00', 'ticket.classified', '08:50', { field: 'category', to: 'wish' }),
    );
    expect(told.said).toEqual([
      'escalated called/0 01-05 09:30',
      'breached deadline/0 01-05 10:00',
      'met-late stop/0 01-05 10:40',
      'retracted retract:called/0',
      'retracted retract/0',
    ]);
    expect(told.clocks.map((line) => line.split(' ')[0])).toEqual(['pending']);
  });

  test('a clock that is reopened in the instant of its stop was paused all the time', () => {
    const told = tell(
      account,
      policy(
        promise({
          reopen: { on: { on: ['ticket.reopened'] }, by: 'continue' },
          pauses: [waits],
          ladder: [{ name: 'early', at: { before: minutes(60) } }],
        }),
      ),
      wait('08:50'),
      created,
      event('ticket.resolved', '09:25'),
      event('ticket.reopened', '09:25'),
      tick('10:30'),
    );
    expect(told.said).toEqual(['at-risk early/0 01-05 09:00']);
  });

  test('a promised instant is what it is: it stands while a pause lasts, and rings', () => {
    const promised = event('ticket.created', '09:00', { promise: { deliverBy: '2026-01-05T10:00:00Z' } });
    const until = policy(promise({ pauses: [waits], rows: UNTIL }));
    expect(tell(account, until, promised, wait('09:20'), tick('09:40')).clocks).toEqual([
      'running from 01-05 09:00, due 01-05 10:00, stop -, row all',
    ]);
    expect(tell(account, until, promised, wait('09:20'), tick('10:30')).said).toEqual([
      'breached deadline/0 01-05 10:00',
    ]);
  });

  test('time behind a promised instant is counted without the pause that lay over it', () => {
    const ladder = [{ name: 'lead', at: { after: minutes(30) } }];
    const told = tell(
      account,
      policy(promise({ pauses: [waits], rows: UNTIL, ladder })),
      event('ticket.created', '09:00', { promise: { deliverBy: '2026-01-05T10:00:00Z' } }),
      wait('09:20'),
      goOn('11:00'),
      tick('12:00'),
    );
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00', 'escalated lead/0 01-05 11:30']);
  });

  test('a reminder that the breach left nothing to say to is said before the deadline that comes instead', () => {
    const rows = [
      { name: 'long', team: 'x', when: { field: 'category', is: 'wish' }, target: elapsed(hours(4)) },
      { name: 'short', team: 'x', target: elapsed(hours(1)) },
    ];
    const told = tell(
      account,
      policy(promise({ rows, ladder: [{ name: 'near', at: { before: minutes(30) } }] })),
      created,
      tick('11:00'),
      event('ticket.classified', '11:00', { field: 'category', to: 'wish' }),
      tick('12:30:03'),
    );
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00', 'retracted retract/0', 'at-risk near/1 01-05 12:30']);
  });

  test('a pause goes on whether a clock runs or not, while the subject is taken for a test too', () => {
    const asked: PaperPause = {
      ...{ name: 'hold', holder: 'us' },
      from: { on: ['ticket.status-changed'], where: { field: 'to', is: 'hold' } },
      until: { on: ['ticket.reopened'] },
    };
    const told = tell(
      account,
      policy(promise({ pauses: [asked] })),
      event('ticket.assigned', '08:00', { test: true }),
      event('ticket.status-changed', '08:10', { to: 'hold' }),
      event('ticket.assigned', '08:20', { test: false }),
      created,
    );
    expect(told.clocks).toEqual(['paused from 01-05 09:00, due -, stop -, row all']);
  });

  test('data takes what any fact tells, a classification and a moved date too', () => {
    const classified = tell(
      account,
      policy(promise()),
      created,
      event('ticket.classified', '09:10', { field: 'category', to: 'x', test: true }),
    );
    expect(classified.clocks).toEqual(['cancelled from 01-05 09:00, due 01-05 10:00, stop -, row all']);
    const order = promise({
      ...{ subject: 'order', start: { on: ['order.created'] }, stop: { on: ['order.delivered'] } },
      rows: [
        { name: 'express', team: 'x', when: { field: 'salesChannel', is: 'express' }, target: elapsed(hours(1)) },
        { name: 'usual', team: 'x', target: elapsed(hours(9)) },
      ],
    });
    const moved = tell(
      account,
      policy(order),
      event('order.created', '09:00', { promise: { deliverBy: '2026-01-06' } }),
      event('order.promise-changed', '09:10', { to: { deliverBy: '2026-01-07' }, salesChannel: 'express' }),
    );
    expect(moved.clocks).toEqual(['running from 01-05 09:00, due 01-05 10:00, stop -, row express']);
  });

  test('a pause of two holders in turn is one pause: a reminder keeps the instant that it had when the first began', () => {
    const hold: PaperPause = { name: 'hold', holder: 'us', while: { field: 'status', is: 'hold' } };
    const told = tell(
      account,
      policy(promise({ pauses: [waits, hold], ladder: [{ name: 'near', at: { before: minutes(50) } }] })),
      created,
      event('ticket.status-changed', '09:20', { to: 'hold' }),
      wait('09:40'),
      tick('09:50'),
    );
    expect(told.said).toEqual(['at-risk near/0 01-05 09:10']);
  });

  test('the ledger of a clock that is gone is as it stood before the evidence that took it away', () => {
    const told = account(
      [
        policy(promise()),
        created,
        event('ticket.assigned', '09:10', { team: 'L2' }),
        event('ticket.resolved', '09:50'),
        late('10:00', 'ticket.assigned', '09:30', { team: 'L3', test: true }),
      ],
      'ticket/1',
    );
    const [gone] = told.at(-1)!.clocks;
    expect(gone!.ledger.map(({ holder, from, to }) => [holder, (to - from) / 60_000])).toEqual([
      ['support', 10],
      ['L2', 40],
    ]);
  });

  test('who held an order is who was told last, whether its promise has stages or not', () => {
    const shape = { start: { on: ['order.created'] }, stop: { on: ['order.delivered'] }, cancel: { on: [] } };
    const stages = [{ name: 'storage', from: { on: ['order.created'] } }];
    const told = account(
      [
        policy([
          promise({ ...shape, id: 'paper/plain', subject: 'order' }),
          promise({ ...shape, id: 'paper/staged', subject: 'order', stages }),
        ]),
        event('order.created', '09:00'),
        event('order.held', '09:20', { team: 'packers' }),
        event('order.delivered', '09:50'),
      ],
      'order/1',
    );
    const holders = told.at(-1)!.clocks.map(({ ledger }) => ledger.map(({ holder }) => holder));
    expect(holders).toEqual([
      ['support', 'packers'],
      ['support', 'packers'],
    ]);
  });

  test('a reopening goes before a start, also where two versions say so', () => {
    const asks = { on: ['ticket.message'] };
    const told = tell(
      account,
      policy(promise({ reopen: { on: asks, by: 'continue' } })),
      policy(promise({ start: asks, cycles: 'every-start' }), { effective: at('10:00') }),
      created,
      event('ticket.resolved', '09:40'),
      event('ticket.message', '10:15'),
    );
    expect(told.clocks).toEqual(['running from 01-05 09:00, due 01-05 10:35, stop -, row all']);
  });

  test('where only the version in force would let it go on, a clock of another version stays, and a start begins the next', () => {
    const asks = { on: ['ticket.message'] };
    const told = tell(
      account,
      policy(promise()),
      policy(promise({ start: asks, cycles: 'every-start', reopen: { on: asks, by: 'continue' } }), {
        effective: at('10:00'),
      }),
      created,
      event('ticket.resolved', '09:40'),
      event('ticket.message', '10:15'),
    );
    expect(told.clocks).toEqual([
      'met from 01-05 09:00, due 01-05 10:00, stop 01-05 09:40, row all',
      '#2 running from 01-05 10:15, due 01-05 11:15, stop -, row all',
    ]);
  });
});
