import type { Freshness } from '../src/client/state/freshness.ts';
import type { Breach, Escalation, IncidentLine, NextClock, PartnerLine, Picture, Tile } from '../src/contract/index.ts';
import { AN_EMPTY_PICTURE } from './an-empty-picture.ts';
import { arabic, by, kpi, line, oneOrder, sixty } from './incident-lines.ts';
import { NOW } from './now.ts';

/** States of the wall with data that looks like a morning in an operations room. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const NAMES = [
  'Noor Trading',
  'Vltava Outdoor',
  'Al Safa Home',
  'Kámen & Dřevo',
  'Riyadh Books',
  'Bohemia Glass',
  'Desert Rose',
  'Jizera Sport',
  'Najd Electronics',
  'Malá Strana Market',
  'Tamr Foods',
  'Karlín Bikes',
];

const trend = (end: number, swing: number): number[] =>
  Array.from({ length: 30 }, (_, day) =>
    Math.min(1, end + swing * Math.sin(day / 3.1) * ((29 - day) / 29) + ((day * 7) % 5) * 0.001),
  );

const tile = (kpi: string, title: string, num: number, den: number, over: Partial<Tile> = {}): Tile => ({
  kpi: `mall/${kpi}`,
  title,
  good: 'high',
  window: '7d',
  state: 'ok',
  value: num / den,
  num,
  den,
  limit: 0.9,
  headroom: num - Math.ceil(den * 0.9),
  trend: trend(num / den, 0.03),
  asOf: NOW,
  positions: { 0: 812 },
  ...over,
});

/** Of what goes wrong: the less the better. */
const rare = (kpi: string, title: string, num: number, den: number, limit: number, over: Partial<Tile> = {}): Tile =>
  tile(kpi, title, num, den, {
    good: 'low',
    limit,
    headroom: Math.floor(den * limit) - num,
    trend: trend(num / den, limit / 3),
    ...over,
  });

export const goodTiles: Tile[] = [
  tile('on-time', 'On-time delivery', 9_412, 10_003),
  tile('tracking-rate', 'Tracking rate', 9_871, 10_003),
  rare('cancellation-rate', 'Cancellation rate', 91, 10_420, 0.015),
  rare('status-error', 'Status error', 12, 10_420, 0.005),
];
const badTiles: Tile[] = [
  tile('on-time', 'On-time delivery', 8_975, 10_003, { state: 'breach', trend: trend(0.897, 0.05) }),
  tile('tracking-rate', 'Tracking rate', 9_080, 10_003, { state: 'warn', trend: trend(0.907, 0.02) }),
  rare('cancellation-rate', 'Cancellation rate', 171, 10_420, 0.015, { state: 'breach' }),
  rare('status-error', 'Status error', 12, 10_420, 0.005),
];

const partners = (bad: number): PartnerLine[] =>
  NAMES.map((name, index): PartnerLine => {
    const state = index < bad ? 'breach' : index === bad && bad > 0 ? 'warn' : 'ok';
    const value = state === 'breach' ? 0.886 + index * 0.004 : state === 'warn' ? 0.912 : 0.93 + index * 0.005;
    return {
      id: `p${index}`,
      name,
      kpi: index % 3 === 2 ? 'tracking' : 'on-time',
      good: 'high',
      value,
      margin: (value - 0.9) / 0.1,
      state,
      open: bad > 0 ? Math.max(0, 3 - index) : 0,
      silent: false,
    };
  });

const PROMISES = [
  'Ship confirmation',
  'Warehouse edit',
  'On-time delivery',
  'Courier issue',
  'Invoicing',
  'System down',
];
const clock = (index: number, due: number) => {
  const ticket = index % 3 === 1;
  const subject = ticket ? `ticket/T-${4_180 + index}` : `order/${88_120 + index * 13}`;
  const title = PROMISES[index % PROMISES.length]!;
  const partnerName = NAMES[index % NAMES.length]!;
  return { id: `${subject}|p|0`, subject, promise: 'p', title, partner: `p${index}`, partnerName, team: 'L2', due };
};
const breaches = (dues: number[], levels: string[] = []): Breach[] =>
  dues.map((ago, index) => ({ ...clock(index, NOW - ago), level: levels[index] ?? '' }));
const escalated = (first: number, steps: readonly (readonly [level: string, role: string, ago: number])[]) =>
  steps.map(([level, role, ago], index): Escalation => {
    const { due: at, ...rest } = clock(first + index, NOW - ago);
    return { ...rest, level, role, at };
  });
const next = (dues: number[]): NextClock[] => dues.map((ahead, index) => clock(index + 6, NOW + ahead));

const calm: Picture = {
  ...AN_EMPTY_PICTURE,
  verdict: {
    ...AN_EMPTY_PICTURE.verdict,
    due60: 7,
    due240: 64,
    nextDue: NOW + 21 * MINUTE,
    lastBreach: NOW - 3 * HOUR,
  },
  next: next([21 * MINUTE + 11_000, 38 * MINUTE, 52 * MINUTE, 1.4 * HOUR, 3 * HOUR]),
  tiles: goodTiles,
  partners: partners(0),
  partnersTotal: 12,
  deadlines: [0, 3, 1, 3, 6, 4, 2, 5, 9, 7, 4, 3, 6, 2, 5, 4],
  forecast: {
    hour: { clocks: 7, unknown: 0, breaches: { mean: 0.4, low: 0, high: 1 } },
    fourHours: { clocks: 64, unknown: 2, breaches: { mean: 5.2, low: 3, high: 8 } },
  },
};
const busy: Picture = {
  ...calm,
  demo: true,
  verdict: {
    breached: 2,
    quiet: 0,
    unacknowledged: 0,
    incidents: 0,
    failingHooks: [],
    escalated: 0,
    due15: 5,
    due60: 23,
    due240: 118,
    nextDue: NOW + 42_000,
    lastBreach: NOW - 42_000,
  },
  breaches: breaches([42_000, 11 * MINUTE + 5_000]),
  next: next([42_000, 3 * MINUTE + 9_000, 14 * MINUTE + 2_000, 48 * MINUTE]),
  tiles: [goodTiles[0]!, badTiles[1]!],
  partners: partners(1),
};
const storm: Picture = {
  ...busy,
  verdict: {
    breached: 12_480,
    quiet: 1_203,
    unacknowledged: 0,
    incidents: 0,
    failingHooks: [],
    escalated: 8_204,
    due15: 214,
    due60: 1_890,
    due240: 23_118,
    nextDue: NOW,
    lastBreach: NOW - 1_000,
  },
  breaches: breaches([1_000, 61_000, 2.2 * HOUR, 50 * HOUR], ['', 'lead', 'project manager', 'executive assistant']),
  next: next([0, 900, 14 * MINUTE + 2_000, 26.5 * HOUR]),
  tiles: [
    ...badTiles,
    tile('ship', 'Ship confirmation in time', 47, 50, { headroom: -1, limit: 0.95, state: 'breach' }),
    tile('res', 'Ticket resolution', 0, 0, {
      state: 'none',
      value: null,
      headroom: null,
      trend: trend(0, 0).map(() => null as never),
    }),
  ],
  partners: partners(3),
};

/** Two promises broken, one of them on its way up; and two that climb without a deadline to miss. */
const climbing: Picture = {
  ...busy,
  verdict: { ...busy.verdict, escalated: 3 },
  breaches: breaches([42_000, 11 * MINUTE + 5_000], ['', 'senior developer']),
  escalations: [
    ...escalated(3, [['senior developer', 'the senior developer, who leads the team', 5_000]]),
    ...escalated(1, [['senior developer', 'the senior developer, who leads the team', 61_000]]),
    ...escalated(4, [['project manager', 'the project manager', 8 * MINUTE]]),
  ],
};
/** No promise is broken, and yet five tickets have gone up: the last of them does not fit. */
const onlyClimbing: Picture = {
  ...calm,
  verdict: { ...calm.verdict, escalated: 5 },
  escalations: escalated(1, [
    ['L2', 'whoever is on duty', 5_000],
    ['executive assistant to the director', 'she who tells the director', 9 * MINUTE],
    ['project manager', 'the project manager', 3.2 * HOUR],
    ['director', 'the director', 26 * HOUR],
    ['director', 'the director', 50 * HOUR],
  ]),
};

const withIncidents = (
  incidents: IncidentLine[],
  over: Partial<Picture['verdict']> = {},
  base: Picture = busy,
): Picture => ({
  ...base,
  breaches: [],
  escalations: [],
  incidents,
  verdict: {
    ...base.verdict,
    breached: incidents.reduce((sum, { kind, open }) => sum + (kind === 'clock' ? open : 0), 0),
    incidents: incidents.length,
    unacknowledged: incidents.filter(({ acknowledged }) => acknowledged === null).length,
    ...over,
  },
});
/** One of each: nobody's, expired, silenced in part, taken on. */
const people = withIncidents([
  sixty,
  line('expired', { subject: 'order/88133', title: 'Courier issue', expired: 'Lena', since: NOW - 51 * MINUTE }),
  line('silenced', {
    partnerName: 'Vltava Outdoor',
    title: 'On-time delivery',
    open: 12,
    silenced: 12,
    since: NOW - 2.2 * HOUR,
  }),
  arabic,
]);
const owned = withIncidents([
  { ...sixty, acknowledged: by('Lena', 3 * MINUTE) },
  { ...oneOrder, level: 'senior developer', acknowledged: by('Abdulrahman Al-Ghamdi', MINUTE) },
]);
/** A carrier has stopped scanning, and more incidents than there are rows. */
const carrier = withIncidents(
  [
    line('carrier', {
      partner: '',
      partnerName: '',
      carrier: 'Saudi Post | SPL',
      open: 214,
      total: 231,
      since: NOW - 9 * MINUTE,
    }),
    { ...oneOrder, level: 'executive assistant to the director' },
    line('part', {
      title: 'Invoicing',
      open: 1_203,
      silenced: 59,
      assigned: 'Omar',
      carrier: 'DPD',
      since: NOW - 3 * HOUR,
    }),
    kpi,
    line('last', { title: 'System down' }),
  ],
  { incidents: 17, unacknowledged: 15, breached: 12_480, escalated: 8_204, quiet: 1_203, due15: 214 },
  storm,
);
const onlyNumbers = withIncidents(
  [kpi, line('given', { ...kpi, id: 'inc_given', title: 'Tracking rate', assigned: 'Omar' })],
  {},
  calm,
);

/** The demo's row 3:50: only what the silent sources tell of is hatched. */
const silent: Picture = {
  ...busy,
  silent: [
    { source: 'shopify-eu', since: NOW - 14 * MINUTE },
    { source: 'erp-prague', since: NOW - 11 * MINUTE },
  ],
  silentTotal: 2,
  partners: busy.partners.map((one, index) => ({ ...one, silent: index % 5 === 0 })),
};

const fresh: Freshness = { level: 'fresh', cause: 'data', since: NOW, age: 1_000, was: null };
const lost = (age: number, cause: Freshness['cause']): Freshness => ({
  level: age >= 15_000 ? 'old' : 'aging',
  cause,
  since: NOW - age,
  age,
  was: null,
});

export interface Story {
  readonly picture: Picture | null;
  readonly linked: boolean;
  readonly freshness: Freshness | null;
}
const story = (picture: Picture | null, linked = true, freshness: Freshness | null = fresh): Story => ({
  picture,
  linked,
  freshness,
});

export const STORIES: Readonly<Record<string, Story>> = {
  kept: story(calm),
  'kept-since': story({ ...calm, verdict: { ...calm.verdict, quiet: 577 } }),
  'too-few': story({
    ...calm,
    forecast: { ...calm.forecast!, fourHours: { clocks: 64, unknown: 40, breaches: null } },
  }),
  due: story({
    ...calm,
    verdict: { ...calm.verdict, due15: 3 },
    next: next([4 * MINUTE, 9 * MINUTE, 14 * MINUTE, HOUR]),
  }),
  busy: story(busy),
  storm: story(storm),
  climbing: story(climbing),
  'only-climbing': story(onlyClimbing),
  people: story(people),
  owned: story(owned),
  carrier: story(carrier),
  // As the demo is at 3:10: two numbers of two digits beside each other.
  'carrier-breaking': story({
    ...carrier,
    verdict: { ...carrier.verdict, breached: 42, incidents: 3, unacknowledged: 3, due15: 22 },
  }),
  'only-numbers': story(onlyNumbers),
  'hook-failing': story({ ...people, verdict: { ...people.verdict, failingHooks: ['ops'] } }),
  'hooks-failing': story({
    ...calm,
    verdict: { ...calm.verdict, failingHooks: ['ops', 'director', 'pagerduty-warehouse-riyadh'] },
  }),
  silent: story(silent),
  'silent-hook': story({
    ...silent,
    verdict: { ...silent.verdict, failingHooks: ['ops', 'director', 'pagerduty-warehouse-riyadh'] },
  }),
  'people-old': story(people, false, lost(47_000, 'link')),
  'climbing-old': story(climbing, false, lost(47_000, 'link')),
  recovered: story(busy, true, { ...fresh, was: { from: NOW - 27_000, until: NOW - 20_000 } }),
  aging: story(busy, false, lost(7_000, 'link')),
  'link-lost': story(busy, false, lost(47_000, 'link')),
  'data-old': story(storm, true, lost(47_000, 'data')),
  reading: story({ ...busy, catchingUp: { done: 34_120, end: 60_412, at: NOW - 147 * MINUTE } }),
  held: story({
    ...calm,
    stage: 'held',
    taken: 188_120,
    verdict: { ...calm.verdict, due60: 0, due240: 0, nextDue: null, lastBreach: null },
    partners: partners(0).map((line) => ({
      ...line,
      kpi: null,
      good: 'high' as const,
      value: null,
      margin: null,
      state: 'none' as const,
    })),
    next: [],
    tiles: [],
  }),
  empty: story({ ...calm, stage: 'empty', partners: [], next: [], tiles: [] }),
  first: story({
    ...calm,
    tiles: goodTiles.map((one) => ({
      ...one,
      state: 'none',
      value: null,
      headroom: null,
      trend: Array<null>(30).fill(null),
    })),
    partners: [],
    next: [],
    verdict: { ...calm.verdict, nextDue: null, lastBreach: null, due60: 0, due240: 0 },
  }),
  starting: story(null),
  connecting: story(null, false, null),
};
