import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledKpi, CompiledZone } from '../policy/compiled.ts';
import { type Contribution, contributionDelta, kpiEvaluator } from './contribution.ts';
import type { KpiClock, KpiView } from './view.ts';

/** 2024-05-10T00:00 in Riyadh (UTC+3, no daylight saving) is 2024-05-09T21:00Z; 10 May 2024 is day 19853. */
const RIYADH: CompiledZone = { name: 'Asia/Riyadh', offsets: [0, 180] };
const MAY_10 = 19_853;

const onTime: CompiledKpi = {
  id: 'mall/on-time',
  title: 'On-time delivery',
  counts: { kind: 'promise', promise: 'mall/on-time-delivery' },
  window: { name: '7d', days: 7 },
  warn: 0.92,
  block: 0.9,
  minimumVolume: 10,
  provenance: 'test',
};
const tracking: CompiledKpi = {
  ...onTime,
  id: 'mall/tracking',
  counts: { kind: 'tracked', reached: ['order.shipped', 'order.delivered'] },
  excludes: { field: 'deliveredBy', is: 'platform' },
};

type PromisedClock = KpiClock & { readonly promise: string };

const clock = (state: KpiClock['state'], due: string | null, over: Partial<PromisedClock> = {}): PromisedClock => ({
  promise: 'mall/on-time-delivery',
  state,
  due: due === null ? null : Date.parse(due),
  quiet: false,
  ...over,
});

const view = ({ clocks = [], ...over }: Partial<KpiView> & { clocks?: readonly PromisedClock[] } = {}): KpiView => ({
  subject: 'order/1',
  partner: 'p1',
  market: 'sa',
  carrier: 'aramex',
  channel: 'shop',
  zone: RIYADH,
  data: {},
  clockOf: (promise) => clocks.find((known) => known.promise === promise),
  firsts: new Map(),
  parcels: new Map(),
  quiet: false,
  ...over,
});

const only = (kpi: CompiledKpi, of: KpiView): Contribution | undefined => kpiEvaluator([kpi]).contributions(of)[0];
const dueBy = (state: KpiClock['state'], due: string | null, over: Partial<PromisedClock> = {}) =>
  only(onTime, view({ clocks: [clock(state, due, over)] }));

describe('what a subject contributes to a promise KPI', () => {
  it('counts met for and breached against, in the local day of the deadline', () => {
    expect(dueBy('met', '2024-05-10T12:00:00Z')).toEqual({
      cell: { kpi: 'mall/on-time', partner: 'p1', market: 'sa', carrier: 'aramex', channel: 'shop', bucket: MAY_10 },
      num: 1,
      den: 1,
      quiet: false,
    });
    expect(dueBy('breached', '2024-05-10T12:00:00Z')).toMatchObject({ num: 0, den: 1 });
  });

  it('counts nothing without a verdict, without a deadline, and when cancelled', () => {
    for (const state of ['pending', 'running', 'paused', 'cancelled'] as const) {
      expect(dueBy(state, '2024-05-10T12:00:00Z')).toBeUndefined();
    }
    expect(dueBy('met', null)).toBeUndefined();
    expect(only(onTime, view())).toBeUndefined();
    expect(dueBy('met', '2024-05-10T12:00:00Z', { promise: 'mall/ship-confirmation' })).toBeUndefined();
  });

  it('gives the end of a promised day to that day, whether it is written 23:59:59.999 or as the midnight after', () => {
    expect(dueBy('met', '2024-05-10T20:59:59.999Z')?.cell.bucket).toBe(MAY_10);
    expect(dueBy('met', '2024-05-10T21:00:00.000Z')?.cell.bucket).toBe(MAY_10);
    expect(dueBy('met', '2024-05-10T21:00:00.001Z')?.cell.bucket).toBe(MAY_10 + 1);
    expect(dueBy('met', '2024-05-09T21:00:00.001Z')?.cell.bucket).toBe(MAY_10);
  });

  it('is quiet where its clock or the whole record is history', () => {
    expect(dueBy('met', '2024-05-10T12:00:00Z', { quiet: true })?.quiet).toBe(true);
    expect(only(onTime, view({ clocks: [clock('met', '2024-05-10T12:00:00Z')], quiet: true }))?.quiet).toBe(true);
  });

  it('leaves test subjects out', () => {
    expect(
      only(onTime, view({ clocks: [clock('met', '2024-05-10T12:00:00Z')], data: { test: true } })),
    ).toBeUndefined();
  });
});

describe('what an order contributes to a tracking KPI', () => {
  const shipped = new Map([
    ['order.delivered', Date.parse('2024-05-11T10:00:00Z')],
    ['order.shipped', Date.parse('2024-05-10T10:00:00Z')],
  ]);
  const of = (parcels: [string, boolean, boolean][], over: Partial<KpiView> = {}) =>
    only(
      tracking,
      view({
        firsts: shipped,
        parcels: new Map(parcels.map(([name, number, url]) => [name, { number, url }])),
        ...over,
      }),
    );

  it('counts from the first of the states that it reached, in their local day', () => {
    expect(of([])).toMatchObject({ num: 0, den: 1, cell: { bucket: MAY_10 } });
    expect(of([['', true, true]], { firsts: new Map([['order.opened', 5]]) })).toBeUndefined();
  });

  it('wants number and link of every parcel', () => {
    expect(of([['s1', true, true]])?.num).toBe(1);
    expect(of([['s1', true, false]])?.num).toBe(0);
    expect(
      of([
        ['s1', true, true],
        ['s2', false, false],
      ])?.num,
    ).toBe(0);
  });

  it('takes tracking without a parcel for an order that names none, and only then', () => {
    expect(of([['', true, true]])?.num).toBe(1);
    expect(of([['', true, false]])?.num).toBe(0);
    expect(
      of([
        ['', true, true],
        ['s1', false, false],
      ])?.num,
    ).toBe(0);
    expect(
      of([
        ['', false, false],
        ['s1', true, true],
      ])?.num,
    ).toBe(1);
  });

  it('leaves out what the KPI excludes', () => {
    expect(of([['s1', true, true]], { data: { deliveredBy: 'platform' } })).toBeUndefined();
  });
});

describe('the delta between two judgements', () => {
  const cause = { offset: 7, subject: 'order/1', quiet: false };
  const at = (bucket: number, num: 0 | 1, over: object = {}): Contribution => ({
    cell: { kpi: 'k', partner: 'p1', market: 'm', carrier: 'c', channel: 'x', bucket, ...over },
    num,
    den: 1,
    quiet: false,
  });

  it('appears, changes its mind, moves and goes', () => {
    expect(contributionDelta([], [at(5, 1)], cause)).toEqual([{ ...at(5, 1).cell, ...cause, num: 1, den: 1 }]);
    expect(contributionDelta([at(5, 0)], [at(5, 1)], cause)).toEqual([{ ...at(5, 1).cell, ...cause, num: 1, den: 0 }]);
    expect(contributionDelta([at(5, 1)], [at(6, 0)], cause).map((d) => [d.bucket, d.num, d.den])).toEqual([
      [5, -1, -1],
      [6, 0, 1],
    ]);
    expect(contributionDelta([at(5, 1)], [at(5, 1, { partner: 'p2' })], cause).map((d) => [d.partner, d.den])).toEqual([
      ['p1', -1],
      ['p2', 1],
    ]);
    expect(contributionDelta([at(5, 1)], [], cause)).toEqual([{ ...at(5, 1).cell, ...cause, num: -1, den: -1 }]);
    expect(contributionDelta([at(5, 1)], [at(5, 1)], cause)).toEqual([]);
  });

  it('adds up: the deltas of any history sum to what is contributed at its end, one delta a cell', () => {
    const contributions = fc
      .uniqueArray(
        fc.record({
          kpi: fc.constantFrom('a', 'b'),
          bucket: fc.integer({ min: 0, max: 2 }),
          num: fc.constantFrom(0 as const, 1 as const),
        }),
        {
          selector: ({ kpi }) => kpi,
        },
      )
      .map((list) => list.map(({ kpi, bucket, num }) => at(bucket, num, { kpi })));
    fc.assert(
      fc.property(fc.array(contributions, { minLength: 1, maxLength: 8 }), (history) => {
        const sums = new Map<string, [number, number]>();
        let before: Contribution[] = [];
        for (const after of history) {
          const deltas = contributionDelta(before, after, cause);
          const keys = deltas.map(({ kpi, bucket }) => `${kpi}/${bucket}`);
          expect(new Set(keys).size).toBe(keys.length);
          for (const { kpi, bucket, num, den } of deltas) {
            const sum = sums.get(`${kpi}/${bucket}`) ?? [0, 0];
            sums.set(`${kpi}/${bucket}`, [sum[0] + num, sum[1] + den]);
          }
          before = after;
        }
        const standing = [...sums].filter(([, [, den]]) => den !== 0);
        expect(new Map(standing)).toEqual(
          new Map(before.map(({ cell, num }) => [`${cell.kpi}/${cell.bucket}`, [num, 1]])),
        );
      }),
    );
  });
});
