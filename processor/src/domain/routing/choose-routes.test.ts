import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aHook, aRoute, aRouting } from '../../../../test/support/a-routing.ts';
import { aClockSignal, aKpiSignal, aPolicyChange } from '../../../../test/support/a-signal.ts';
import type { CompiledRoute, CompiledRouting, Severity, Signal } from '../../contract/index.ts';
import { severityOf } from '../incident/severity.ts';
import { chooseRoutes, namedHooks } from './choose-routes.ts';
import { explainRoutes } from './explain-routes.ts';

const at = (iso: string): number => Date.parse(iso);
const NOON = at('2026-11-26T12:00Z');

/** Thursday 26 November 2026, 9 to 18 o'clock UTC. */
const office = {
  name: 'office',
  zone: 'UTC',
  offsets: [0, 0],
  spans: [at('2026-11-26T09:00Z') / 60_000, at('2026-11-26T18:00Z') / 60_000],
  dayMinutes: 540,
  from: at('2026-11-23T00:00Z'),
  until: at('2026-11-30T00:00Z'),
};

const routed = (...routes: Partial<CompiledRoute>[]): CompiledRouting =>
  aRouting({
    calendars: { office },
    routes: [...routes.map((route, n) => aRoute({ name: `r${n}`, line: n + 1, ...route })), aRoute({ name: 'rest' })],
  });

const names = (routing: CompiledRouting, signal: Signal, when = NOON): string[] =>
  chooseRoutes(routing, signal, severityOf(signal), when).map(({ route }) => route.name);

describe('which routes a signal takes', () => {
  const breach = aClockSignal({ promise: 'oto/pickup', carrier: 'aramex', tell: ['hook/night', 'team/L2'] });
  it.each<[string, Partial<CompiledRoute>, Signal, boolean]>([
    ['a field', { when: { promise: 'oto/pickup' } }, breach, true],
    ['another value', { when: { promise: 'oto/answer' } }, breach, false],
    ['one of several values', { when: { carrier: ['smsa', 'aramex'] } }, breach, true],
    ['all fields', { when: { promise: 'oto/pickup', carrier: 'smsa' } }, breach, false],
    ['one of whom a step tells', { when: { tell: 'team/L2' } }, breach, true],
    ['a field that a KPI has not', { when: { carrier: 'aramex' } }, aKpiSignal(), false],
    ['a KPI', { when: { kpi: 'mall/on-time', window: '7d' } }, aKpiSignal(), true],
    ['one of those whom a change binds', { when: { partner: 'p02' } }, aPolicyChange(), true],
    ['nobody of those', { when: { partner: 'p03' } }, aPolicyChange(), false],
    ['its severity', { severity: ['critical', 'info'] }, breach, true],
    ['another severity', { severity: ['warning', 'info'] }, breach, false],
    ['during', { during: { calendar: 'office', within: true } }, breach, true],
    ['outside', { during: { calendar: 'office', within: false } }, breach, false],
    ['a calendar that is not there', { during: { calendar: 'moon', within: true } }, breach, false],
  ])('%s: %j', (_, route, signal, fits) => {
    expect(names(routed(route), signal)).toEqual([fits ? 'r0' : 'rest']);
  });

  it('asks calendars about the instant that it is told, and not about the signal', () => {
    const routing = routed({ during: { calendar: 'office', within: false } });
    expect(names(routing, breach, at('2026-11-26T17:59:59.999Z'))).toEqual(['rest']);
    expect(names(routing, breach, at('2026-11-26T18:00Z'))).toEqual(['r0']);
  });

  it('stops at the first that fits, unless that says continue', () => {
    expect(names(routed({}, {}), breach)).toEqual(['r0']);
    expect(names(routed({ goOn: true }, { when: { carrier: 'smsa' } }, { goOn: true }), breach)).toEqual([
      'r0',
      'r2',
      'rest',
    ]);
  });

  it('asks on behind a threshold, which may not be reached', () => {
    const threshold = { breaches: 5, withinMs: 600_000 };
    expect(names(routed({ threshold, to: ['night'] }, {}), breach)).toEqual(['r0', 'r1']);
  });

  it('tells nobody where a route says so', () => {
    expect(chooseRoutes(routed({ to: [] }), breach, 'critical', NOON).map(({ hooks }) => hooks)).toEqual([[]]);
  });
});

describe('hooks that a step of a ladder names', () => {
  it('are those that the routing knows, each once', () => {
    const tell = ['hook/night', 'team/L2', 'hook/director', 'hook/night', 'hook/ops'];
    expect(namedHooks(aRouting(), aClockSignal({ tell }))).toEqual(['night', 'ops']);
    expect(namedHooks(aRouting({ hooks: [aHook({ name: 'director' })] }), aClockSignal({ tell }))).toEqual([
      'director',
    ]);
    expect(namedHooks(aRouting(), aKpiSignal())).toEqual([]);
  });
});

describe('why a signal takes the routes that it takes', () => {
  const why = (route: Partial<CompiledRoute>, signal: Signal = aClockSignal()) =>
    explainRoutes(routed(route), signal, severityOf(signal), NOON)[0];

  it('names the first thing that does not fit', () => {
    expect(why({ when: { promise: 'oto/pickup', carrier: ['smsa', 'dhl', 'ups'] } })).toEqual({
      route: 'r0',
      line: 1,
      fits: false,
      why: 'carrier is aramex, not smsa, dhl or ups',
    });
    expect(why({ when: { carrier: 'smsa' } }, aKpiSignal())?.why).toBe(
      'this kpi-block has no carrier, and smsa is wanted',
    );
    expect(why({ when: { partner: 'p03' } }, aPolicyChange())?.why).toBe('partner is p01 and p02, not p03');
    expect(why({ severity: ['warning', 'info'] })?.why).toBe('severity is critical, not warning or info');
    expect(why({ during: { calendar: 'office', within: false } })?.why).toBe(
      '2026-11-26T12:00:00.000Z is during office',
    );
  });

  it('says what took it, and on what that still depends', () => {
    const threshold = { breaches: 5, withinMs: 600_000 };
    expect(why({})).toEqual({ route: 'r0', line: 1, fits: true, why: 'it takes everything' });
    expect(why({ when: { carrier: 'aramex' }, threshold })?.why).toBe(
      'it takes what has carrier aramex; tells only once there are 5 breaches within 10 min',
    );
    expect(why({ severity: ['critical'], to: [] })?.why).toBe('it takes whatever is critical; tells nobody');
  });

  it('ends with the route that takes it: those behind are not asked', () => {
    const trail = explainRoutes(routed({ when: { carrier: 'smsa' } }, {}, {}), aClockSignal(), 'critical', NOON);
    expect(trail.map(({ route, fits }) => [route, fits])).toEqual([
      ['r0', false],
      ['r1', true],
    ]);
  });
});

describe('of any signal and any routes', () => {
  const word = fc.constantFrom('a', 'b', 'c');
  const matcher = fc.dictionary(fc.constantFrom('partner', 'carrier', 'promise', 'kpi', 'kind', 'window'), word);
  const route = fc.record({
    when: matcher,
    severity: fc.uniqueArray(fc.constantFrom<Severity>('critical', 'warning', 'info')),
    during: fc.constantFrom(null, { calendar: 'office', within: true }, { calendar: 'office', within: false }),
    threshold: fc.constantFrom(null, { breaches: 3, withinMs: 60_000 }),
    goOn: fc.boolean(),
  });
  const signal: fc.Arbitrary<Signal> = fc.oneof(
    fc.record({ partner: word, carrier: word, promise: word }).map(aClockSignal),
    fc.record({ partner: word, kpi: word, window: word }).map(aKpiSignal),
    fc.record({ partners: fc.array(word) }).map(aPolicyChange),
  );
  const hour = fc.integer({ min: 0, max: 200 }).map((n) => office.from + n * 3_600_000);
  const cases = fc.record({ routes: fc.array(route, { maxLength: 6 }), signal, hour });

  it('some route takes it, since the last one takes everything', () => {
    fc.assert(
      fc.property(cases, ({ routes, signal, hour }) => {
        expect(names(routed(...routes), signal, hour).length).toBeGreaterThan(0);
      }),
    );
  });

  it('those chosen stand in the order of the file, and only the last may be one that stops', () => {
    fc.assert(
      fc.property(cases, ({ routes, signal, hour }) => {
        const routing = routed(...routes);
        const chosen = chooseRoutes(routing, signal, severityOf(signal), hour).map(({ route }) => route);
        const places = chosen.map((each) => routing.routes.indexOf(each));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        for (const each of chosen.slice(0, -1)) expect(each.goOn || each.threshold !== null).toBe(true);
        const last = chosen.at(-1)!;
        expect(!last.goOn && last.threshold === null).toBe(true);
      }),
    );
  });

  it('each route decides by itself: one that fits alone is chosen unless one that stops fits before it', () => {
    fc.assert(
      fc.property(cases, ({ routes, signal, hour }) => {
        const routing = routed(...routes);
        const fits = routing.routes.map(
          (each) => chooseRoutes({ ...routing, routes: [each] }, signal, severityOf(signal), hour).length === 1,
        );
        const stop = routing.routes.findIndex((each, n) => fits[n] && !each.goOn && each.threshold === null);
        const expected = routing.routes.filter((_, n) => fits[n] && n <= stop);
        expect(chooseRoutes(routing, signal, severityOf(signal), hour).map(({ route }) => route)).toEqual(expected);
      }),
    );
  });

  it('the trail says fits of exactly those that are chosen', () => {
    fc.assert(
      fc.property(cases, ({ routes, signal, hour }) => {
        const routing = routed(...routes);
        const trail = explainRoutes(routing, signal, severityOf(signal), hour);
        const fitting = trail.filter(({ fits }) => fits).map(({ route }) => route);
        expect(fitting).toEqual(names(routing, signal, hour));
      }),
    );
  });
});
