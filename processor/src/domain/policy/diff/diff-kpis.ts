import type { CompiledKpi, CompiledPack, KpiExclusion, KpiLimits } from '../compiled.ts';
import { limitsInWords } from '../describe/describe-kpi.ts';
import {
  cohortInWords,
  countInWords,
  exclusionInWords,
  populationInWords,
  rowInWords,
  type TitleOf,
  tiersInWords,
  titlesOf,
} from '../describe/kpi-in-words.ts';
import { limitInWords } from '../describe/limit-in-words.ts';
import { windowInWords } from '../describe/window-in-words.ts';
import { compareNamed, insteadOf, isSame, type PackChange } from './pack-change.ts';

/** What has changed in the KPIs of a pack. */
export function* diffKpis(before: CompiledPack, after: CompiledPack): Generator<PackChange> {
  const titles = { before: titlesOf(before.promises), after: titlesOf(after.promises) };
  for (const { name, ...kpi } of compareNamed(before.kpis, after.kpis, ({ id }) => id)) {
    const told = { what: 'kpi', name, binds: [] } as const;
    if (kpi.before === undefined) {
      const { title, limits, good } = kpi.after!;
      yield { ...told, change: 'added', sentence: `New KPI: ${title}, ${limitsInWords(limits, good)}` };
    } else if (kpi.after === undefined) {
      yield { ...told, change: 'removed', sentence: `No longer a KPI: ${kpi.before.title}` };
    } else {
      for (const what of changesOf(kpi.before, kpi.after, titles)) {
        yield { ...told, change: 'changed', sentence: `${kpi.after.title}: ${what}` };
      }
    }
  }
}

function* changesOf(
  before: CompiledKpi,
  after: CompiledKpi,
  titles: { readonly before: TitleOf; readonly after: TitleOf },
): Generator<string> {
  for (const [label, inWords] of TERMS) {
    const [was, is] = [inWords(before, titles.before), inWords(after, titles.after)];
    if (was !== is) yield `${label} ${insteadOf(is, was)}`;
  }
  yield* changesOfLimits(before, after);
  yield* changesOfReasons(before, after);
  for (const key of ['short', 'consequence', 'provenance'] as const) {
    if (before[key] !== after[key]) yield `${key}: ${after[key] || 'none'}`;
  }
}

type InWords = (kpi: CompiledKpi, titleOf: TitleOf) => string;

const days = (count: number): string => `${count} day${count === 1 ? '' : 's'}`;
const windowCalled = ({ windows }: CompiledKpi, name: string): string => {
  const window = windows.find((each) => each.name === name);
  return window === undefined ? name : windowInWords(window);
};

const TERMS: readonly (readonly [label: string, inWords: InWords])[] = [
  ['is called', ({ title }) => title],
  ['looks at', (kpi, titleOf) => populationInWords(kpi, titleOf)],
  ['counts those', ({ counts }) => countInWords(counts)],
  ['counts them', ({ cohort }) => cohortInWords(cohort)],
  ['has the days of', ({ zone }) => zone ?? 'the partner'],
  ['shows', ({ windows }) => windows.map(windowInWords).join(', ')],
  ['rings by', (kpi) => kpi.rings.map((name) => windowCalled(kpi, name)).join(', ') || 'nothing'],
  ['is judged by', (kpi) => windowCalled(kpi, kpi.judged)],
  ['settles after', ({ settles }) => days(settles)],
  [
    'says something from',
    ({ minimumVolume, subject }) => `${minimumVolume} ${subject}${minimumVolume === 1 ? '' : 's'} on`,
  ],
  ['rings when the budget burns', ({ burn }) => burnInWords(burn)],
];

function burnInWords({ fast, slow }: NonNullable<CompiledKpi['burn']> = {}): string {
  const told = [
    ...(fast === undefined ? [] : [`${fast} times too fast over hours`]),
    ...(slow === undefined ? [] : [`${slow} times too fast over days`]),
  ];
  return told.join(' or ') || 'at no speed';
}

/** A row of limits is known by its market and date. */
function* changesOfLimits(before: CompiledKpi, after: CompiledKpi): Generator<string> {
  for (const { name, ...row } of compareNamed(before.limits, after.limits, rowInWords)) {
    const whose = before.limits.length === 1 && after.limits.length === 1 && name === ALL ? '' : ` for ${name}`;
    if (row.before === undefined) yield `new limits${whose}: ${limitsInWords([bare(row.after!)], after.good)}`;
    else if (row.after === undefined) yield `no limits of their own any more${whose}`;
    else {
      for (const [key, label] of LIMITS) {
        const [was, is] = [limitInWords(row.before[key], before.good), limitInWords(row.after[key], after.good)];
        if (was !== is) yield `${label}${whose} ${insteadOf(is, was)}`;
      }
      yield* changesOfTiers(row.before, row.after, before, after, whose);
    }
  }
}

const ALL = rowInWords({});
const bare = ({ market, from, ...limits }: KpiLimits): KpiLimits => limits;

const LIMITS = [
  ['block', 'blocks unless'],
  ['warn', 'warns unless'],
  ['recover', 'recovers with'],
] as const;

function* changesOfTiers(
  was: KpiLimits,
  is: KpiLimits,
  before: CompiledKpi,
  after: CompiledKpi,
  whose: string,
): Generator<string> {
  const [told, tells] = [tiersInWords(was, before.good), tiersInWords(is, after.good)];
  if (told !== tells) yield `tiers${whose}: ${insteadOf(tells || 'none', told || 'none')}`;
  const consequences = new Map((was.tiers ?? []).map(({ name, consequence }) => [name, consequence]));
  for (const { name, consequence } of is.tiers ?? []) {
    if (consequences.has(name) && consequences.get(name) !== consequence) {
      const [tells, told] = [consequence ?? 'none', consequences.get(name) ?? 'none'];
      yield `tier ${name}${whose}, consequence: ${insteadOf(tells, told)}`;
    }
  }
}

function* changesOfReasons(before: CompiledKpi, after: CompiledKpi): Generator<string> {
  const inWords = (reason: KpiExclusion): string =>
    `${exclusionInWords(reason)}${reason.excuse ? ' where it counts against the partner' : ''}`;
  for (const reason of compareNamed(before.excludes, after.excludes, ({ name }) => name)) {
    if (reason.before === undefined) yield `leaves out ${inWords(reason.after!)}`;
    else if (reason.after === undefined) yield `no longer leaves out ${inWords(reason.before)}`;
    else yield `leaves out ${insteadOf(inWords(reason.after), inWords(reason.before))}`;
  }
  const common = (some: CompiledKpi, others: CompiledKpi): string[] =>
    some.excludes.map(({ name }) => name).filter((name) => others.excludes.some((other) => other.name === name));
  if (!isSame(common(before, after), common(after, before))) {
    yield 'its reasons stand in another order, and the first that fits speaks';
  }
}
