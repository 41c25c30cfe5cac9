import { describe, expect, test } from 'vitest';
import { engineAccount, oracleAccount } from '../support/clock-accounts.ts';
import type { PaperPause, PaperStep, PaperTarget } from '../support/oracles/clock/paper.ts';
import { event, hours, late, minutes, policy, promise, tell, tick } from '../support/paper-story.ts';

/** What ladders say, and when: each timeline is told to the oracle and to the engine. */

const waits: PaperPause = { name: 'waits', holder: 'customer', while: { field: 'waitingOn', is: 'customer' } };
const step = (name: string, at: PaperStep['at']): PaperStep => ({ name, at });
const LADDER = [
  step('half', { percent: 50 }),
  step('near', { before: minutes(10) }),
  step('full', { percent: 100 }),
  step('lead', { after: minutes(30) }),
  step('boss', { start: hours(3) }),
];
const climbing = (ladder: readonly PaperStep[] = LADDER, target: PaperTarget = { kind: 'elapsed', ms: hours(1) }) =>
  policy(promise({ ladder, pauses: [waits], rows: [{ name: 'all', team: 'x', target }] }));

const created = event('ticket.created', '09:00');
const wait = (time: string) => event('ticket.status-changed', time, { to: 'waiting', waitingOn: 'customer' });
const goOn = (time: string) => event('ticket.status-changed', time, { to: 'open', waitingOn: 'none' });

describe.each([
  ['the oracle', oracleAccount],
  ['the engine', engineAccount],
])('%s says that', (_, account) => {
  test('the steps come in their order, each at its first tick beyond the grace', () => {
    const told = tell(
      account,
      climbing(),
      created,
      ...['09:30:02', '09:30:02.001', '09:50:03', '10:00:03', '10:00:04', '10:30:03', '12:00:02', '12:00:03'].map(tick),
    );
    expect(told.said).toEqual([
      'at-risk half/0 01-05 09:30',
      'at-risk near/0 01-05 09:50',
      'breached deadline/0 01-05 10:00',
      'escalated full/0 01-05 10:00',
      'escalated lead/0 01-05 10:30',
      'escalated boss/0 01-05 12:00',
    ]);
  });

  test('a tick that comes late says the escalations in the order of their instants, and no reminder beside the breach', () => {
    expect(tell(account, climbing(), created, tick('20:00')).said).toEqual([
      'breached deadline/0 01-05 10:00',
      'escalated full/0 01-05 10:00',
      'escalated lead/0 01-05 10:30',
      'escalated boss/0 01-05 12:00',
    ]);
  });

  test('nothing is said of a clock that has ended', () => {
    const told = tell(account, climbing(), created, event('ticket.resolved', '09:20'), tick('20:00'));
    expect(told.said).toEqual([]);
    const after = tell(
      account,
      climbing(),
      created,
      tick('10:00:03'),
      event('ticket.resolved', '10:10'),
      tick('20:00'),
    );
    expect(after.said).toEqual([
      'breached deadline/0 01-05 10:00',
      'escalated full/0 01-05 10:00',
      'met-late stop/0 01-05 10:10',
    ]);
  });

  test('whoever was called hears that it is over, even if the promise was kept', () => {
    const early = [step('boss', { start: minutes(20) })];
    const told = tell(
      account,
      climbing(early),
      created,
      tick('09:20:03'),
      event('ticket.resolved', '09:40'),
      tick('20:00'),
    );
    expect(told.said).toEqual(['escalated boss/0 01-05 09:20', 'met stop/0 01-05 09:40']);
    // In vain, as it turns out: that is all there is to hear.
    const vain = tell(account, climbing(early), created, tick('09:20:03'), late('09:30', 'ticket.deleted', '09:20'));
    expect(vain.said).toEqual(['escalated boss/0 01-05 09:20', 'retracted retract:boss/0']);
  });

  test('a pause moves the steps that it begins before', () => {
    const told = tell(account, climbing(), created, wait('09:40'), tick('11:00'), goOn('12:00'), tick('20:00'));
    // Half of it had come before the pause. The deadline is an hour of counted time: 12:20.
    expect(told.said).toEqual([
      'at-risk half/0 01-05 09:30',
      'breached deadline/0 01-05 12:20',
      'escalated full/0 01-05 12:20',
      'escalated lead/0 01-05 12:50',
      'escalated boss/0 01-05 14:20',
    ]);
  });

  test('a pause after the deadline moves the steps behind it, and not the deadline', () => {
    const told = tell(
      account,
      climbing(),
      created,
      tick('10:00:03'),
      wait('10:10'),
      tick('11:00'),
      goOn('11:10'),
      tick('13:30'),
    );
    expect(told.said).toEqual([
      'breached deadline/0 01-05 10:00',
      'escalated full/0 01-05 10:00',
      'escalated lead/0 01-05 11:30',
      'escalated boss/0 01-05 13:00',
    ]);
  });

  test('a row without a deadline has the steps after the start and no others', () => {
    expect(tell(account, climbing(LADDER, { kind: 'none' }), created, tick('20:00')).said).toEqual([
      'escalated boss/0 01-05 12:00',
    ]);
  });

  test('a share of working time is working time; a time before the deadline is not', () => {
    const ladder = [
      step('half', { percent: 50 }),
      step('near', { before: hours(2) }),
      step('lead', { after: hours(1), calendar: 'office' }),
    ];
    const told = tell(
      account,
      climbing(ladder, { kind: 'working', calendar: 'office', ms: hours(4) }),
      event('ticket.created', '01-07 17:00'),
      ...['01-08 07:59', '01-08 10:00:03', '01-08 12:00:03', '01-08 13:00:03'].map(tick),
      tick('01-08 13:00:04'),
    );
    // One hour on Wednesday, three on Thursday: due 12:00. Half of it is Thursday 10:00, and so are two hours before.
    expect(told.said).toEqual([
      'at-risk half/0 01-08 10:00',
      'at-risk near/0 01-08 10:00',
      'breached deadline/0 01-08 12:00',
      'escalated lead/0 01-08 13:00',
    ]);
  });

  test('late evidence takes back the breach, and the escalations that its end comes before or meets', () => {
    const told = tell(
      account,
      climbing(),
      created,
      tick('12:00:03'),
      late('13:00', 'ticket.resolved', '10:00'),
      tick('20:00'),
    );
    expect(told.said.slice(0, 4)).toEqual([
      'breached deadline/0 01-05 10:00',
      'escalated full/0 01-05 10:00',
      'escalated lead/0 01-05 10:30',
      'escalated boss/0 01-05 12:00',
    ]);
    expect(told.said.slice(4)).toEqual([
      'retracted retract:full/0',
      'retracted retract:lead/0',
      'retracted retract:boss/0',
      'retracted retract/0',
    ]);
  });

  test('a late end takes back only what came after it; the breach stands', () => {
    const told = tell(account, climbing(), created, tick('12:00:03'), late('13:00', 'ticket.resolved', '10:20'));
    expect(told.said.slice(4)).toEqual([
      'retracted retract:lead/0',
      'retracted retract:boss/0',
      'met-late stop/0 01-05 10:20',
    ]);
  });

  test('what was taken back is not said again, though the clock goes on', () => {
    const reopening = promise({ ladder: LADDER, reopen: { on: { on: ['ticket.reopened'] }, by: 'continue' } });
    const told = tell(
      account,
      policy(reopening),
      created,
      tick('10:30:03'),
      late('10:40', 'ticket.resolved', '09:30'),
      event('ticket.reopened', '11:00'),
      tick('20:00'),
    );
    expect(told.said).toEqual([
      'breached deadline/0 01-05 10:00',
      'escalated full/0 01-05 10:00',
      'escalated lead/0 01-05 10:30',
      'retracted retract:full/0',
      'retracted retract:lead/0',
      'retracted retract/0',
      'breached deadline/1 01-05 11:30',
      'escalated boss/1 01-05 13:30',
    ]);
  });

  test('a restart climbs the ladder anew; an event told twice does not', () => {
    const ladder = [step('half', { percent: 50 })];
    const restarting = promise({ ladder, restart: { on: ['ticket.assigned'] } });
    const assigned = event('ticket.assigned', '09:40', { team: 'L2' });
    const told = tell(
      account,
      policy(restarting),
      created,
      tick('09:30:03'),
      { ...created, appendTime: created.appendTime + minutes(35) },
      assigned,
      assigned,
      tick('10:10:03'),
      tick('10:20'),
    );
    expect(told.said).toEqual(['at-risk half/0 01-05 09:30', '#2 at-risk half/0 01-05 10:10']);
  });

  test('an edited policy says no step again, and climbs on by its own', () => {
    const edited = [step('half', { percent: 25 }), step('near', { before: minutes(10) })];
    const told = tell(
      account,
      climbing([step('half', { percent: 50 })]),
      created,
      tick('09:30:03'),
      { ...climbing(edited), policy: { ...climbing(edited).policy, applies: 'open' } },
      tick('09:40'),
      tick('09:50:03'),
    );
    expect(told.said).toEqual(['at-risk half/0 01-05 09:30', 'at-risk near/0 01-05 09:50']);
  });
});
