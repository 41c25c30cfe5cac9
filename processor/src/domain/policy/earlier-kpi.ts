import type { CompiledPack, Condition } from './compiled.ts';
import type { CompiledKpi, KpiCohort, KpiCount, KpiPopulation } from './compiled-kpi.ts';
import { BY_ITS_DATA } from './reason-names.ts';

/**
 * A KPI as it was compiled before KPIs said whom they look at apart from what counts. Such records stand in logs for as long
 * as those are kept, and mean today what they meant then.
 */
export interface EarlierKpi {
  readonly id: string;
  readonly title: string;
  readonly counts:
    | { readonly kind: 'promise'; readonly promise: string }
    | { readonly kind: 'tracked'; readonly reached: readonly string[] };
  readonly excludes?: Condition;
  readonly window: { readonly name: string; readonly days: number };
  readonly warn: number;
  readonly block: number;
  readonly minimumVolume: number;
  readonly provenance?: string;
}

/** A pack of a record as it is compiled today; the same object if it was. */
export function packOfToday(pack: CompiledPack): CompiledPack {
  // Records that are not read for their KPIs may lack them.
  const kpis = pack.kpis as readonly (CompiledKpi | EarlierKpi)[] | undefined;
  if (!kpis?.some(isEarlierKpi)) return pack;
  return { ...pack, kpis: kpis.map((kpi) => (isEarlierKpi(kpi) ? fromEarlierKpi(kpi, pack.promises) : kpi)) };
}

/** Which of the two a KPI of a record is; `windows` tells them apart. */
const isEarlierKpi = (kpi: CompiledKpi | EarlierKpi): kpi is EarlierKpi => !('windows' in kpi);

/**
 * That KPI as it is compiled today.
 * @param promises those of its pack: an earlier KPI did not say whether it counts orders or tickets.
 */
export function fromEarlierKpi(kpi: EarlierKpi, promises: CompiledPack['promises']): CompiledKpi {
  const { id, title, counts, excludes, window, minimumVolume, provenance = '' } = kpi;
  const [warn, block] = [{ rate: share(kpi.warn) }, { rate: share(kpi.block) }];
  const subject =
    counts.kind === 'promise' ? (promises.find((each) => each.id === counts.promise)?.subject ?? 'order') : 'order';
  return {
    id,
    title,
    subject,
    ...meaningOf(counts),
    excludes: excludes === undefined ? [] : [{ name: BY_ITS_DATA, when: excludes, excuse: false }],
    windows: [{ name: window.name, span: { kind: 'days', days: window.days, lag: 0 } }],
    rings: [window.name],
    judged: window.name,
    settles: 0,
    // Fewer than one was n/a as well.
    minimumVolume: Math.max(1, Math.ceil(minimumVolume)),
    limits: [{ warn, block, recover: warn }],
    provenance,
  };
}

function meaningOf(counts: EarlierKpi['counts']): {
  readonly population: KpiPopulation;
  readonly counts: KpiCount;
  readonly good: 'high';
  readonly cohort: KpiCohort;
} {
  if (counts.kind === 'promise') {
    const population = { kind: 'promise', promise: counts.promise } as const;
    return { population, counts: { kind: 'kept' }, good: 'high', cohort: { kind: 'due' } };
  }
  const on = counts.reached;
  const population = { kind: 'reached', reached: { on } } as const;
  return { population, counts: { kind: 'tracked' }, good: 'high', cohort: { kind: 'first', on } };
}

/** Nothing but packs made these, and yet a log may hold what others wrote into it. */
const share = (rate: number): number => Math.min(1, Math.max(0, rate));
