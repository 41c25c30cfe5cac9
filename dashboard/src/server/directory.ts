import type { CompiledKpi, CompiledZone, Partner } from '@belfry/processor/contract';

/** What the wall reads of a policy record, which holds far more. */
export interface PolicyInForce {
  readonly number: number;
  readonly pack: string;
  readonly partners: readonly Partner[];
  readonly promises: readonly { readonly id: string; readonly title: string }[];
  readonly kpis: readonly CompiledKpi[];
  readonly zones: Readonly<Record<string, CompiledZone>>;
}

/** What the policies in force say about names: who the partners are, what promises and KPIs are called, which zones. */
export interface Directory {
  /** The number of the newest policy in it; -1 when there is none. */
  readonly number: number;
  readonly partners: ReadonlyMap<string, Partner>;
  readonly titles: ReadonlyMap<string, string>;
  readonly kpis: readonly CompiledKpi[];
  zoneOf(partner: string): CompiledZone;
}

export const UTC: CompiledZone = { name: 'UTC', offsets: [0, 0] };

/** Reads the newest version of each pack. @param policies oldest first. */
export function directoryOf(policies: readonly PolicyInForce[]): Directory {
  const newest = new Map<string, PolicyInForce>();
  for (const policy of policies) newest.set(policy.pack, policy);
  const partners = new Map<string, Partner>();
  const titles = new Map<string, string>();
  const kpis = new Map<string, CompiledKpi>();
  const zones = new Map<string, CompiledZone>([['UTC', UTC]]);
  for (const compiled of newest.values()) {
    for (const partner of compiled.partners) partners.set(partner.id, partner);
    for (const promise of compiled.promises) titles.set(promise.id, promise.title);
    for (const zone of Object.values(compiled.zones)) zones.set(zone.name, zone);
    for (const kpi of compiled.kpis) kpis.set(kpi.id, kpi);
  }
  return {
    number: policies.at(-1)?.number ?? -1,
    partners,
    titles,
    kpis: [...kpis.values()],
    zoneOf: (partner) => zones.get(partners.get(partner)?.zone ?? 'UTC') ?? UTC,
  };
}
