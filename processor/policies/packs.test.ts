import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { businessDays } from '../src/domain/calendar/business-days.ts';
import { indexCalendar } from '../src/domain/calendar/calendar-index.ts';
import { nextWorking } from '../src/domain/calendar/working-time.ts';
import { holds } from '../src/domain/policy/condition.ts';
import { lintPacks } from '../src/domain/policy/lint/lint-packs.ts';
import { type ParsedPack, parsePack } from '../src/domain/policy/parse-pack.ts';
import { tellProblem } from '../src/domain/policy/problem.ts';

const NOW = Date.parse('2026-11-23T00:00:00Z');
const read = (file: string): string => readFileSync(new URL(`./${file}`, import.meta.url), 'utf8');

function parse(source: string, file: string): ParsedPack {
  const parsed = parsePack(source, file, NOW);
  if ('problems' in parsed) throw new Error(parsed.problems.map(tellProblem).join('\n'));
  return parsed;
}
const load = (pack: string): ParsedPack => parse(read(`${pack}.yaml`), `${pack}.yaml`);

describe('the packs that Belfry ships', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.yaml'));

  it.each(files)('%s can be published as it stands, in its own name, below a broker’s message size', (file) => {
    const { compiled, warnings } = load(file.slice(0, -'.yaml'.length));
    expect(warnings.map(tellProblem)).toEqual([]);
    expect(compiled.pack).toBe(file.slice(0, -'.yaml'.length));
    expect(JSON.stringify(compiled).length).toBeLessThan(500_000);
  });

  it('survive JSON, in which they travel', () => {
    for (const file of files) {
      const { compiled } = load(file.slice(0, -'.yaml'.length));
      expect(JSON.parse(JSON.stringify(compiled))).toEqual(compiled);
    }
  });

  it('have examples in the README that are true', () => {
    const examples = [...read('README.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) =>
      parse(yaml!, 'README.md'),
    );
    expect(examples.map(({ warnings }) => warnings)).toEqual([[], [], [], []]);
    const kinds = examples.map(({ compiled }) => compiled.promises[0]?.rows.map(({ target }) => target.kind));
    expect(kinds).toEqual([
      ['elapsed', 'business-days', 'none'],
      ['working', 'elapsed', 'working', 'working'],
      undefined,
      ['until'],
    ]);
  });

  it('have a provenance for every row, an action too, and a section in the README', () => {
    for (const file of files) {
      const { compiled } = load(file.slice(0, -'.yaml'.length));
      const rows = compiled.promises.flatMap((promise) => promise.rows);
      expect(rows.filter(({ action, provenance }) => action === '' || provenance === '')).toEqual([]);
      expect(read('README.md')).toContain(`\`${file}\``);
    }
    for (const pack of ['oto', 'webbee', 'fulfilment-hub', 'mall', 'generic-support']) {
      expect(read('README.md')).toContain(`**${pack}.** `);
    }
  });

  it('do not get into each other’s way', () => {
    const report = lintPacks(
      files.map((name) => ({ name, yaml: read(name) })),
      NOW,
    );
    expect(report).toEqual({ findings: [], errors: 0, warnings: 0 });
  });
});

describe('mall', () => {
  const { compiled } = load('mall');
  const prague = indexCalendar(compiled.calendars.prague!);

  it.each([
    ['a plain Tuesday', '2026-11-24T09:30:00Z', '2026-11-25T09:30:00.000Z'],
    ['over the weekend', '2026-11-27T15:00:00Z', '2026-11-30T15:00:00.000Z'],
    ['from Saturday: as from Monday 08:00', '2026-11-28T12:00:00Z', '2026-12-01T07:00:00.000Z'],
    ['over Christmas 2026', '2026-12-23T10:00:00Z', '2026-12-28T10:00:00.000Z'],
    ['over Easter 2027', '2027-03-25T10:00:00Z', '2027-03-30T09:00:00.000Z'], // and the clocks were set on
    ['Good Friday 2015 was a working day', '2015-04-02T08:00:00Z', '2015-04-03T08:00:00.000Z'],
    ['over St Wenceslas and a weekend', '2018-09-27T08:00:00Z', '2018-10-01T08:00:00.000Z'],
  ])('ship confirmation, %s', (_, opened, due) => {
    const target = compiled.promises[0]!.rows[0]!.target;
    if (target.kind !== 'business-days') throw new Error('expected business days');
    expect(new Date(businessDays(prague, Date.parse(opened), target.days, target.reading)).toISOString()).toBe(due);
  });

  it.each([
    '2010-04-05',
    '2016-03-28',
    '2017-04-17',
    '2018-04-02',
    '2024-04-01',
    '2026-04-06',
    '2027-03-29',
    '2030-04-22',
  ])('knows Easter Monday, %s', (date) => {
    const noon = Date.parse(`${date}T12:00:00Z`);
    expect(nextWorking(prague, noon) - noon).toBeGreaterThan(12 * 3_600_000);
  });

  it('has nothing to say about the demo channel, nor about deliveries without a promised date', () => {
    const [ship, deliver] = compiled.promises;
    expect(holds(ship!.appliesTo!, {})).toBe(true);
    expect(holds(ship!.appliesTo!, { salesChannel: 'demo' })).toBe(false);
    expect(holds(deliver!.appliesTo!, { promise: { deliverBy: '2026-12-01T22:59:59.999Z' } })).toBe(true);
    expect(holds(deliver!.appliesTo!, {})).toBe(false);
  });

  const kpi = (name: string) => compiled.kpis.find(({ id }) => id === `mall/${name}`)!;

  it('shows its four KPIs in the order of the tiles, and judges them by the previous month', () => {
    expect(compiled.kpis.map(({ id }) => id)).toEqual([
      'mall/on-time-delivery',
      'mall/tracking-rate',
      'mall/cancellation-rate',
      'mall/status-error',
    ]);
    for (const { windows, rings, judged, minimumVolume, consequence } of compiled.kpis) {
      expect([windows.map(({ name }) => name), rings, judged]).toEqual([
        ['7d', 'month', 'previous-month'],
        ['7d'],
        'previous-month',
      ]);
      expect(minimumVolume).toBe(10);
      expect(consequence).toMatch(/\.$/);
    }
  });

  it('judges on-time delivery as published', () => {
    expect(kpi('on-time-delivery')).toMatchObject({
      population: { kind: 'promise', promise: 'mall/on-time-delivery' },
      counts: { kind: 'kept' },
      cohort: { kind: 'due' },
      good: 'high',
      limits: [{ warn: { rate: 0.92 }, block: { rate: 0.9 }, recover: { rate: 0.9 } }],
    });
  });

  it('keeps what the platform delivers out of the tracking rate', () => {
    const { excludes, limits, good } = kpi('tracking-rate');
    expect([good, limits[0]!.block]).toEqual(['high', { rate: 0.9 }]);
    expect(excludes[0]!.name).toBe('own delivery');
    expect(holds(excludes[0]!.when!, { deliveredBy: 'platform' })).toBe(true);
    expect(holds(excludes[0]!.when!, { deliveredBy: 'carrier' })).toBe(false);
  });

  it('counts what the partner cancels, however a source tells who did, and never what the call centre does', () => {
    const { counts, excludes, limits, good, cohort } = kpi('cancellation-rate');
    expect([good, limits[0]!.block]).toEqual(['low', { rate: 0.015 }]);
    expect(cohort).toEqual({ kind: 'first', on: ['order.opened'] });
    if (counts.kind !== 'happened') throw new Error('expected what happened');
    const of = (by: unknown): boolean => holds(counts.happened.where!, { by });
    expect(['partner', { kind: 'partner', id: 'p01' }].map(of)).toEqual([true, true]);
    expect(['call-centre', { kind: 'customer' }, undefined].map(of)).toEqual([false, false, false]);
    const excuse = excludes.find((each) => each.excuse)!;
    expect(holds(excuse.happened!.where!, { by: { kind: 'call-centre' } })).toBe(true);
    expect(holds(excuse.happened!.where!, { by: 'partner' })).toBe(false);
  });

  it('takes a status for wrong by the scans against it', () => {
    expect(kpi('status-error')).toMatchObject({
      population: { kind: 'reached', reached: { on: ['order.created', 'order.opened'] } },
      counts: {
        contrary: {
          cancelled: ['order.delivered', 'shipment.delivered'],
          delivered: ['order.cancelled', 'shipment.returned', 'shipment.lost'],
          returned: ['order.delivered', 'order.cancelled', 'shipment.lost'],
        },
      },
      good: 'low',
      limits: [{ block: { rate: 0.005 } }],
    });
    expect(compiled.fields).toEqual(expect.arrayContaining(['by', 'by.kind', 'evidence', 'deliveredBy']));
  });

  it('leaves the demo channel out of everything', () => {
    const demo = compiled.kpis.filter(({ excludes }) =>
      excludes.some(({ when, excuse }) => !excuse && when !== undefined && holds(when, { salesChannel: 'demo' })),
    );
    // On-time delivery is not promised to it in the first place.
    expect(demo.map(({ id }) => id)).toEqual(compiled.kpis.slice(1).map(({ id }) => id));
  });
});

describe('demo', () => {
  it('gives the demo channel three seconds, and nobody else anything', () => {
    const [ship] = load('demo').compiled.promises;
    expect(ship!.rows[0]!.target).toEqual({ kind: 'elapsed', ms: 3000 });
    expect(ship!.ladder[0]!.at).toEqual({ percent: 50 });
    expect(holds(ship!.appliesTo!, { salesChannel: 'demo' })).toBe(true);
    expect(holds(ship!.appliesTo!, {})).toBe(false);
  });

  it('has twelve partners in two markets, each with the zone of its days', () => {
    const { partners, zones } = load('demo-partners').compiled;
    expect(partners.map(({ id }) => id)).toEqual(
      Array.from({ length: 12 }, (_, i) => `p${String(i + 1).padStart(2, '0')}`),
    );
    expect(new Set(partners.map(({ zone }) => zone))).toEqual(new Set(['Asia/Riyadh', 'Europe/Prague']));
    expect(Object.keys(zones)).toEqual(expect.arrayContaining(['Asia/Riyadh', 'Europe/Prague', 'UTC']));
  });
});
