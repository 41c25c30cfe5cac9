import { describe, expect, it } from 'vitest';
import { compiledKpi, kpiPack } from '../../../../test/support/kpi-pack.ts';
import { kpiRecord } from './kpi-record-schema.ts';
import { policyRecordSchema } from './policy-record-schema.ts';

/** No fold stumbles over a KPI of a record, whoever wrote it into the log. */

const kpi = compiledKpi();
const kept = compiledKpi({ of: '{ promise: ship }', counts: 'kept', block: '90 %' });
const isTaken = (over: object, of: object = kpi): boolean => kpiRecord.safeParse({ ...of, ...over }).success;
const row = kpi.limits[0]!;
const span = (span: object) => ({ windows: [{ name: '7d', span }] });
const tiers = (...each: object[]) => ({ limits: [{ ...row, tiers: each }] });

describe('a KPI of a record', () => {
  it.each([
    {},
    { rings: [] },
    { excludes: [{ name: 'a', from: 20_513, until: 20_514, excuse: true }] },
    { cohort: { kind: 'field', field: 'promise.deliverBy' } },
    { burn: { fast: 6 } },
    { limits: [{ ...row, market: 'cz', from: 20_513 }] },
    span({ kind: 'months', months: 1, lag: 1, inclusive: true }),
    span({ kind: 'week', back: 1, lag: 0, first: 'sunday' }),
    span({ kind: 'month', back: 0, lag: 0 }),
    tiers({ name: 'good', limit: { rate: 0.01, failures: { most: 5, join: 'or' } } }, { name: 'closed' }),
    { counts: { kind: 'wrong-status', contrary: { delivered: ['shipment.lost'], refused: [] } } },
  ])('%j is taken', (over) => {
    expect(isTaken(over)).toBe(true);
  });

  it.each([
    { subject: 'parcel' },
    { population: { kind: 'reached', reached: { on: [] } } },
    { population: { kind: 'promise' } },
    { counts: { kind: 'happened' } },
    { counts: { kind: 'guessed' } },
    { counts: { kind: 'fits', condition: { field: 5 } } },
    { counts: { kind: 'wrong-status', contrary: { delivered: 'shipment.lost' } } },
    { counts: { kind: 'kept' }, good: 'high' },
    { counts: { kind: 'tracked' } },
    { good: 'fair' },
    { cohort: { kind: 'due' } },
    { cohort: { kind: 'start' } },
    { cohort: { kind: 'first', on: [] } },
    { excludes: [{ name: 'a' }] },
    { excludes: [{ name: 'a', excuse: false, from: 0.5 }] },
    { windows: [] },
    { windows: [...kpi.windows, ...kpi.windows] },
    span({ kind: 'days', days: 0, lag: 0 }),
    span({ kind: 'days', days: 5000, lag: 0 }),
    span({ kind: 'days', days: 7, lag: -1 }),
    span({ kind: 'months', months: 1000, lag: 0, inclusive: false }),
    span({ kind: 'week', back: 0, lag: 0, first: 'friday' }),
    { rings: ['30d'] },
    { judged: 'previous-month' },
    { settles: -1 },
    { minimumVolume: 0 },
    { limits: [] },
    { limits: [{ ...row, block: { rate: 1.1 } }] },
    { limits: [{ ...row, warn: 0.9 }] },
    { limits: [{ ...row, recover: undefined }] },
    { limits: [{ ...row, block: { rate: 0.1, failures: { most: 1, join: 'xor' } } }] },
    { limits: [{ ...row, from: 3_000_000 }] },
    tiers(),
    tiers({ name: 'good' }, { name: 'closed' }),
    tiers({ name: 'good', limit: { rate: 0.1 } }),
    { burn: { fast: 0 } },
    { zone: 5 },
  ])('%j is not', (over) => {
    expect(isTaken(over)).toBe(false);
  });

  it('of a promise goes the way of its numerator', () => {
    expect(isTaken({}, kept)).toBe(true);
    expect(isTaken({ cohort: { kind: 'start' } }, kept)).toBe(true);
    expect(isTaken({ good: 'low' }, kept)).toBe(false);
    expect(isTaken({ counts: { kind: 'broken' } }, kept)).toBe(false);
  });

  it('is no earlier one because it lacks something', () => {
    const both = { window: { name: '7d', days: 7 }, warn: 0.9, block: 0.9, counts: { kind: 'promise', promise: 'p' } };
    expect(isTaken(both)).toBe(false);
    const { windows, excludes, ...earlier } = { ...kpi, ...both };
    expect(kpiRecord.safeParse(earlier).success).toBe(true);
  });

  it('names a zone of its pack, or none', () => {
    const pack = kpiPack({ zone: 'Europe/Berlin' });
    const isRead = (compiled: object) =>
      policyRecordSchema.safeParse({ hash: 'h', number: null, source: '', compiled }).success;
    expect(isRead(pack)).toBe(true);
    expect(isRead({ ...pack, kpis: [{ ...pack.kpis[0], zone: 'Europe/Vienna' }] })).toBe(false);
  });
});
