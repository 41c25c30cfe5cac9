import { describe, expect, test } from 'vitest';
import { engineAccount, oracleAccount } from '../support/clock-accounts.ts';
import { event, late, policy, promise, tell, tick } from '../support/paper-story.ts';

/** Where a clock ends, and how: each timeline is told to the oracle and to the engine. */

const answer = policy(promise());
const created = event('ticket.created', '09:00');

describe.each([
  ['the oracle', oracleAccount],
  ['the engine', engineAccount],
])('%s says that', (_, account) => {
  test('a clock that ends at its deadline sharp is met', () => {
    const told = tell(account, answer, created, event('ticket.resolved', '10:00'), tick('11:00'));
    expect(told.said).toEqual([]);
    expect(told.clocks).toEqual(['met from 01-05 09:00, due 01-05 10:00, stop 01-05 10:00, row all']);
  });

  test('a clock that ends a millisecond later is breached and met late', () => {
    const told = tell(account, answer, created, event('ticket.resolved', '10:00:00.001'));
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00', 'met-late stop/0 01-05 10:00:00.001']);
    expect(told.clocks).toEqual(['breached from 01-05 09:00, due 01-05 10:00, stop 01-05 10:00:00.001, row all']);
  });

  test('a deadline rings beyond its grace, not at it', () => {
    expect(tell(account, answer, created, tick('10:00:02')).said).toEqual([]);
    const told = tell(account, answer, created, tick('10:00:02.001'), tick('10:00:03'));
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00']);
  });

  test('an end from before the start counts, and the first of them', () => {
    const told = tell(
      account,
      answer,
      late('09:10', 'ticket.resolved', '08:30'),
      late('09:10', 'ticket.resolved', '08:40'),
      late('09:10', 'ticket.created', '09:00'),
      tick('11:00'),
    );
    expect(told.said).toEqual([]);
    expect(told.clocks).toEqual(['met from 01-05 09:00, due 01-05 10:00, stop 01-05 08:30, row all']);
  });

  test('an end in the millisecond of the start counts, whichever the log has first', () => {
    const resolved = event('ticket.resolved', '09:00');
    const met = ['met from 01-05 09:00, due 01-05 10:00, stop 01-05 09:00, row all'];
    expect(tell(account, answer, created, resolved, tick('11:00'))).toEqual({ said: [], clocks: met });
    expect(tell(account, answer, resolved, created, tick('11:00'))).toEqual({ said: [], clocks: met });
  });

  test('where every start opens a cycle, an end from before the question is no answer', () => {
    const every = policy(promise({ cycles: 'every-start' }));
    const told = tell(account, every, event('ticket.resolved', '08:30'), created, tick('11:00'));
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00']);
    expect(told.clocks).toEqual(['breached from 01-05 09:00, due 01-05 10:00, stop -, row all']);
  });

  test.each(['ticket.merged', 'ticket.deleted'])('%s cancels', (type) => {
    const told = tell(account, answer, created, event(type, '09:30', { into: 'T-2' }), tick('11:00'));
    expect(told.said).toEqual([]);
    expect(told.clocks).toEqual(['cancelled from 01-05 09:00, due 01-05 10:00, stop 01-05 09:30, row all']);
  });

  test('what is cancelled after its deadline is told so', () => {
    const told = tell(account, answer, created, event('ticket.deleted', '10:30'));
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00', 'cancelled-late stop/0 01-05 10:30']);
    expect(told.clocks).toEqual(['breached from 01-05 09:00, due 01-05 10:00, stop 01-05 10:30, row all']);
  });

  test('a cancellation goes before a stop that the same event is', () => {
    const both = policy(promise({ cancel: { on: ['ticket.resolved'] } }));
    const told = tell(account, both, created, event('ticket.resolved', '09:30'));
    expect(told.clocks).toEqual(['cancelled from 01-05 09:00, due 01-05 10:00, stop 01-05 09:30, row all']);
  });

  test('late evidence that the promise was kept takes the breach back; what is told anew has the next revision', () => {
    const told = tell(
      account,
      answer,
      created,
      tick('10:00:03'),
      late('11:00', 'ticket.resolved', '10:00'),
      // Told later still: it had been created earlier than anybody knew.
      late('11:30', 'ticket.created', '08:15'),
    );
    expect(told.said).toEqual([
      'breached deadline/0 01-05 10:00',
      'retracted retract/0',
      'breached deadline/1 01-05 09:15',
      'met-late stop/1 01-05 10:00',
    ]);
    expect(told.clocks).toEqual(['breached from 01-05 08:15, due 01-05 09:15, stop 01-05 10:00, row all']);
  });

  test('a late end is told once, whatever is told of it twice or later', () => {
    const resolved = event('ticket.resolved', '10:30');
    const told = tell(
      account,
      answer,
      created,
      resolved,
      { ...resolved, appendTime: resolved.appendTime + 60_000 },
      late('11:00', 'ticket.resolved', '10:15'),
      event('ticket.resolved', '11:10'),
    );
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00', 'met-late stop/0 01-05 10:30']);
    expect(told.clocks).toEqual(['breached from 01-05 09:00, due 01-05 10:00, stop 01-05 10:15, row all']);
  });

  test('what lies beyond the tolerance for the future is not taken; at it, it is', () => {
    const early = late('09:10', 'ticket.resolved', '09:15:00.001');
    expect(tell(account, answer, created, early).clocks).toEqual([
      'running from 01-05 09:00, due 01-05 10:00, stop -, row all',
    ]);
    expect(tell(account, answer, created, late('09:10', 'ticket.resolved', '09:15')).clocks).toEqual([
      'met from 01-05 09:00, due 01-05 10:00, stop 01-05 09:15, row all',
    ]);
  });

  test('a test is promised nothing: its clocks are gone, and a breach of it is taken back', () => {
    const told = tell(
      account,
      answer,
      created,
      tick('10:00:03'),
      late('10:10', 'ticket.assigned', '09:00', { test: true }),
    );
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00', 'retracted retract/0']);
    expect(told.clocks).toEqual(['cancelled from 01-05 09:00, due 01-05 10:00, stop -, row all']);
  });

  test('a promise ends on a state that begins, not on one that lasts', () => {
    const solved = policy(promise({ stop: { on: [], state: { field: 'status', is: 'solved' } } }));
    const lasting = tell(
      account,
      solved,
      event('ticket.status-changed', '08:50', { to: 'solved' }),
      event('ticket.created', '09:00', { category: 'x' }),
    );
    // Solved before it began: an end that comes before the start.
    expect(lasting.clocks).toEqual(['met from 01-05 09:00, due 01-05 10:00, stop 01-05 08:50, row all']);
    const again = tell(
      account,
      policy(
        promise({
          stop: { on: ['ticket.status-changed'], state: { field: 'status', is: 'solved' } },
          cycles: 'every-start',
        }),
      ),
      event('ticket.status-changed', '08:50', { to: 'solved' }),
      event('ticket.message', '08:55'),
      event('ticket.created', '09:00'),
      event('ticket.status-changed', '09:20', { to: 'solved' }),
      event('ticket.status-changed', '09:30', { to: 'open' }),
      event('ticket.status-changed', '09:40', { to: 'solved' }),
    );
    expect(again.clocks).toEqual(['met from 01-05 09:00, due 01-05 10:00, stop 01-05 09:20, row all']);
  });

  test('a promise whose end was told, and no start, is pending', () => {
    const evidence = policy(promise({ unstarted: 'no evidence' }));
    const told = tell(account, evidence, event('ticket.resolved', '09:30'), tick('12:00'));
    expect(told.said).toEqual([]);
    expect(told.clocks.map((line) => line.split(' ')[0])).toEqual(['pending']);
  });
});
