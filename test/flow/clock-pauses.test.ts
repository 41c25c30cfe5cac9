import { describe, expect, test } from 'vitest';
import { engineAccount, oracleAccount } from '../support/clock-accounts.ts';
import type { PaperPause } from '../support/oracles/clock/paper.ts';
import { event, hours, late, minutes, policy, promise, tell, tick } from '../support/paper-story.ts';

/** What pauses do to a clock: each timeline is told to the oracle and to the engine. */

const waits: PaperPause = { name: 'waits', holder: 'customer', while: { field: 'waitingOn', is: 'customer' } };
const hold: PaperPause = {
  ...{ name: 'hold', holder: 'us' },
  from: { on: ['ticket.status-changed'], where: { field: 'to', is: 'hold' } },
  until: { on: ['ticket.status-changed'], where: { not: { field: 'to', is: 'hold' } } },
};
const pausing = policy(promise({ pauses: [waits, hold] }));

const created = event('ticket.created', '09:00');
const wait = (time: string) => event('ticket.status-changed', time, { to: 'waiting', waitingOn: 'customer' });
const goOn = (time: string) => event('ticket.status-changed', time, { to: 'open', waitingOn: 'none' });
const resolved = (time: string) => event('ticket.resolved', time);

describe.each([
  ['the oracle', oracleAccount],
  ['the engine', engineAccount],
])('%s says that', (_, account) => {
  test('a pause moves the deadline on by as long as it lasts', () => {
    const told = tell(account, pausing, created, wait('09:20'), goOn('09:50'), resolved('10:30'), tick('12:00'));
    expect(told.said).toEqual([]);
    expect(told.clocks).toEqual(['met from 01-05 09:00, due 01-05 10:30, stop 01-05 10:30, row all']);
  });

  test('while a pause lasts there is no deadline, and nothing rings', () => {
    const told = tell(account, pausing, created, wait('09:20'), tick('20:00'));
    expect(told).toEqual({ said: [], clocks: ['paused from 01-05 09:00, due -, stop -, row all'] });
    const after = tell(account, pausing, created, wait('09:20'), tick('20:00'), goOn('20:00'), tick('20:40:02.001'));
    expect(after.said).toEqual(['breached deadline/0 01-05 20:40']);
    expect(after.clocks).toEqual(['breached from 01-05 09:00, due 01-05 20:40, stop -, row all']);
  });

  test('a pause after the breach never undoes it', () => {
    const told = tell(account, pausing, created, tick('10:00:03'), wait('10:05'), goOn('11:00'), tick('12:00'));
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00']);
    expect(told.clocks).toEqual(['breached from 01-05 09:00, due 01-05 10:00, stop -, row all']);
    // The breach has not been told yet when the pause begins: it is told all the same.
    const silent = tell(account, pausing, created, wait('10:00:01'), tick('10:30'));
    expect(silent.said).toEqual(['breached deadline/0 01-05 10:00']);
  });

  test('a pause for what nobody has told yet is on from the first event, though that tells nothing', () => {
    const nobody: PaperPause = { name: 'nobody', holder: 'us', while: { field: 'assignee', exists: false } };
    const told = tell(account, policy(promise({ pauses: [nobody] })), created, tick('12:00'));
    expect(told).toEqual({ said: [], clocks: ['paused from 01-05 09:00, due -, stop -, row all'] });
  });

  test('a pause that begins at the deadline sharp changes nothing; a millisecond before, it does', () => {
    const sharp = tell(account, pausing, created, wait('10:00'), tick('10:30'));
    expect(sharp.said).toEqual(['breached deadline/0 01-05 10:00']);
    const before = tell(account, pausing, created, wait('09:59:59.999'), goOn('11:00'), tick('11:00:02.002'));
    expect(before.said).toEqual(['breached deadline/0 01-05 11:00:00.001']);
    expect(before.clocks).toEqual(['breached from 01-05 09:00, due 01-05 11:00:00.001, stop -, row all']);
  });

  test('a pause that begins and ends in the same millisecond changes nothing', () => {
    const told = tell(account, pausing, created, wait('09:20'), goOn('09:20'), tick('09:30'));
    expect(told.clocks).toEqual(['running from 01-05 09:00, due 01-05 10:00, stop -, row all']);
  });

  test('a pause that lasts when the clock starts pauses it from its start', () => {
    const told = tell(account, pausing, wait('08:00'), created, goOn('09:30'), tick('10:00'));
    expect(told.clocks).toEqual(['running from 01-05 09:00, due 01-05 10:30, stop -, row all']);
  });

  test('a pause told late is the same as one told in time; a breach that it undoes is taken back', () => {
    const told = tell(
      account,
      pausing,
      created,
      tick('10:00:03'),
      late('10:10', 'ticket.status-changed', '09:20', { to: 'waiting', waitingOn: 'customer' }),
      late('10:11', 'ticket.status-changed', '09:50', { to: 'open', waitingOn: 'none' }),
      tick('10:30:03'),
    );
    expect(told.said).toEqual([
      'breached deadline/0 01-05 10:00',
      'retracted retract/0',
      'breached deadline/1 01-05 10:30',
    ]);
    expect(told.clocks).toEqual(['breached from 01-05 09:00, due 01-05 10:30, stop -, row all']);
  });

  test('pauses over each other count once', () => {
    const told = tell(
      account,
      pausing,
      created,
      event('ticket.status-changed', '09:10', { to: 'hold' }),
      event('ticket.assigned', '09:15', { waitingOn: 'customer' }),
      event('ticket.status-changed', '09:20', { to: 'open' }),
      event('ticket.assigned', '09:30', { waitingOn: 'none' }),
      tick('09:40'),
    );
    expect(told.clocks).toEqual(['running from 01-05 09:00, due 01-05 10:20, stop -, row all']);
  });

  test('a clock that is resolved while it is paused is met; its deadline is the one that it would have had', () => {
    const told = tell(account, pausing, created, wait('09:20'), resolved('15:00'), goOn('16:00'), tick('20:00'));
    expect(told.said).toEqual([]);
    expect(told.clocks).toEqual(['met from 01-05 09:00, due 01-05 15:40, stop 01-05 15:00, row all']);
  });

  test('6 hours that become 3 after a pause of 30 minutes are due 3 h 30 min after the start', () => {
    const rows = [
      { ...{ name: 'urgent', team: 'L2', when: { field: 'category', is: 'outage' } }, target: elapsed(3) },
      { ...{ name: 'usual', team: 'L1' }, target: elapsed(6) },
    ];
    const told = tell(
      account,
      policy(promise({ pauses: [waits], rows })),
      created,
      wait('09:30'),
      goOn('10:00'),
      tick('11:00'),
      event('ticket.classified', '11:00', { field: 'category', to: 'outage' }),
      tick('12:30:02'),
      tick('12:30:02.001'),
    );
    expect(told.said).toEqual(['breached deadline/0 01-05 12:30']);
    expect(told.clocks).toEqual(['breached from 01-05 09:00, due 01-05 12:30, stop -, row urgent']);
  });

  test('business days are moved on by the working time of a pause, by night by nothing', () => {
    const day = (reading: 'same-time' | 'hours' | 'end-of-day') =>
      policy(
        promise({
          pauses: [waits],
          rows: [{ name: 'all', team: 'x', target: { kind: 'business-days', calendar: 'office', days: 1, reading } }],
        }),
      );
    // Wednesday 15:00. Paused from 17:00 until Thursday 10:00: two working hours.
    const story = [
      event('ticket.created', '01-07 15:00'),
      wait('01-07 17:00'),
      goOn('01-08 10:00'),
      tick('01-08 10:00'),
    ] as const;
    expect(tell(account, day('same-time'), ...story).clocks).toEqual([
      'running from 01-07 15:00, due 01-08 17:00, stop -, row all',
    ]);
    expect(tell(account, day('hours'), ...story).clocks).toEqual([
      'running from 01-07 15:00, due 01-08 17:00, stop -, row all',
    ]);
    // The end of Thursday, 18:00, and two working hours more.
    expect(tell(account, day('end-of-day'), ...story).clocks).toEqual([
      'running from 01-07 15:00, due 01-09 11:00, stop -, row all',
    ]);
    const night = [
      event('ticket.created', '01-07 15:00'),
      wait('01-07 18:00'),
      goOn('01-08 09:00'),
      tick('01-08 09:30'),
    ];
    expect(tell(account, day('same-time'), ...night).clocks).toEqual([
      'running from 01-07 15:00, due 01-08 15:00, stop -, row all',
    ]);
  });

  test('a clock without a deadline is paused too', () => {
    const none = policy(promise({ pauses: [waits], rows: [{ name: 'all', team: 'x', target: { kind: 'none' } }] }));
    expect(tell(account, none, created, wait('09:20'), tick('20:00')).clocks).toEqual([
      'paused from 01-05 09:00, due -, stop -, row all',
    ]);
  });

  test('working time counts no pause and no night', () => {
    const working = policy(
      promise({
        pauses: [waits],
        rows: [{ name: 'all', team: 'x', target: { kind: 'working', calendar: 'office', ms: hours(2) + minutes(30) } }],
      }),
    );
    // Wednesday 17:00; the pause takes 17:30 to Thursday 09:30. Half an hour is counted before it, two hours behind it.
    const told = tell(
      account,
      working,
      event('ticket.created', '01-07 17:00'),
      wait('01-07 17:30'),
      goOn('01-08 09:30'),
      tick('01-08 11:30:03'),
    );
    expect(told.said).toEqual(['breached deadline/0 01-08 11:30']);
  });
});

const elapsed = (n: number) => ({ kind: 'elapsed' as const, ms: hours(n) });
