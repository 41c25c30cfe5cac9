import { describe, expect, it } from 'vitest';
import { aKpi } from '../../../test/support/a-kpi.ts';
import { BreachBook } from './breach-book.ts';
import { directoryOf } from './directory.ts';
import { figuresOf } from './figures.ts';
import { KpiBook } from './kpi-book.ts';
import { TREND_DAYS } from './tile.ts';

const strict = { rate: 0.95 };
const kpi = aKpi({
  id: 'mall/tracking-rate',
  title: 'Tracking rate',
  counts: { kind: 'tracked' },
  limits: [{ warn: strict, block: strict, recover: strict }],
});
const riyadh = { name: 'Asia/Riyadh', offsets: [0, 180] };
const partner = (id: string, zone: string) => ({
  id,
  name: id.toUpperCase(),
  market: 'sa',
  zone,
  tier: '',
  reviewDay: 1,
});
const directory = directoryOf([
  {
    number: 3,
    pack: 'mall',
    partners: [partner('noor', 'Asia/Riyadh'), partner('vltava', 'UTC')],
    promises: [],
    kpis: [kpi],
    zones: { 'Asia/Riyadh': riyadh },
  },
]);
// 22:30 UTC on the 20,000th day: in Riyadh the next day has begun.
const asOf = 20_000 * 86_400_000 + 22.5 * 3_600_000;
const total = (partnerId: string, bucket: number, num: number, den: number, offset = 1, carrier = '') =>
  ({ kpi: kpi.id, partner: partnerId, market: 'sa', carrier, channel: '', bucket, num, den, offset }) as const;

describe('figures', () => {
  it('add up the window of each partner as its own zone has it', () => {
    const book = new KpiBook();
    book.take(0, total('noor', 20_001, 20, 20)); // today in Riyadh
    book.take(0, total('noor', 19_994, 0, 20)); // seven days before it: outside
    book.take(0, total('vltava', 19_994, 27, 30)); // six days before the UTC day: inside
    book.take(0, total('vltava', 20_001, 0, 50)); // tomorrow in UTC: waits
    const { tiles, partners } = figuresOf(directory, book, new BreachBook(), asOf);
    expect(tiles[0]).toMatchObject({
      num: 47,
      den: 50,
      value: 0.94,
      headroom: -1,
      state: 'breach',
      positions: { 0: 1 },
    });
    expect(tiles[0]!.trend).toHaveLength(TREND_DAYS);
    expect(tiles[0]!.trend.at(-1)).toBe(0.94);
    expect(partners.map(({ id, value, state }) => [id, value, state])).toEqual([
      ['noor', 1, 'ok'],
      ['vltava', 0.9, 'breach'],
    ]);
  });

  it('hold those of one market together against its limits, as their pages do', () => {
    const own = { rate: 0.5 };
    const forSaudi = { market: 'sa', warn: own, block: own, recover: own };
    const limited = aKpi({ ...kpi, limits: [{ warn: strict, block: strict, recover: strict }, forSaudi] });
    const abroad = { ...partner('ghost', 'UTC'), market: 'cz' };
    const partners = [partner('noor', 'Asia/Riyadh'), partner('vltava', 'UTC'), abroad];
    const zones = { 'Asia/Riyadh': riyadh };
    const here = directoryOf([{ number: 3, pack: 'mall', partners, promises: [], kpis: [limited], zones }]);
    const book = new KpiBook();
    book.take(0, total('noor', 20_001, 20, 30));
    book.take(0, total('vltava', 20_000, 20, 30));
    book.take(0, total('ghost', 19_000, 1, 30)); // long ago: it is not in the window
    const tile = () => figuresOf(here, book, new BreachBook(), asOf).tiles[0];
    expect(tile()).toMatchObject({ state: 'ok', limit: 0.5, headroom: 10 });
    book.take(0, total('ghost', 20_000, 30, 30)); // of another market: the limits of none in particular
    expect(tile()).toMatchObject({ state: 'breach', limit: 0.95 });
  });

  it('hold all together against the limits of the last day that anybody has reached', () => {
    const [before, after] = [0.5, 0.95].map((rate) => ({ warn: { rate }, block: { rate }, recover: { rate } }));
    const limited = aKpi({ ...kpi, limits: [before!, { ...after!, from: 20_001 }] });
    const partners = [partner('noor', 'Asia/Riyadh'), partner('vltava', 'UTC')];
    const zones = { 'Asia/Riyadh': riyadh };
    const here = directoryOf([{ number: 3, pack: 'mall', partners, promises: [], kpis: [limited], zones }]);
    const book = new KpiBook();
    book.take(0, total('vltava', 20_000, 20, 30));
    expect(figuresOf(here, book, new BreachBook(), asOf).tiles[0]).toMatchObject({ state: 'ok', limit: 0.5 });
    book.take(0, total('noor', 20_001, 20, 30));
    expect(figuresOf(here, book, new BreachBook(), asOf).tiles[0]).toMatchObject({ state: 'breach', limit: 0.95 });
  });

  it('take the newer word on a cell, from the table or the log, and add carriers', () => {
    const book = new KpiBook();
    book.take(0, total('noor', 20_001, 5, 10, 7));
    book.tell({
      lane: 0,
      offset: 9,
      horizon: asOf,
      includes: { noor: { 2: 41 } },
      totals: [total('noor', 20_001, 12, 12, 9)],
    });
    book.take(0, total('noor', 20_001, 6, 11, 8));
    book.take(0, total('noor', 20_001, 8, 8, 4, 'dhl'));
    const { tiles } = figuresOf(directory, book, new BreachBook(), asOf);
    expect(tiles[0]).toMatchObject({ num: 20, den: 20, positions: { 0: 9 } });
    expect(book.includes.get('noor')).toEqual(new Map([[2, 41]]));
  });

  it('draw what goes wrong against the most that may, and a month as of each day within that month', () => {
    const limits = [{ warn: { rate: 0.01 }, block: { rate: 0.015 }, recover: { rate: 0.01 } }];
    const windows = [{ name: 'month', span: { kind: 'month', back: 0, lag: 0 } }] as const;
    const cancellations = aKpi({ id: 'mall/cancellation-rate', short: 'cancels', good: 'low', windows, limits });
    const policies = [{ number: 3, pack: 'mall', partners: [], promises: [], kpis: [cancellations], zones: {} }];
    const book = new KpiBook();
    // Day 20,000 is 4 October 2024: the 30th of September belongs to the month before.
    const count = (bucket: number, num: number, den: number) =>
      book.take(0, { ...total('vltava', bucket, num, den), kpi: cancellations.id });
    count(19_996, 50, 100);
    count(19_997, 1, 100);
    count(20_000, 1, 100);
    const { tiles, partners } = figuresOf(directoryOf(policies), book, new BreachBook(), asOf);
    expect(tiles[0]).toMatchObject({
      good: 'low',
      num: 2,
      den: 200,
      value: 0.01,
      limit: 0.015,
      headroom: 1,
      state: 'ok',
    });
    expect(tiles[0]!.trend.slice(-5)).toEqual([0.5, 0.01, 0.01, 0.01, 0.01]);
    expect(partners[0]).toMatchObject({ kpi: 'cancels', good: 'low', state: 'ok' });
    expect(partners[0]!.margin).toBeCloseTo(1 / 3);
  });

  it('say n/a below the minimum volume, and list a partner that only has a breach', () => {
    const book = new KpiBook();
    book.take(0, total('noor', 20_001, 9, 9));
    const { tiles, partners } = figuresOf(directory, book, new BreachBook(), asOf);
    expect(tiles[0]).toMatchObject({ state: 'none', value: null, headroom: null, num: 9, den: 9 });
    expect(partners.every(({ state, value }) => state === 'none' && value === null)).toBe(true);
  });
});
