import { EVENT_TYPES } from '@belfry/ingest/contract';
import { describe, expect, it } from 'vitest';
import { compiledShop as pack, compiledPromise as promise, refused } from '../../../../../test/support/linted-pack.ts';

it('compiles a promise that says nothing new as it always did', () => {
  expect(Object.keys(promise({}))).toEqual('id title subject kind start stop cancel rows ladder provenance'.split(' '));
  expect(Object.keys(pack({}))).not.toEqual(expect.arrayContaining(['derived']));
});

describe('triggers', () => {
  it('of a type, of several, with conditions on the event and on the subject', () => {
    expect(promise({ stop: 'ticket.closed' }).stop).toEqual({ on: ['ticket.closed'] });
    expect(
      promise({ stop: '{ on: [ticket.message], where: { public: true }, state: { status: done } }' }).stop,
    ).toEqual({
      on: ['ticket.message'],
      where: { field: 'public', is: true },
      state: { field: 'status', is: 'done' },
    });
  });
  it('of a state alone take any event of the subject', () => {
    const { on, state } = promise({ stop: '{ state: { status: done } }' }).stop;
    expect(on).toEqual(EVENT_TYPES.filter((type) => /^(ticket|customer)\./.test(type)));
    expect(state).toEqual({ field: 'status', is: 'done' });
  });
  it('that say nothing, or something unknown, are refused', () => {
    expect(refused({ stop: '{ where: { public: true } }' })).toEqual([
      '14:5 stop: It is not said what must happen. | an event type under `on`, or a condition under `state`',
    ]);
    expect(refused({ stop: '{ on: ticket.resolved, wehre: { public: true } }' })).toEqual([
      '14:34 stop.wehre: There is no key "wehre" here. | `where`',
    ]);
  });
});

describe('what makes breaches one incident', () => {
  it('is taken, and refused with what is meant', () => {
    expect(promise({ cause: 'carrier' }).cause).toBe('carrier');
    expect(refused({ cause: 'carier' })).toEqual(['18:12 cause: "carier" does not fit here. | `carrier`']);
    expect(refused({ cause: 'weather' })).toEqual([
      '18:12 cause: "weather" does not fit here. | one of partner, carrier, team, channel, market, subject',
    ]);
  });
});

describe('cycles, restart, reopening', () => {
  it('are taken', () => {
    const told = {
      cycles: 'every start',
      restart: '{ on: ticket.assigned, where: { exists: team } }',
      reopen: '{ on: ticket.reopened, state: { status: open }, then: new cycle }',
      unstarted: 'no evidence',
      'moved-by': '[customer, platform]',
    };
    expect(promise(told)).toMatchObject({
      cycles: 'every-start',
      restart: { on: ['ticket.assigned'], where: { field: 'team', exists: true } },
      reopen: {
        on: { on: ['ticket.reopened'], state: { field: 'status', is: 'open' } },
        then: 'new-cycle',
      },
      unstarted: 'no evidence',
      movedBy: ['customer', 'platform'],
    });
    expect(promise({ cycles: 'once' }).cycles).toBeUndefined();
    expect(promise({ reopen: '{ on: ticket.reopened, then: continue }' }).reopen?.then).toBe('continue');
  });
  it('and refused with what is meant', () => {
    expect(refused({ cycles: 'always' })).toEqual([
      '18:13 cycles: "always" does not fit here. | `once` or `every start`',
    ]);
    expect(refused({ reopen: '{ on: ticket.reopened }' })).toEqual([
      '18:5 reopen.then: `then` is missing. | `continue` or `new cycle`',
    ]);
    expect(refused({ 'moved-by': '[custmer]' })).toEqual([
      '18:16 moved-by[0]: "custmer" does not fit here. | `customer`',
    ]);
  });
});

describe('pauses and stages', () => {
  it('are taken', () => {
    expect(
      promise({
        pause:
          '[{ name: waiting, while: { waitingOn: customer }, holder: customer }, { name: rated, from: ticket.rated, until: { state: { status: open } }, holder: platform }]',
        stages: '[{ name: inbound, from: ticket.created }, { name: outbound, from: { on: ticket.assigned } }]',
      }),
    ).toMatchObject({
      pauses: [
        { name: 'waiting', holder: 'customer', while: { field: 'waitingOn', is: 'customer' } },
        { name: 'rated', holder: 'platform', from: { on: ['ticket.rated'] }, until: { state: { is: 'open' } } },
      ],
      stages: [
        { name: 'inbound', from: { on: ['ticket.created'] } },
        { name: 'outbound', from: { on: ['ticket.assigned'] } },
      ],
    });
  });
  it.each([
    [
      '{ while: { waitingOn: customer }, from: ticket.rated }',
      'This pause is stated in two ways. | `while`, or `from` and `until`',
    ],
    [
      '{ from: ticket.rated }',
      'This pause would never end. | `until` with what ends it, such as `until: order.released`',
    ],
    [
      '{ until: ticket.rated }',
      'This pause would never begin. | `from` with what begins it, such as `from: order.held`',
    ],
    ['{ }', 'It is not said when this pause is. | `while: { waitingOn: customer }`, or `from` and `until`'],
  ])('%s is refused', (pause, expected) => {
    const stated = pause.replace('{', '{ name: p, holder: customer,').replace(', }', ' }').replace(',  }', ' }');
    expect(refused({ pause: `[${stated}]` })).toEqual([`18:13 pause[0]: ${expected}`]);
  });
  it('are told apart by their names', () => {
    const pause = '{ name: p, holder: customer, while: { waitingOn: customer } }';
    expect(refused({ pause: `[${pause}, ${pause}]` })[0]).toMatch(/pause\[1\]\.name: There is a pause "p" before\./);
    const stage = '{ name: s, from: ticket.created }';
    expect(refused({ stages: `[${stage}, ${stage}]` })[0]).toMatch(/stages\[1\]\.name: There is a stage "s" before\./);
  });
});

describe('rows', () => {
  const row = (text: string) => ({ targets: `[{ name: all, target: 6 hours, ${text} }]` });
  it('say in which time of day a clock starts, and what follows', () => {
    expect(promise(row('starts: during office, penalty: 5 %, consequence: An invoice.')).rows[0]).toMatchObject({
      starts: { calendar: 'office', within: true },
      penalty: '5 %',
      consequence: 'An invoice.',
    });
    expect(promise(row('starts: outside office')).rows[0]!.starts).toEqual({ calendar: 'office', within: false });
  });
  it('are refused if they do not', () => {
    expect(refused(row('starts: at night'))).toEqual([
      '17:53 targets[0].starts: "at night" is no time of day. | `during office`, or `outside office`',
    ]);
    expect(refused(row('starts: outside ofice'))).toEqual([
      '17:53 targets[0].starts: This pack has no calendar "ofice". | `outside office`',
    ]);
  });
});

describe('derived fields and aliases', () => {
  const targets = '[{ name: a, when: { priority: P1 }, target: 6 hours }]';
  const table = '{ high: { high: P1, low: P2 }, low: { high: P2, low: P3 } }';
  const derive = (from: string, field = 'priority') => `derive: { ${field}: { from: ${from}, table: ${table} } }\n`;
  it('are taken, and their fields kept', () => {
    const aliases = 'aliases: { impact: { Wide: high } }\n';
    const compiled = pack({ targets, 'applies-to': '{ missing: segment }' }, derive('[impact, urgency]') + aliases);
    expect(compiled).toMatchObject({
      derived: [{ field: 'priority', from: ['impact', 'urgency'], table: { high: { high: 'P1', low: 'P2' } } }],
      aliases: { impact: { Wide: 'high' } },
      fields: ['impact', 'priority', 'segment', 'urgency'],
    });
  });
  it.each([
    ['[priority, urgency]', 'derive.priority.from[0]: `priority` would be worked out from itself. | another field'],
    ['[impact, impact]', 'derive.priority.from[1]: `impact` stands here twice. | a second field'],
    [
      '["?", impact]',
      'derive.priority.from[0]: "?" is no field. | a path into data such as `category` or `promise.deliverBy`',
    ],
  ])('from %s are refused', (from, expected) => {
    expect(refused({ targets }, derive(from))[0]).toContain(expected);
  });
  it('of a field within another are refused', () => {
    expect(refused({}, derive('[impact, urgency]', 'promise.shipBy'))[0]).toContain(
      'derive.promise.shipBy: `promise.shipBy` lies within another field. | a field without a dot, such as `priority`',
    );
  });
  it('that lead in a circle are refused', () => {
    expect(refused({}, 'aliases: { category: { a: b, b: a } }\n').map((each) => each.replace(/^\S+ /, ''))).toEqual([
      'aliases.category.a: "b" is another name itself. | `a`',
      'aliases.category.b: "a" is another name itself. | `b`',
    ]);
    expect(refused({}, 'aliases: { category: { a: a } }\n')[0]).toContain('called what it is called already');
  });
});

it('keeps every field that any condition names', () => {
  const compiled = pack({
    start: '{ on: ticket.created, where: { channel: chat }, state: { segment: gold } }',
    stop: '{ state: { status: done } }',
    restart: '{ on: ticket.assigned, where: { exists: assignee } }',
    reopen: '{ on: ticket.reopened, where: { actor.kind: customer }, then: continue }',
    pause:
      '[{ name: p, while: { waitingOn: customer }, holder: c }, { name: q, from: { on: ticket.message, where: { public: true } }, until: { on: ticket.message, where: { auto: true } }, holder: c }]',
    stages: '[{ name: s, from: { on: ticket.assigned, where: { vendor: x } } }]',
  });
  expect(compiled.fields).toEqual('actor.kind assignee auto channel public segment status vendor waitingOn'.split(' '));
});
