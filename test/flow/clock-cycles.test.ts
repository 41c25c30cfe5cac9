import { describe, expect, test } from 'vitest';
import { engineAccount, oracleAccount } from '../support/clock-accounts.ts';
import type { PaperPause } from '../support/oracles/clock/paper.ts';
import { event, late, policy, promise, tell, tick } from '../support/paper-story.ts';

/** Cycles, reopening and restarting: each timeline is told to the oracle and to the engine. */

const customer = { all: [{ field: 'actor.kind', is: 'customer' }, { not: { field: 'auto', is: true } }] };
const agent = {
  all: [{ field: 'public', is: true }, { not: { field: 'auto', is: true } }, { field: 'actor.kind', is: 'agent' }],
};
/** Each message of a customer is answered within an hour. */
const nextResponse = promise({
  cycles: 'every-start',
  start: { on: ['ticket.created', 'ticket.message'], where: { any: [customer, { field: 'opens', is: true }] } },
  stop: { on: ['ticket.message'], where: agent },
});
const asks = (time: string, over = {}) =>
  event('ticket.message', time, { public: true, actor: { kind: 'customer' }, ...over });
const answers = (time: string, over = {}) =>
  event('ticket.message', time, { public: true, actor: { kind: 'agent' }, ...over });

const reopening = (by: 'continue' | 'new-cycle') =>
  policy(promise({ reopen: { on: { on: ['ticket.reopened'] }, by }, pauses: [waits] }));
const waits: PaperPause = { name: 'waits', holder: 'customer', while: { field: 'waitingOn', is: 'customer' } };

const created = event('ticket.created', '09:00');
const resolved = (time: string) => event('ticket.resolved', time);
const reopened = (time: string) => event('ticket.reopened', time);

describe.each([
  ['the oracle', oracleAccount],
  ['the engine', engineAccount],
])('%s says that', (_, account) => {
  test('a message of the customer opens a cycle if none runs', () => {
    const told = tell(
      account,
      policy(nextResponse),
      asks('09:00'),
      asks('09:30'),
      answers('09:40'),
      answers('09:50'),
      asks('11:00'),
      tick('12:00:03'),
    );
    expect(told.said).toEqual(['#2 breached deadline/0 01-05 12:00']);
    expect(told.clocks).toEqual([
      'met from 01-05 09:00, due 01-05 10:00, stop 01-05 09:40, row all',
      '#2 breached from 01-05 11:00, due 01-05 12:00, stop -, row all',
    ]);
  });

  test.each([
    ['a bot', { actor: { kind: 'bot' } }],
    ['an automatic reply', { auto: true }],
    ['an internal note', { public: false }],
    ['another customer', { actor: { kind: 'customer' } }],
  ])('%s does not stop it', (_name, over) => {
    const told = tell(account, policy(nextResponse), asks('09:00'), answers('09:30', over), tick('10:00:03'));
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00']);
  });

  test("a customer's automatic reply asks nothing", () => {
    const told = tell(account, policy(nextResponse), asks('09:00', { auto: true }), tick('12:00'));
    expect(told).toEqual({ said: [], clocks: [] });
  });

  test('question and answer in the same millisecond count in the order of the log', () => {
    const told = tell(
      account,
      policy(nextResponse),
      asks('09:00'),
      answers('09:00'),
      asks('09:00', { n: 2 }),
      tick('09:10'),
    );
    expect(told.clocks).toEqual([
      'met from 01-05 09:00, due 01-05 10:00, stop 01-05 09:00, row all',
      '#2 running from 01-05 09:00, due 01-05 10:00, stop -, row all',
    ]);
  });

  test('a reopened clock goes on; the time from its stop to the reopening does not count', () => {
    const told = tell(
      account,
      reopening('continue'),
      created,
      resolved('09:40'),
      tick('12:00'),
      reopened('13:00'),
      tick('13:20:02'),
      tick('13:20:02.001'),
    );
    expect(told.said).toEqual(['breached deadline/0 01-05 13:20']);
    expect(told.clocks).toEqual(['breached from 01-05 09:00, due 01-05 13:20, stop -, row all']);
  });

  test('a reopened clock begins a new cycle where the promise says so', () => {
    const told = tell(account, reopening('new-cycle'), created, resolved('09:40'), reopened('13:00'), tick('14:00:03'));
    expect(told.said).toEqual(['#2 breached deadline/0 01-05 14:00']);
    expect(told.clocks).toEqual([
      'met from 01-05 09:00, due 01-05 10:00, stop 01-05 09:40, row all',
      '#2 breached from 01-05 13:00, due 01-05 14:00, stop -, row all',
    ]);
  });

  test('what was cancelled is not reopened', () => {
    const told = tell(account, reopening('continue'), created, event('ticket.deleted', '09:40'), reopened('13:00'));
    expect(told.clocks).toEqual(['cancelled from 01-05 09:00, due 01-05 10:00, stop 01-05 09:40, row all']);
  });

  test('a clock that goes on after a late end has told its breach already; its next ends are told anew', () => {
    const told = tell(
      account,
      reopening('continue'),
      created,
      tick('10:00:03'),
      resolved('10:30'),
      reopened('11:00'),
      tick('12:00'),
      resolved('12:30'),
      reopened('13:00'),
      resolved('13:30'),
    );
    expect(told.said).toEqual([
      'breached deadline/0 01-05 10:00',
      'met-late stop/0 01-05 10:30',
      'met-late stop~1/0 01-05 12:30',
      'met-late stop~2/0 01-05 13:30',
    ]);
    expect(told.clocks).toEqual(['breached from 01-05 09:00, due 01-05 10:00, stop 01-05 13:30, row all']);
  });

  test('a reopening told after both ends is told as it was', () => {
    const told = tell(
      account,
      reopening('continue'),
      created,
      resolved('10:30'),
      resolved('12:30'),
      late('13:00', 'ticket.reopened', '11:00'),
    );
    expect(told.said).toEqual([
      'breached deadline/0 01-05 10:00',
      'met-late stop/0 01-05 10:30',
      'met-late stop~1/0 01-05 12:30',
    ]);
  });

  test('a reopening that late evidence makes none of does not tell the end again', () => {
    const told = tell(
      account,
      reopening('continue'),
      created,
      resolved('10:30'),
      reopened('11:00'),
      // It had been deleted before, and what is cancelled is not reopened.
      late('11:30', 'ticket.deleted', '10:20'),
    );
    expect(told.said).toEqual(['breached deadline/0 01-05 10:00', 'met-late stop/0 01-05 10:30']);
  });

  test('an end in time, reopened, and an end too late: that one is told as the first', () => {
    const told = tell(account, reopening('continue'), created, resolved('09:40'), reopened('09:50'), resolved('10:30'));
    expect(told.said).toEqual(['breached deadline/0 01-05 10:10', 'met-late stop/0 01-05 10:30']);
  });

  test('a restart cancels the cycle and begins the next one in the same instant, paused if a pause lasts', () => {
    const restarting = policy(promise({ restart: { on: ['ticket.assigned'] }, pauses: [waits] }));
    const told = tell(
      account,
      restarting,
      created,
      event('ticket.status-changed', '09:20', { to: 'waiting', waitingOn: 'customer' }),
      event('ticket.assigned', '09:30', { team: 'L2' }),
      tick('12:00'),
    );
    expect(told.said).toEqual([]);
    expect(told.clocks).toEqual([
      'cancelled from 01-05 09:00, due 01-05 10:10, stop 01-05 09:30, row all',
      '#2 paused from 01-05 09:30, due -, stop -, row all',
    ]);
    const late_ = tell(account, restarting, created, event('ticket.assigned', '10:20', { team: 'L2' }), tick('11:00'));
    expect(late_.said).toEqual(['breached deadline/0 01-05 10:00', 'cancelled-late stop/0 01-05 10:20']);
    expect(late_.clocks).toEqual([
      'breached from 01-05 09:00, due 01-05 10:00, stop 01-05 10:20, row all',
      '#2 running from 01-05 10:20, due 01-05 11:20, stop -, row all',
    ]);
  });

  test('a promise with one cycle starts once', () => {
    const told = tell(
      account,
      policy(promise()),
      created,
      resolved('09:10'),
      event('ticket.created', '11:00'),
      tick('13:00'),
    );
    expect(told.clocks).toEqual(['met from 01-05 09:00, due 01-05 10:00, stop 01-05 09:10, row all']);
  });

  test('late evidence that takes a cycle away takes its breach back', () => {
    const told = tell(
      account,
      policy(nextResponse),
      asks('09:00'),
      answers('09:10'),
      asks('09:20'),
      tick('10:20:03'),
      // It was a test from the first.
      late('10:30', 'ticket.message', '09:00', { public: true, test: true, actor: { kind: 'customer' } }),
    );
    expect(told.said).toEqual(['#2 breached deadline/0 01-05 10:20', '#2 retracted retract/0']);
    expect(told.clocks.map((line) => line.split(' from')[0])).toEqual(['cancelled', '#2 cancelled']);
  });
});
