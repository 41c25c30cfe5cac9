import { EVENT_TYPES } from '@belfry/ingest/contract';
import { describe, expect, it } from 'vitest';
import { NOW, shop } from '../../../../../test/support/linted-pack.ts';
import type { CompiledPack, CompiledPromise } from '../compiled.ts';
import { parsePack } from '../parse-pack.ts';
import { policyRecordSchema } from '../policy-record-schema.ts';

/** The promise `answer` says this. */
function pack(over: Record<string, string>, more = ''): CompiledPack {
  const source = shop(over, more);
  const parsed = parsePack(source, 'shop.yaml', NOW);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const record = { hash: parsed.hash, number: null, source, compiled: parsed.compiled };
  expect(policyRecordSchema.safeParse(JSON.parse(JSON.stringify(record))).error).toBeUndefined();
  return parsed.compiled;
}
const promise = (over: Record<string, string>): CompiledPromise => pack(over).promises[0]!;

/** What is refused, as `line:column path: message | instead`. The promise begins in line 8, its first key in line 10. */
function refused(over: Record<string, string>, more = ''): string[] {
  const parsed = parsePack(shop(over, more), 'shop.yaml', NOW);
  if (!('problems' in parsed)) throw new Error('It was taken.');
  return parsed.problems.map(
    ({ line, column, path, message, instead }) =>
      `${line}:${column} ${path.replace(/^promises\.answer\.?/, '')}: ${message} | ${instead}`,
  );
}

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

describe('ladders', () => {
  const ladder = (at: string, counting = '{}') =>
    promise({ counting, ladder: `[{ name: s, at: ${at}, level: l, role: r, responsibility: x }]` }).ladder[0]!.at;
  const ladderOf = (name: string, at = '75 %', tell = '') =>
    `[{ name: ${name}, at: ${at}, level: l, role: r, responsibility: x${tell} }]`;

  it.each([
    ['75 %', { percent: 75 }],
    ['150%', { percent: 150 }],
    ['30 minutes before', { before: 1_800_000 }],
    ['30 minutes before the deadline', { before: 1_800_000 }],
    ['1 hour after', { after: 3_600_000 }],
    ['1 hour after the deadline', { after: 3_600_000 }],
    ['1 hour after on office', { after: 3_600_000, calendar: 'office' }],
    ['1 hour on office after', { after: 3_600_000, calendar: 'office' }],
    ['at start', { start: 0 }],
    ['1 hour after start', { start: 3_600_000 }],
    ['1 hour 30 minutes after start on office', { start: 5_400_000, calendar: 'office' }],
  ])('come at %s', (at, expected) => {
    expect(ladder(at)).toEqual(expected);
  });
  it('count as the promise does unless they say otherwise', () => {
    const counting = '{ hours: office }';
    expect(ladder('1 hour after start', counting)).toEqual({ start: 3_600_000, calendar: 'office' });
    expect(ladder('1 hour after start round the clock', counting)).toEqual({ start: 3_600_000 });
    expect(ladder('1 hour round the clock after', counting)).toEqual({ after: 3_600_000 });
    expect(ladder('1 hour after on always', counting)).toEqual({ after: 3_600_000, calendar: 'always' });
    expect(ladder('1 hour before', counting)).toEqual({ before: 3_600_000 });
  });
  it.each([
    [
      'soon',
      '"soon" is no moment of a clock. | `75 %`, `30 minutes before`, `1 hour after`, `at start`, or `8 hours after start`',
    ],
    ['0 %', 'At 0 % the clock has just begun. | `at start`, or a share above 0 %'],
    ['2 days after start', '"2 days after start" does not say which days. | `48 hours after start`'],
    ['1 hour after start on ofice', 'This pack has no calendar "ofice". | `office`'],
  ])('do not come at %s', (at, expected) => {
    expect(refused({ ladder: ladderOf('s', at) })).toEqual([`18:29 ladder[0].at: ${expected}`]);
  });
  it.each(['deadline', 'stop', 'retract'])('have no step called %s', (name) => {
    expect(refused({ ladder: ladderOf(name) })).toEqual([
      `18:22 ladder[0].name: "${name}" is what every clock calls a step of its own. | another name: signals are told apart by it`,
    ]);
  });
  it.each(['retract:s', 'stop~1'])('have no step called %s', (name) => {
    expect(refused({ ladder: ladderOf(`"${name}"`) })).toEqual([
      `18:22 ladder[0].name: "${name}" has a sign that only a clock's own steps have. | a name without \`:\` and \`~\``,
    ]);
  });
  it('say who is told', () => {
    const tell = (text: string) => promise({ ladder: ladderOf('s', '75 %', `, tell: ${text}`) }).ladder[0]!.tell;
    expect(tell('assignee')).toEqual(['assignee']);
    expect(tell('[assignee, on-call]')).toEqual(['assignee', 'on-call']);
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
