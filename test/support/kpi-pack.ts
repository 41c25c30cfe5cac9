import type { CompiledKpi, CompiledPack } from '../../processor/src/domain/policy/compiled.ts';
import { compiledShop, linted, refused, shop } from './linted-pack.ts';

/** For tests of KPIs in packs: the small pack with a promise `ship` for orders, and a KPI `k` whose lines a test replaces. */

type Lines = Readonly<Record<string, string | undefined>>;

const SHIP = `  ship:
    title: Ship
    subject: order
    kind: internal
    start: order.opened
    stop: order.shipped
    provenance: This test
    targets: [{ name: all, target: 24 hours }]
`;

const LINES: Lines = {
  title: 'K',
  of: 'order.opened',
  counts: '{ happened: order.cancelled }',
  windows: '[7 days]',
  block: 'at most 3 %',
  provenance: 'This test',
};

const told = (over: Lines): string => {
  const lines = Object.entries({ ...LINES, ...over }).filter(([, value]) => value !== undefined);
  return `${SHIP}kpis:\n  k:\n${lines.map(([key, value]) => `    ${key}: ${value}\n`).join('')}`;
};

/** The YAML of the pack; `undefined` takes a line out. */
export const kpiShop = (over: Lines = {}): string => shop({}, told(over));

export const kpiPack = (over: Lines = {}): CompiledPack => compiledShop({}, told(over));
export const compiledKpi = (over: Lines = {}): CompiledKpi => kpiPack(over).kpis[0]!;

/** Why the KPI is refused, as `path: message | instead`. */
export const refusedKpi = (over: Lines): string[] =>
  refused({}, told(over)).map((each) => each.replace(/^\d+:\d+ kpis\.k\.?/, ''));

/** What the linter finds, as `severity code path: message | instead`. */
export const lintedKpi = (over: Lines): string[] => linted(kpiShop(over)).map((each) => each.replace(/kpis\.k\.?/, ''));
