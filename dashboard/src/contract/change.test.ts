import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyChange,
  type Breach,
  byDue,
  byGravest,
  byLatest,
  byNewest,
  byWorst,
  changeBetween,
  type Escalation,
  type Frame,
  type IncidentLine,
  type NextClock,
  type PartnerLine,
  type Picture,
  packFrame,
  type Tile,
  unpackFrame,
} from './index.ts';

const nat = (max: number) => fc.integer({ min: 0, max });
const clock = fc
  .record({ n: nat(12), due: nat(4), title: fc.constantFrom('a', 'b') })
  .map(({ n, due, title }): Breach & NextClock & Escalation => ({
    id: `order/${n}|p|0`,
    subject: `order/${n}`,
    promise: 'p',
    title,
    partner: 'noor',
    partnerName: 'Noor',
    team: '',
    due,
    level: `level ${due % 2}`,
    role: '',
    at: due,
  }));
const clocks = fc.uniqueArray(clock, { selector: (item) => item.id, maxLength: 8 });
const incident = fc.record<IncidentLine>({
  id: nat(12).map((n) => `inc_${n}`),
  kind: fc.constantFrom('clock', 'kpi', 'notice'),
  severity: fc.constantFrom('critical', 'warning', 'info'),
  promise: fc.constant('p'),
  title: fc.constantFrom('a', 'b'),
  subject: fc.constantFrom('', 'order/1'),
  partner: fc.constantFrom('', 'noor'),
  partnerName: fc.constantFrom('', 'Noor'),
  carrier: fc.constant(''),
  level: fc.constantFrom('', 'L2'),
  open: nat(2),
  total: nat(3),
  silenced: nat(1),
  since: nat(3),
  newest: nat(3),
  acknowledged: fc.constantFrom(null, { who: 'Lena', at: 1, until: 2 }),
  expired: fc.constantFrom('', 'Omar'),
  assigned: fc.constantFrom('', 'Sara'),
});
const incidents = fc.uniqueArray(incident, { selector: (item) => item.id, maxLength: 8 });
const line = fc.record<PartnerLine>({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  name: fc.constantFrom('Noor', 'Vltava'),
  kpi: fc.constant('on-time'),
  value: fc.constant(0.9),
  good: fc.constantFrom('high' as const, 'low' as const),
  margin: fc.constantFrom(null, -0.1, 0.1),
  state: fc.constantFrom('ok', 'warn', 'breach', 'none'),
  open: nat(2),
  silent: fc.boolean(),
});
const rate = fc.constantFrom(null, 0.1, 0.25);
const tiles = fc
  .record({
    shown: fc.uniqueArray(
      fc.record({
        kpi: fc.constantFrom('a', 'b', 'c', 'd'),
        num: nat(2),
        trend: fc.array(rate, { maxLength: 3 }),
        asOf: nat(1),
      }),
      { selector: ({ kpi }) => kpi, maxLength: 4 },
    ),
    asOf: nat(2),
    positions: fc.constantFrom({ 0: 1 }, { 0: 2, 1: 7 }),
  })
  .map(({ shown, asOf, positions }) => shown.map((one) => tile({ ...one, asOf: one.asOf + asOf, positions })));
const NOTHING = { clocks: 0, unknown: 0, breaches: null };
const picture = fc
  .record({
    demo: fc.boolean(),
    stage: fc.constantFrom('empty', 'held', 'live') as fc.Arbitrary<Picture['stage']>,
    catchingUp: fc.constantFrom(null, { done: 1, end: 2, at: null }, { done: 2, end: 2, at: 5 }),
    breaches: clocks,
    incidents,
    escalations: clocks,
    next: clocks,
    partners: fc.uniqueArray(line, { selector: (item) => item.id }),
    tiles,
    due15: nat(2),
    unacknowledged: nat(2),
    failingHooks: fc.constantFrom([], ['pager']),
    silent: fc.constantFrom([], [{ source: 'shop', since: 1 }]),
    deadlines: fc.constantFrom([], [1, 0]),
    forecast: fc.constantFrom(null, { hour: NOTHING, fourHours: NOTHING }),
  })
  .map(
    ({ due15, unacknowledged, failingHooks, ...rest }): Picture => ({
      ...rest,
      breaches: [...rest.breaches].sort(byNewest),
      incidents: [...rest.incidents].sort(byGravest),
      escalations: [...rest.escalations].sort(byLatest),
      next: [...rest.next].sort(byDue),
      partners: [...rest.partners].sort(byWorst),
      taken: 0,
      partnersTotal: rest.partners.length,
      silentTotal: rest.silent.length,
      verdict: {
        breached: 0,
        quiet: 0,
        unacknowledged,
        incidents: rest.incidents.length,
        failingHooks,
        escalated: 0,
        due15,
        due60: 0,
        due240: 0,
        nextDue: null,
        lastBreach: null,
      },
    }),
  );

describe('a change', () => {
  it('carries a wall from any picture to any other', () => {
    fc.assert(
      fc.property(picture, picture, (before, after) => {
        const change = changeBetween(before, after);
        expect(change ? applyChange(before, change) : before).toEqual(after);
      }),
    );
  });

  it('does so also when it was packed for its way', () => {
    fc.assert(
      fc.property(picture, picture, nat(3), (before, after, now) => {
        const change = changeBetween(before, after) ?? {};
        const frame: Frame = { server: 'a', seq: 1, now, asOf: 1, change };
        const arrived = unpackFrame(JSON.parse(JSON.stringify(packFrame(frame))));
        expect(arrived).toEqual(frame);
        expect(applyChange(before, arrived!.change)).toEqual(after);
      }),
    );
  });

  it('is nothing between equal pictures, though they be different objects', () => {
    fc.assert(
      fc.property(picture, (one) => {
        expect(changeBetween(one, structuredClone(one))).toBeNull();
      }),
    );
  });

  it('carries only the breach that is new', () => {
    const [before] = fc.sample(picture, { numRuns: 1, seed: 7 });
    const fresh: Breach = { ...clockNamed('order/99'), due: 99 };
    const change = changeBetween({ ...before!, breaches: [] }, { ...before!, breaches: [fresh] });
    expect(change).toEqual({ breaches: { put: [fresh] } });
  });
});

describe('of what a wall has already', () => {
  const [before] = fc.sample(picture, { numRuns: 1, seed: 7 });
  const known: Breach = { ...clockNamed('order/1'), due: 1 };

  it('a breach, a verdict and a tile are told by what is different about them', () => {
    const one = { ...before!, breaches: [known], tiles: [tile(), tile({ kpi: 'mall/returned' })] };
    const other = {
      ...one,
      breaches: [{ ...known, level: 'L2' }],
      verdict: { ...one.verdict, breached: 7 },
      tiles: [tile({ num: 96, den: 101, asOf: 2, trend: [0.94, 0.96] }), tile({ kpi: 'mall/returned', asOf: 2 })],
    };
    expect(changeBetween(one, other)).toEqual({
      breaches: { patch: [[0, { level: 'L2' }]] },
      verdict: { breached: 7 },
      tiles: [{ num: 96, den: 101, asOf: 2, today: 0.96 }, {}],
    });
    expect(applyChange(one, changeBetween(one, other)!)).toEqual(other);
  });

  it('a breach that is new is told by how it differs from the newest one', () => {
    const fresh: Breach = { ...known, id: 'order/2|p|0', subject: 'order/2', due: 2 };
    const one = { ...before!, breaches: [known] };
    const other = { ...one, breaches: [fresh] };
    expect(changeBetween(one, other)).toEqual({
      breaches: { drop: [0], put: [{ id: fresh.id, subject: 'order/2', due: 2 }] },
    });
    expect(applyChange(one, changeBetween(one, other)!)).toEqual(other);
  });

  it('a change of another picture is refused, since its places are of another list', () => {
    const change = changeBetween({ ...before!, breaches: [known] }, { ...before!, breaches: [] })!;
    expect(() => applyChange({ ...before!, breaches: [] }, change)).toThrow(/take a snapshot/);
  });

  it('tiles of other KPIs are told whole', () => {
    const one = { ...before!, tiles: [tile({ kpi: 'mall/returned' }), tile()] };
    const other = { ...before!, tiles: [tile(), tile({ kpi: 'mall/late' })] };
    expect(applyChange(one, changeBetween(one, other)!)).toEqual(other);
    expect(changeBetween(one, { ...one, tiles: [] })).toEqual({ tiles: [] });
  });
});

function clockNamed(subject: string): Breach {
  return {
    id: `${subject}|p|0`,
    subject,
    promise: 'p',
    title: 'Ship',
    partner: 'noor',
    partnerName: 'Noor',
    team: '',
    due: 0,
    level: '',
  };
}

function tile(over: Partial<Tile> = {}): Tile {
  return {
    kpi: 'mall/on-time',
    title: 'On time',
    good: 'high',
    window: '7d',
    state: 'ok',
    value: 0.95,
    num: 95,
    den: 100,
    limit: 0.9,
    headroom: 5,
    trend: [0.94, 0.95],
    asOf: 1,
    positions: { 0: 1 },
    ...over,
  };
}
