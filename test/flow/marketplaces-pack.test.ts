import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { describeKpi } from '../../processor/src/domain/policy/describe/describe-kpi.ts';
import { limitInWords } from '../../processor/src/domain/policy/describe/limit-in-words.ts';
import { windowInWords } from '../../processor/src/domain/policy/describe/window-in-words.ts';
import { parsePack } from '../../processor/src/domain/policy/parse-pack.ts';
import { policyRecordSchema } from '../../processor/src/domain/policy/policy-record-schema.ts';
import { tellProblem } from '../../processor/src/domain/policy/problem.ts';
import { packJsonSchema } from '../../processor/src/domain/policy/schema/pack-json-schema.ts';

/** What marketplaces publish about how they judge sellers can be said in a pack, each rule as one KPI. */

const NOW = Date.parse('2026-11-23T00:00:00Z');
const source = readFileSync(new URL('../support/packs/marketplaces.yaml', import.meta.url), 'utf8');
const parsed = parsePack(source, 'marketplaces.yaml', NOW);
if ('problems' in parsed) throw new Error(parsed.problems.map(tellProblem).join('\n'));
const { compiled, warnings } = parsed;

const kpi = (name: string) => {
  const found = compiled.kpis.find(({ id }) => id === `marketplaces/${name}`);
  if (found === undefined) throw new Error(`no KPI ${name}`);
  return found;
};
const day = (date: string): number => Date.parse(date) / 86_400_000;

describe('the rules of marketplaces', () => {
  it('are read without a word of the linter, by editors too, and can stand in the log', () => {
    expect(warnings.map(tellProblem)).toEqual([]);
    const schema = z.fromJSONSchema(packJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
    expect(schema.safeParse(parse(source)).error).toBeUndefined();
    const record = JSON.stringify({ hash: parsed.hash, number: null, source, compiled });
    expect(policyRecordSchema.safeParse(JSON.parse(record)).error).toBeUndefined();
    expect(JSON.parse(JSON.stringify(compiled))).toEqual(compiled);
  });

  it('each name whose rule it is', () => {
    for (const { provenance } of compiled.kpis) expect(provenance).toMatch(/^(Common to|\w+, )/);
  });

  it.each([
    [
      'valid-tracking',
      ['30 days ending 14 days ago', '7 days ending 14 days ago'],
      'at least 95 %',
      'at least 95 %',
      1,
    ],
    ['two-weeks-that-ended', ['14 days ending 7 days ago'], 'at least 92 %', 'at least 90 %', 1],
    ['unless-the-customer-asked', ['last 7 days'], 'at most 2.5 %', 'at most 2.5 %', 1],
    ['days-24-to-10', ['15 days ending 10 days ago'], 'at most 10 %', 'at most 10 %', 100],
    ['one-month-inclusive', ['1 month ending yesterday, both ends included'], 'at most 2 %', 'at most 2 %', 1],
    ['more-than-thirty', ['this week', 'previous week'], 'at least 90 %', 'at least 90 %', 31],
    ['late-8-to-10', ['last 30 days'], 'at most 8 %', 'at most 10 %', 10],
    ['tracking-91-to-90', ['last 30 days'], 'at least 91 %', 'at least 90 %', 10],
    ['rate-or-count', ['last 90 days'], 'at most 3 % or 5', 'at most 3 % or 5', 1],
    ['rate-and-count', ['last 90 days'], 'at most 3 % and 5', 'at most 3 % and 5', 1],
    ['no-bad-week-by-two', ['previous week', 'this week'], 'at least 93 % or 2', 'at least 93 % or 2', 1],
    ['tiers-of-a-month', ['this month', 'previous month'], 'at most 1 %', 'at most 3 %', 1],
    ['of-a-channel', ['this week from sunday', 'last 7 days'], 'at most 1 %', 'at most 1 %', 1],
    ['wrong-status', ['30 days ending yesterday'], 'at most 0.5 %', 'at most 0.5 %', 1],
  ])('%s: windows, limits, volume', (name, windows, warn, block, volume) => {
    const { windows: spans, limits, good, minimumVolume } = kpi(name);
    expect(spans.map(windowInWords)).toEqual(windows);
    expect(limits.map((row) => [limitInWords(row.warn, good), limitInWords(row.block, good)])).toEqual([[warn, block]]);
    expect(minimumVolume).toBe(volume);
  });

  it('select orders by the promised date, by the start, by the day of shipping or of delivery', () => {
    expect(kpi('valid-tracking').cohort).toEqual({ kind: 'field', field: 'promise.deliverBy' });
    expect(kpi('two-weeks-that-ended').cohort).toEqual({ kind: 'due' });
    expect(kpi('days-24-to-10').cohort).toEqual({ kind: 'start' });
    expect(kpi('tracking-91-to-90').cohort).toEqual({ kind: 'first', on: ['order.shipped'] });
    expect(kpi('by-day-of-delivery').cohort).toEqual({ kind: 'first', on: ['shipment.delivered', 'order.delivered'] });
  });

  it('count days in the market’s zone', () => {
    expect([kpi('one-month-inclusive').zone, kpi('no-bad-week-by-two').zone]).toEqual([
      'Europe/Berlin',
      'Europe/Amsterdam',
    ]);
    expect(Object.keys(compiled.zones).sort()).toEqual(['Europe/Amsterdam', 'Europe/Berlin', 'UTC']);
  });

  it('hold by market and from a date on', () => {
    const rows = kpi('by-market-and-date').limits.map(({ market, from, block }) => [market, from, block.rate]);
    expect(rows).toEqual([
      [undefined, undefined, 0.85],
      ['us', undefined, 0.9],
      ['us', day('2026-03-01'), 0.95],
      ['mx', day('2026-06-01'), 0.88],
    ]);
  });

  it('have tiers with consequences, over a calendar month that settles', () => {
    const { limits, judged, settles } = kpi('tiers-of-a-month');
    expect([judged, settles]).toEqual(['previous-month', 7]);
    expect(limits[0]!.tiers!.map(({ name, consequence }) => [name, consequence !== undefined])).toEqual([
      ['good', false],
      ['watched', true],
      ['closed', true],
    ]);
  });

  it('let go of strikes, of own delivery, and of what somebody else called off', () => {
    expect(kpi('more-than-thirty').excludes).toEqual([
      {
        name: 'strike',
        when: { field: 'carrier', is: 'ppl' },
        from: day('2026-03-01'),
        until: day('2026-03-04'),
        excuse: true,
      },
    ]);
    expect(kpi('no-bad-week-by-two').excludes[0]).toMatchObject({ when: { field: 'deliveredBy', is: 'platform' } });
    expect(kpi('by-market-and-date').excludes[0]).toMatchObject({ happened: { on: ['order.cancelled'] } });
  });

  it('can each be told in a sentence', () => {
    const sentences = compiled.kpis.map((each) => describeKpi(each, compiled.promises));
    for (const sentence of sentences) expect(sentence).toMatch(/^Of the orders [^:]+, those .+\.$/);
    expect(new Set(sentences).size).toBe(compiled.kpis.length);
  });
});
