import { describe, expect, it } from 'vitest';
import { aKpi } from '../../../../test/support/a-kpi.ts';
import type { CompiledKpi, CompiledZone } from '../policy/compiled.ts';
import { fieldAt } from '../policy/condition.ts';
import { type Contribution, kpiEvaluator } from './contribution.ts';
import type { KpiClock, KpiFact, KpiView } from './view.ts';

/** 2024-05-10T00:00 in Riyadh (UTC+3, no daylight saving) is 2024-05-09T21:00Z; 10 May 2024 is day 19853. */
const RIYADH: CompiledZone = { name: 'Asia/Riyadh', offsets: [0, 180] };
const MAY_10 = 19_853;

const onTime = aKpi();
const DISPATCHED = ['order.shipped', 'order.delivered'];
const tracking: CompiledKpi = {
  ...onTime,
  id: 'mall/tracking',
  population: { kind: 'reached', reached: { on: DISPATCHED } },
  counts: { kind: 'tracked' },
  cohort: { kind: 'first', on: DISPATCHED },
  excludes: [{ name: 'own delivery', when: { field: 'deliveredBy', is: 'platform' }, excuse: false }],
};
const cancellations: CompiledKpi = {
  ...onTime,
  id: 'mall/cancellation',
  population: { kind: 'reached', reached: { on: ['order.opened'] } },
  counts: { kind: 'happened', happened: { on: ['order.cancelled'], where: { field: 'by', is: 'partner' } } },
  good: 'low',
  cohort: { kind: 'first', on: ['order.opened'] },
};

type PromisedClock = KpiClock & { readonly promise: string };

const clock = (state: KpiClock['state'], due: string | null, over: Partial<PromisedClock> = {}): PromisedClock => ({
  promise: 'mall/on-time-delivery',
  state,
  start: 0,
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
  facts: [],
  parcels: new Map(),
  ...over,
});

const only = (kpi: CompiledKpi, of: KpiView): Contribution | undefined =>
  kpiEvaluator([{ kpi, read: fieldAt, zone: undefined }]).contributions(of)[0];
const happened = (type: string, time: string, data: KpiFact['data'] = {}): KpiFact => ({
  type,
  time: Date.parse(time),
  data,
});
const dueBy = (state: KpiClock['state'], due: string | null, over: Partial<PromisedClock> = {}) =>
  only(onTime, view({ clocks: [clock(state, due, over)] }));

describe('what a subject contributes to a promise KPI', () => {
  it('counts met for and breached against, in the local day of the deadline', () => {
    expect(dueBy('met', '2024-05-10T12:00:00Z')).toEqual({
      cell: { kpi: 'mall/on-time', partner: 'p1', market: 'sa', carrier: 'aramex', channel: 'shop', bucket: MAY_10 },
      num: 1,
      den: 1,
      excluded: undefined,
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

  it('is quiet where its clock is history', () => {
    expect(dueBy('met', '2024-05-10T12:00:00Z', { quiet: true })?.quiet).toBe(true);
  });

  it('leaves test subjects out', () => {
    expect(
      only(onTime, view({ clocks: [clock('met', '2024-05-10T12:00:00Z')], data: { test: true } })),
    ).toBeUndefined();
  });
});

describe('what an order contributes to a tracking KPI', () => {
  const shipped = [
    happened('order.shipped', '2024-05-10T10:00:00Z'),
    happened('order.delivered', '2024-05-11T10:00:00Z'),
  ];
  const of = (parcels: [string, boolean, boolean][], over: Partial<KpiView> = {}) =>
    only(
      tracking,
      view({
        facts: shipped,
        parcels: new Map(parcels.map(([name, number, url]) => [name, { number, url }])),
        ...over,
      }),
    );

  it('counts from the first of the states that it reached, in their local day', () => {
    expect(of([])).toMatchObject({ num: 0, den: 1, cell: { bucket: MAY_10 } });
    expect(of([['', true, true]], { facts: [happened('order.opened', '2024-05-10T10:00:00Z')] })).toBeUndefined();
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
    expect(of([['s1', true, true]], { data: { deliveredBy: 'platform' } })).toMatchObject({
      num: 0,
      den: 0,
      excluded: 'own delivery',
    });
  });
});

describe('what an order contributes to a KPI of what happened', () => {
  const opened = happened('order.opened', '2024-05-10T10:00:00Z');
  const by = (by: string) => happened('order.cancelled', '2024-05-12T10:00:00Z', { by });

  it('counts it in the day on which it reached the population', () => {
    expect(only(cancellations, view({ facts: [opened] }))).toMatchObject({ num: 0, den: 1, cell: { bucket: MAY_10 } });
    expect(only(cancellations, view({ facts: [opened, by('partner')] }))).toMatchObject({
      num: 1,
      cell: { bucket: MAY_10 },
    });
    expect(only(cancellations, view({ facts: [by('partner')] }))).toBeUndefined();
  });

  it('counts only what its own data fit: the call centre does not count against the partner', () => {
    expect(only(cancellations, view({ facts: [opened, by('call-centre')] }))).toMatchObject({ num: 0, den: 1 });
    expect(only(cancellations, view({ facts: [opened, by('call-centre'), by('partner')] }))?.num).toBe(1);
  });

  it('looks only at its own kind of subject', () => {
    expect(only(cancellations, view({ subject: 'ticket/1', facts: [opened] }))).toBeUndefined();
    expect(only({ ...cancellations, subject: 'ticket' }, view({ subject: 'ticket/1', facts: [opened] }))?.den).toBe(1);
  });

  it('asks the data of the population', () => {
    const gold = { ...cancellations.population, when: { field: 'segment', is: 'gold' } };
    expect(only({ ...cancellations, population: gold }, view({ facts: [opened] }))).toBeUndefined();
    const found = only({ ...cancellations, population: gold }, view({ facts: [opened], data: { segment: 'gold' } }));
    expect(found?.den).toBe(1);
  });
});

describe('the day of a cohort', () => {
  const dayOf = (cohort: CompiledKpi['cohort'], of: Partial<KpiView>, zone?: CompiledZone) =>
    kpiEvaluator([{ kpi: { ...cancellations, cohort }, read: fieldAt, zone }]).contributions(
      view({ facts: [happened('order.opened', '2024-05-10T10:00:00Z')], ...of }),
    )[0]?.cell.bucket;
  const PROMISED = { kind: 'field', field: 'promise.deliverBy' } as const;

  it('is a promised day as it is written, and the day that a promised instant closes', () => {
    expect(dayOf(PROMISED, { data: { promise: { deliverBy: '2024-05-10' } } })).toBe(MAY_10);
    expect(dayOf(PROMISED, { data: { promise: { deliverBy: '2024-05-10T21:00:00Z' } } })).toBe(MAY_10);
    expect(dayOf(PROMISED, { data: { promise: { deliverBy: '2024-05-10T21:00:01Z' } } })).toBe(MAY_10 + 1);
  });

  it('is not known without a date, and then nothing is counted', () => {
    for (const deliverBy of [undefined, 'soon', '2024-02-31', '2024-05-10T21:00:00', 5]) {
      expect(dayOf(PROMISED, { data: { promise: { deliverBy } } })).toBeUndefined();
    }
    expect(dayOf({ kind: 'first', on: ['order.delivered'] }, {})).toBeUndefined();
  });

  it("is a day of the KPI's zone where it names one", () => {
    const midnight = { facts: [happened('order.opened', '2024-05-10T22:00:00Z')] };
    expect(dayOf({ kind: 'first', on: ['order.opened'] }, midnight)).toBe(MAY_10 + 1);
    expect(dayOf({ kind: 'first', on: ['order.opened'] }, midnight, { name: 'UTC', offsets: [0, 0] })).toBe(MAY_10);
  });
});

describe('who is excluded', () => {
  const opened = happened('order.opened', '2024-05-10T10:00:00Z');
  const cancelled = happened('order.cancelled', '2024-05-12T10:00:00Z', { by: 'partner' });
  const said = (data: object) => happened('kpi.excluded', '2024-05-13T10:00:00Z', { who: 'eva', ...data });
  const excluded = (kpi: CompiledKpi, ...facts: KpiFact[]) => only(kpi, view({ facts: [opened, ...facts] }))?.excluded;

  it('is whom a person excludes: from one KPI by its id or name, or from all, until it is taken back', () => {
    expect(excluded(cancellations, said({}))).toBe('by a person');
    expect(excluded(cancellations, said({ kpi: 'mall/cancellation' }))).toBe('by a person');
    expect(excluded(cancellations, said({ kpi: 'cancellation' }))).toBe('by a person');
    expect(excluded(cancellations, said({ kpi: 'mall/tracking' }))).toBeUndefined();
    expect(excluded(cancellations, said({ kpi: 'on' }))).toBeUndefined();
    expect(excluded(cancellations, said({}), said({ withdrawn: true }))).toBeUndefined();
    expect(excluded(cancellations, said({}), said({ withdrawn: true }), said({}))).toBe('by a person');
    expect(excluded(cancellations, said({}), said({ withdrawn: true, kpi: 'mall/tracking' }))).toBe('by a person');
  });

  it('is nobody by a word from before exclusions were counted: such a fact kept nothing of which KPI it was about', () => {
    expect(excluded(cancellations, happened('kpi.excluded', '2024-05-13T10:00:00Z', {}))).toBeUndefined();
  });

  it('is excused only if it fails', () => {
    const excused = { ...cancellations, excludes: [{ name: 'strike', excuse: true }] };
    expect(excluded(excused)).toBeUndefined();
    expect(excluded(excused, cancelled)).toBe('strike');
  });

  it('is excluded on the days of the reason alone, both included, and by what happened', () => {
    const strike = (from: number, until: number) => ({
      ...cancellations,
      excludes: [{ name: 'strike', from, until, excuse: false }],
    });
    expect(excluded(strike(MAY_10, MAY_10))).toBe('strike');
    expect(excluded(strike(MAY_10 + 1, MAY_10 + 3))).toBeUndefined();
    expect(excluded(strike(MAY_10 - 3, MAY_10 - 1))).toBeUndefined();
    const callCentre = {
      ...cancellations,
      excludes: [
        {
          name: 'call centre',
          happened: { on: ['order.cancelled'], where: { field: 'by', is: 'call-centre' } },
          excuse: false,
        },
        { name: 'any', happened: { on: ['order.cancelled'] }, excuse: false },
      ],
    };
    expect(excluded(callCentre)).toBeUndefined();
    expect(excluded(callCentre, happened('order.cancelled', '2024-05-12T10:00:00Z', { by: 'call-centre' }))).toBe(
      'call centre',
    );
    expect(excluded(callCentre, cancelled)).toBe('any');
  });
});
