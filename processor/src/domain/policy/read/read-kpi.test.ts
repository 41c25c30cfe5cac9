import { describe, expect, it } from 'vitest';
import { compiledKpi, kpiPack, refusedKpi } from '../../../../../test/support/kpi-pack.ts';
import { refused } from '../../../../../test/support/linted-pack.ts';

/** Whom a KPI looks at, what counts, in which cohort, and who leaves. Windows and limits have tests of their own. */

const OF_SHIP = { of: '{ promise: ship }', counts: 'kept', block: 'at least 90 %' };

describe('a KPI', () => {
  it('says whole what it leaves out', () => {
    expect(compiledKpi()).toEqual({
      id: 'shop/k',
      title: 'K',
      subject: 'order',
      population: { kind: 'reached', reached: { on: ['order.opened'] } },
      counts: { kind: 'happened', happened: { on: ['order.cancelled'] } },
      good: 'low',
      cohort: { kind: 'first', on: ['order.opened'] },
      excludes: [],
      windows: [{ name: '7d', span: { kind: 'days', days: 7, lag: 0 } }],
      rings: ['7d'],
      judged: '7d',
      settles: 0,
      minimumVolume: 1,
      limits: [{ warn: { rate: 0.03 }, block: { rate: 0.03 }, recover: { rate: 0.03 } }],
      provenance: 'This test',
    });
  });
  it('of a promise has the promise’s subject, and the cohort of its deadline', () => {
    expect(compiledKpi(OF_SHIP)).toMatchObject({
      subject: 'order',
      population: { kind: 'promise', promise: 'shop/ship' },
      counts: { kind: 'kept' },
      good: 'high',
      cohort: { kind: 'due' },
    });
    expect(compiledKpi({ ...OF_SHIP, of: '{ promise: answer }' }).subject).toBe('ticket');
  });
  it('in the form from before goes on', () => {
    const short = { of: undefined, windows: undefined, window: '7 days', block: '90 %' };
    expect(compiledKpi({ ...short, counts: '{ promise: ship }' })).toEqual(compiledKpi(OF_SHIP));
    const tracked = { counts: 'tracked', of: '[order.shipped, order.delivered]', block: 'at least 90 %' };
    expect(compiledKpi({ ...short, counts: '{ tracked-of: [order.shipped, order.delivered] }' })).toEqual(
      compiledKpi(tracked),
    );
    expect(compiledKpi({ ...short, counts: '{ promise: ship }', excludes: '{ carrier: ppl }' }).excludes).toEqual([
      { name: 'by its data', when: { field: 'carrier', is: 'ppl' }, excuse: false },
    ]);
  });
  it('carries burn, consequence and a zone, which becomes one of the pack’s', () => {
    const pack = kpiPack({ zone: 'America/New_York', burn: '{ fast: 6, slow: 2 }', consequence: 'A talk.' });
    expect(pack.kpis[0]).toMatchObject({
      zone: 'America/New_York',
      burn: { fast: 6, slow: 2 },
      consequence: 'A talk.',
    });
    expect(Object.keys(pack.zones)).toContain('America/New_York');
  });
  it('names every field that its facts must keep', () => {
    const { fields } = kpiPack({
      of: '{ happened: order.opened, where: { segment: gold } }',
      when: '{ salesChannel: web }',
      counts: '{ fits: { deliveredBy: platform } }',
      cohort: '{ field: promise.deliverBy }',
      excludes: '[{ name: a, when: { market: cz } }]',
      excuses: '[{ name: b, happened: order.held, where: { reason: stock } }]',
    });
    expect(fields).toEqual('deliveredBy market promise.deliverBy reason salesChannel segment'.split(' '));
    expect(kpiPack({ counts: '{ wrong-status: { delivered: shipment.lost } }' }).fields).toEqual(['evidence']);
  });
});

describe('what counts', () => {
  it.each([
    ['tracked', 'at least 90 %', { kind: 'tracked' }],
    [
      '{ happened: [order.cancelled, order.refused], where: { by: partner } }',
      'at most 2 %',
      {
        kind: 'happened',
        happened: { on: ['order.cancelled', 'order.refused'], where: { field: 'by', is: 'partner' } },
      },
    ],
    [
      '{ fits: { deliveredBy: platform } }',
      'at least 50 %',
      { kind: 'fits', condition: { field: 'deliveredBy', is: 'platform' } },
    ],
    [
      '{ wrong-status: { delivered: [shipment.returned, shipment.lost], cancelled: [order.delivered, shipment.delivered], refused: [] } }',
      'at most 1 %',
      {
        kind: 'wrong-status',
        contrary: {
          delivered: ['shipment.returned', 'shipment.lost'],
          cancelled: ['order.delivered', 'shipment.delivered'],
          refused: [],
        },
      },
    ],
  ])('%s', (counts, block, expected) => {
    expect(compiledKpi({ counts, block }).counts).toEqual(expected);
  });

  it.each([
    ['kept', 'counts: Nothing is kept where no promise is looked at. | `of: { promise: ... }`, or `happened`, `fits`'],
    ['{ happened: order.canceled }', 'counts.happened: "order.canceled" is no event. | `order.cancelled`'],
    [
      '{ happened: ticket.closed }',
      'counts.happened: `ticket.closed` never happens to an order. | an event of the order',
    ],
    [
      '{ wrong-status: { deliverd: [shipment.lost] } }',
      'counts.wrong-status.deliverd: No order is told to be "deliverd". | `delivered`',
    ],
    [
      '{ wrong-status: { delivered: [shipment.tracking-set] } }',
      'counts.wrong-status.delivered: `shipment.tracking-set` says nothing against "delivered". | a scan such as `shipment.lost`, or a status of the order',
    ],
    [
      '{ wrong-status: { delivered: [order.status-corrected] } }',
      'counts.wrong-status.delivered: `order.status-corrected` says nothing against "delivered". | a scan such as `shipment.lost`, or a status of the order',
    ],
    [
      '{ wrong-status: { delivered: [shipment.delivered] } }',
      'counts.wrong-status.delivered: `shipment.delivered` speaks for "delivered", not against it. | evidence of something else',
    ],
    [
      '{ wrong-status: { cancelled: order.cancelled } }',
      'counts.wrong-status.cancelled: `order.cancelled` speaks for "cancelled", not against it. | evidence of something else',
    ],
    ['{ wrong-status: { rated: [] } }', 'counts.wrong-status.rated: No order is told to be "rated". | `created`'],
    [
      '{ wrong-status: {} }',
      'counts.wrong-status: Without a final status none is wrong. | a status such as `delivered`',
    ],
    ['{ promise: ship }', 'counts.promise: `of` says already whom this KPI looks at. | `kept`'],
    ['{ tracked-of: order.shipped }', 'counts.tracked-of: `of` says already whom this KPI looks at. | `tracked`'],
    [
      'late',
      'counts: "late" does not fit here. | `kept`, `broken`, `tracked`, `{ happened: order.cancelled, where: ... }`, `{ fits: ... }` or `{ wrong-status: ... }`',
    ],
  ])('refuses %s', (counts, expected) => {
    const block = /kept|promise|tracked/.test(counts) ? 'at least 90 %' : 'at most 3 %';
    expect(refusedKpi({ counts, block })[0]).toBe(expected);
  });
  it('refuses of tickets what only orders have', () => {
    const ticket = { subject: 'ticket', of: 'ticket.created' };
    expect(refusedKpi({ ...ticket, counts: 'tracked', block: '90 %' })).toEqual([
      'counts: A ticket has no parcels. | `subject: order`, or something else to count',
    ]);
    expect(refusedKpi({ ...ticket, counts: '{ wrong-status: { delivered: shipment.lost } }' })).toEqual([
      'counts.wrong-status: A ticket has no final status that a carrier confirms. | `subject: order`',
    ]);
  });
});

describe('whom it looks at', () => {
  it('may be asked for its data, and for those of the event', () => {
    const of = '{ happened: [order.opened, order.created], where: { market: cz } }';
    expect(compiledKpi({ of, when: '{ salesChannel: web }' })).toMatchObject({
      population: {
        kind: 'reached',
        reached: { on: ['order.opened', 'order.created'], where: { field: 'market', is: 'cz' } },
        when: { field: 'salesChannel', is: 'web' },
      },
      cohort: { kind: 'first', on: ['order.opened', 'order.created'] },
    });
  });
  it.each([
    [{ of: undefined }, 'of: `of` is missing. | an event type such as `order.opened`, a list of them'],
    [{ of: 'order.open' }, 'of: "order.open" is no event. | `order.opened`'],
    [{ of: '[]' }, 'of: An empty list never happens. | at least one event type'],
    [{ ...OF_SHIP, of: '{ promise: shp }' }, 'of.promise: This pack has no promise "shp". | `ship`'],
    [{ ...OF_SHIP, subject: 'ticket' }, 'subject: The promise "ship" is made to another subject. | `order`'],
    [{ of: '{ promis: ship }' }, 'of: A mapping does not fit here. | an event type such as `order.opened`'],
    [{ when: '{ }' }, 'when: This condition is empty and fits everything.'],
    [{ zone: 'Europe/Praha' }, 'zone: "Europe/Praha" is no time zone. (UNKNOWN_ZONE)'],
    [{ burn: '{}' }, 'burn: It is not said how fast the budget may burn. | `{ fast: 6, slow: 2 }`, or one of the two'],
    [{ burn: '{ fast: 0 }' }, 'burn.fast: 0 does not fit here. | a number above 0'],
    [{ 'minimum-volume': '0' }, 'minimum-volume: 0 does not fit here. | at least 1'],
    [{ 'minimum-volume': '2.5' }, 'minimum-volume: 2.5 does not fit here. | a whole number'],
    [{ provenance: undefined }, 'provenance: `provenance` is missing.'],
    [{ exclude: '{ a: b }' }, 'exclude: There is no key "exclude" here. | `excludes`'],
  ])('refuses %j', (over, expected) => {
    expect(refusedKpi(over as Record<string, string>)[0]).toContain(expected);
  });
});

it('knows to whom a promise is made that has a mistake elsewhere', () => {
  const kpi =
    'kpis: { k: { title: K, of: { promise: answer }, counts: kept, cohort: ticket.created, window: 7 days, block: 9 %, provenance: x } }\n';
  expect(refused({ kind: 'secret' }, kpi)).toEqual([
    '12:11 kind: "secret" does not fit here. | `contractual` or `internal`',
  ]);
});

describe('a cohort', () => {
  it.each([
    [{ cohort: 'order.shipped' }, { kind: 'first', on: ['order.shipped'] }],
    [{ cohort: '[order.shipped, shipment.picked-up]' }, { kind: 'first', on: ['order.shipped', 'shipment.picked-up'] }],
    [{ cohort: '{ field: promise.deliverBy }' }, { kind: 'field', field: 'promise.deliverBy' }],
    [{ ...OF_SHIP, cohort: 'start' }, { kind: 'start' }],
    [{ ...OF_SHIP, cohort: 'deadline' }, { kind: 'due' }],
  ])('%j', (over, expected) => {
    expect(compiledKpi(over as Record<string, string>).cohort).toEqual(expected);
  });
  it.each([
    [
      'deadline',
      'cohort: There is no deadline where no promise is looked at. | an event type, or `of: { promise: ... }`',
    ],
    ['start', 'cohort: There is no start where no promise is looked at. | an event type, or `of: { promise: ... }`'],
    ['order.shiped', 'cohort: "order.shiped" is no event. | `order.shipped`'],
    [
      '{ field: "no field" }',
      'cohort.field: "no field" is no field. | a path into data such as `category` or `promise.deliverBy`',
    ],
  ])('refuses %s', (cohort, expected) => {
    expect(refusedKpi({ cohort })).toEqual([expected]);
  });
});

describe('reasons to leave', () => {
  it('have names, and fit by data, by what happened and on days', () => {
    expect(
      compiledKpi({
        excludes:
          '[{ name: own delivery, when: { deliveredBy: platform } }, { name: outage, from: 2026-03-01, until: 2026-03-02 }]',
        excuses: '[{ name: called off, happened: order.cancelled, where: { by: call-centre } }]',
      }).excludes,
    ).toEqual([
      { name: 'own delivery', when: { field: 'deliveredBy', is: 'platform' }, excuse: false },
      { name: 'outage', from: 20_513, until: 20_514, excuse: false },
      {
        name: 'called off',
        happened: { on: ['order.cancelled'], where: { field: 'by', is: 'call-centre' } },
        excuse: true,
      },
    ]);
  });
  it.each([
    [
      '[{ name: a, when: { market: cz } }, { name: a, when: { market: sk } }]',
      'excludes[1].name: There is a reason "a" before. | another name: counts tell by it why somebody left',
    ],
    [
      '[{ name: a }]',
      'excludes[0]: This reason lets everybody go. | `when`, `happened`, or the days on which it holds',
    ],
    [
      '[{ name: a, where: { by: partner }, when: { market: cz } }]',
      'excludes[0].where: `where` looks into an event, and none is named. | `happened`, or `when` instead',
    ],
    ['[{ name: a, from: 2026-02-30 }]', 'excludes[0].from: "2026-02-30" is no date. | a date such as `2026-03-01`'],
    [
      '[{ name: a, from: 2026-03-02, until: 2026-03-01 }]',
      'excludes[0].until: It would end before it begins. | the earlier date under `from`',
    ],
    [
      '{ name: a, when: { market: cz } }',
      'excludes: A reason with a name stands in a list. | `- { name: ..., when: ... }`',
    ],
  ])('refuses %s', (excludes, expected) => {
    expect(refusedKpi({ excludes })).toEqual([expected]);
  });
  it('share their names with excuses', () => {
    const reason = '[{ name: a, when: { market: cz } }]';
    expect(refusedKpi({ excludes: reason, excuses: reason })[0]).toContain('excuses[0].name: There is a reason "a"');
  });
});
