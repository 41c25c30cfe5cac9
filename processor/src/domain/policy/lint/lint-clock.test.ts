import { describe, expect, it } from 'vitest';
import { linted, shop } from '../../../../../test/support/linted-pack.ts';

/** Whether a clock can begin, end, pause and go on. */

const STUCK = '{ all: [{ team: L1 }, { team: L2 }] }';
const CONTRADICTS = 'No event fits this: it contradicts itself. | one of the two';

it('minds nothing about a promise that can be kept', () => {
  expect(linted(shop())).toEqual([]);
});

describe('never-starts', () => {
  it.each([
    [
      'a start that contradicts itself',
      { start: `{ on: ticket.created, where: ${STUCK} }` },
      `error never-starts start.where: Nothing starts this. ${CONTRADICTS}`,
    ],
    [
      'an applies-to that contradicts itself',
      { 'applies-to': '{ segment: gold, not: { segment: [gold, silver] } }' },
      'error never-starts applies-to: No subject fits this: it contradicts itself. | one of the two',
    ],
    [
      'an applies-to that asks for what is told and missing',
      { 'applies-to': '{ impact: high, missing: impact }' },
      'error never-starts applies-to: No subject fits this: it contradicts itself. | one of the two',
    ],
    [
      'a promise to test subjects',
      { 'applies-to': '{ test: true }' },
      'error never-starts applies-to: Only test subjects fit this, and those are promised nothing. | a condition that other subjects fit',
    ],
    [
      'a state that the promise does not apply to',
      { start: '{ state: { segment: gold } }', 'applies-to': '{ segment: silver }' },
      'error never-starts start.state: No subject that comes into this state is one that the promise applies to. | a state that `applies-to` leaves open',
    ],
    [
      'a state that everything is in from its beginning',
      { start: '{ state: { any: [{ exists: team }, { missing: team }] } }' },
      'error never-starts start.state: Nothing starts this. Every subject fits this from its beginning, so that none comes to fit it. | a state that some subjects are not in',
    ],
  ])('finds %s', (_, over, expected) => {
    expect(linted(shop(over))).toEqual([expected]);
  });

  it('is not said of conditions that can hold', () => {
    for (const applies of [
      '{ test: false }',
      '{ segment: [gold, silver], not: { segment: gold } }',
      '{ exists: impact }',
    ]) {
      expect(linted(shop({ 'applies-to': applies }))).toEqual([]);
    }
    expect(linted(shop({ start: '{ state: { status: open } }' }))).toEqual([]);
  });
});

describe('never-stops, never-reopens', () => {
  const stop = `{ on: ticket.resolved, where: ${STUCK} }`;
  it('tells a clock that can only be cancelled from one that never ends', () => {
    expect(linted(shop({ stop }))).toEqual([
      `error never-stops stop.where: Nothing keeps this promise. ${CONTRADICTS}`,
    ]);
    expect(linted(shop({ stop, cancel: undefined }))).toEqual([
      `error never-stops stop.where: Nothing stops or cancels this. ${CONTRADICTS}`,
    ]);
  });
  it('says that what never stops is never reopened', () => {
    const reopen = '{ on: ticket.reopened, then: continue }';
    expect(linted(shop({ stop, reopen }))).toContain(
      'error never-reopens reopen: Only what has stopped is reopened, and this never stops. | a `stop` that can happen, or no `reopen`',
    );
    expect(linted(shop({ reopen }))).toEqual([]);
  });
});

describe('never-happens', () => {
  it.each([
    ['cancel', `{ on: ticket.merged, where: ${STUCK} }`, 'cancel.where'],
    ['restart', `{ on: ticket.assigned, where: ${STUCK} }`, 'restart.where'],
    ['reopen', `{ on: ticket.reopened, where: ${STUCK}, then: new cycle }`, 'reopen.where'],
    ['stages', `[{ name: a, from: { on: ticket.assigned, where: ${STUCK} } }]`, 'stages[0].from.where'],
  ])('looks at %s', (key, value, path) => {
    expect(linted(shop({ [key]: value }))).toEqual([`error never-happens ${path}: ${CONTRADICTS}`]);
  });
});

describe('pauses', () => {
  const until = 'until: ticket.assigned';
  it.each([
    [
      '{ while: { all: [{ waitingOn: customer }, { waitingOn: vendor }] } }',
      'error pause-never-begins pause[0].while: No subject fits this, so that the pause never begins. | a condition that does not contradict itself',
    ],
    [
      '{ while: { any: [{ exists: team }, { missing: team }] } }',
      'error pause-never-ends pause[0].while: Every subject fits this for ever, so that the pause never ends. | a condition such as `{ waitingOn: customer }`',
    ],
    [
      `{ from: { on: ticket.rated, where: ${STUCK} }, ${until} }`,
      `error pause-never-begins pause[0].from.where: Nothing begins this pause. ${CONTRADICTS}`,
    ],
    [
      `{ from: ticket.rated, until: { on: ticket.rated, where: ${STUCK} } }`,
      `error pause-never-ends pause[0].until.where: Nothing ends this pause. ${CONTRADICTS}`,
    ],
    [
      '{ from: ticket.assigned, until: ticket.assigned }',
      'error pause-never-ends pause[0].until: The same begins and ends this pause. | another event, such as `order.released`',
    ],
    [
      `{ from: ticket.resolved, ${until} }`,
      'warning pause-never-begins pause[0].from: What begins this pause ends the clock, so that there is nothing left to pause. | an event that neither stops nor cancels it',
    ],
    [
      '{ from: ticket.rated, until: [ticket.resolved, ticket.merged] }',
      'warning pause-never-ends pause[0].until: Only the end of the clock ends this pause: whatever was paused once is never due again. | an event that neither stops nor cancels it',
    ],
  ])('%s', (pause, expected) => {
    expect(linted(shop({ pause: `[${pause.replace('{', '{ name: p, holder: customer,')}]` }))).toEqual([expected]);
  });

  const held = { subject: 'order', start: 'order.opened', stop: 'order.delivered', cancel: 'order.cancelled' };
  const pause = '[{ name: held, from: order.held, until: order.released, holder: platform }]';
  it('have no effect on a promised date', () => {
    const targets = '[{ name: promised, target: until promise.deliverBy }]';
    expect(linted(shop({ ...held, pause, targets }))).toEqual([
      'warning pause-without-effect pause: Pauses do not move a promised date, and there are no other deadlines here. | a target in hours or business days, or no pauses',
    ]);
    const ladder = '[{ name: late, at: 8 hours after start, level: L2, role: lead, responsibility: Ask. }]';
    expect(linted(shop({ ...held, pause, targets, ladder }))).toEqual([]);
  });
  it('that can begin and end are fine', () => {
    expect(linted(shop({ ...held, pause }))).toEqual([]);
    expect(linted(shop({ pause: '[{ name: w, while: { waitingOn: customer }, holder: customer }]' }))).toEqual([]);
  });
});
