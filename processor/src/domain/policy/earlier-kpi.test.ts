import { describe, expect, it } from 'vitest';
import { kpiPack } from '../../../../test/support/kpi-pack.ts';
import type { CompiledPack } from './compiled.ts';
import { type EarlierKpi, packOfToday } from './earlier-kpi.ts';
import { policyRecordSchema } from './policy-record-schema.ts';

/** Records that an earlier Belfry has written are read as what they mean today. */

const ON_TIME: EarlierKpi = {
  id: 'shop/k',
  title: 'K',
  counts: { kind: 'promise', promise: 'shop/ship' },
  window: { name: '7d', days: 7 },
  warn: 0.92,
  block: 0.9,
  minimumVolume: 10,
  provenance: 'This test',
};
const TRACKED: EarlierKpi = {
  ...ON_TIME,
  counts: { kind: 'tracked', reached: ['order.shipped', 'order.delivered'] },
  excludes: { field: 'deliveredBy', is: 'platform' },
};

const pack = kpiPack();
const earlier = (...kpis: EarlierKpi[]): CompiledPack => ({ ...pack, kpis: kpis as unknown as CompiledPack['kpis'] });
const today = (kpi: EarlierKpi) => packOfToday(earlier(kpi)).kpis[0]!;
const isTaken = (compiled: object): boolean =>
  policyRecordSchema.safeParse({ hash: 'h', number: null, source: '', compiled }).success;

describe('an earlier KPI', () => {
  const same = { block: '90 %', warn: '92 %', 'minimum-volume': '10' };
  it('of a promise is what the same YAML compiles to today', () => {
    expect(today(ON_TIME)).toEqual(kpiPack({ ...same, of: '{ promise: ship }', counts: 'kept' }).kpis[0]);
    expect(JSON.stringify(today(ON_TIME))).toBe(
      JSON.stringify(kpiPack({ ...same, of: undefined, counts: '{ promise: ship }' }).kpis[0]),
    );
  });
  it('of what is tracked too', () => {
    const over = { of: '[order.shipped, order.delivered]', counts: 'tracked', excludes: '{ deliveredBy: platform }' };
    expect(today(TRACKED)).toEqual(kpiPack({ ...same, ...over }).kpis[0]);
  });
  it('counts tickets if its promise is made to tickets, and orders if nobody knows', () => {
    const of = (promise: string) => today({ ...ON_TIME, counts: { kind: 'promise', promise } }).subject;
    expect(['shop/answer', 'shop/ship', 'shop/gone'].map(of)).toEqual(['ticket', 'order', 'order']);
  });
  it('that others have written is made one that can be judged', () => {
    const { provenance, ...odd } = { ...ON_TIME, warn: 1.2, block: -1, minimumVolume: 0 };
    expect(today(odd)).toMatchObject({
      limits: [{ warn: { rate: 1 }, block: { rate: 0 } }],
      minimumVolume: 1,
      provenance: '',
    });
  });
  it('stands in a record that is taken, before and after', () => {
    expect([earlier(ON_TIME, TRACKED), packOfToday(earlier(ON_TIME, TRACKED))].map(isTaken)).toEqual([true, true]);
  });
});

it('a pack of today stays the same object', () => {
  expect(packOfToday(pack)).toBe(pack);
  const bare = {} as CompiledPack;
  expect(packOfToday(bare)).toBe(bare);
});
