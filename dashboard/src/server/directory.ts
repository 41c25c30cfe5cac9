import type { CompiledKpi, CompiledPack, CompiledZone, Partner } from '@belfry/processor/contract';

/** What the wall reads of a policy record, which holds far more. */
export interface PolicyInForce {
  readonly number: number;
  readonly pack: string;
  readonly partners: readonly Partner[];
  readonly promises: readonly PromiseNames[];
  readonly kpis: readonly CompiledKpi[];
  readonly zones: Readonly<Record<string, CompiledZone>>;
  /** By field, other names of its values. */
  readonly aliases?: CompiledPack['aliases'];
}

interface PromiseNames {
  readonly id: string;
  readonly title: string;
  readonly subject?: 'order' | 'ticket';
  readonly rows: readonly { readonly name: string; readonly when?: Condition }[];
}

type Condition = NonNullable<CompiledPack['promises'][number]['rows'][number]['when']>;

/** What the policies in force say about names: who the partners are, what promises and KPIs are called, which zones. */
export interface Directory {
  /** The number of the newest policy in it; -1 when there is none. */
  readonly number: number;
  readonly partners: ReadonlyMap<string, Partner>;
  readonly kpis: readonly CompiledKpi[];
  /** The newest version of each pack. */
  readonly packs: readonly PolicyInForce[];
  /** `default` for a partner that no policy names. */
  marketOf(partner: string): string;
  zoneOf(partner: string): CompiledZone;
  /** Whose days a KPI of a partner counts: its own zone, or the partner's. */
  zoneOfKpi(kpi: Pick<CompiledKpi, 'zone'>, partner: string): CompiledZone;
  /** What a clock is called: its row where the promise has several, since "Ticket resolution" says little. */
  titleOf(promise: string, row: string): string | undefined;
}

export const UTC: CompiledZone = { name: 'UTC', offsets: [0, 0] };

/**
 * Reads the newest version of each pack. KPIs stand in the order in which their packs came first, so that a new version of one
 * does not move the tiles of a wall. @param policies oldest first.
 */
export function directoryOf(policies: readonly PolicyInForce[]): Directory {
  const newest = new Map<string, PolicyInForce>();
  for (const policy of policies) newest.set(policy.pack, policy);
  const partners = new Map<string, Partner>();
  const promises = new Map<string, PromiseNames>();
  const kpis = new Map<string, CompiledKpi>();
  const zones = new Map<string, CompiledZone>([['UTC', UTC]]);
  for (const compiled of [...newest.values()].sort((a, b) => a.number - b.number)) {
    for (const partner of compiled.partners) partners.set(partner.id, partner);
    for (const promise of compiled.promises) promises.set(promise.id, promise);
    for (const zone of Object.values(compiled.zones)) zones.set(zone.name, zone);
  }
  // A Map keeps the place that a pack had when it was first named.
  for (const compiled of newest.values()) for (const kpi of compiled.kpis) kpis.set(kpi.id, kpi);
  const zoneOf = (partner: string): CompiledZone => zones.get(partners.get(partner)?.zone ?? 'UTC') ?? UTC;
  return {
    number: policies.at(-1)?.number ?? -1,
    partners,
    kpis: [...kpis.values()],
    packs: [...newest.values()],
    marketOf: (partner) => partners.get(partner)?.market ?? 'default',
    zoneOf,
    zoneOfKpi: ({ zone }, partner) => (zone === undefined ? zoneOf(partner) : (zones.get(zone) ?? UTC)),
    titleOf(id, row) {
      const promise = promises.get(id);
      return promise && promise.rows.length > 1 && row !== '' ? rowTitle(row) : promise?.title;
    },
  };
}

/** What a partner or a promise is called; teams are called what they are. */
export function nameIn(directory: Directory, by: string, group: string): string | undefined {
  if (by === 'partner') return directory.partners.get(group)?.name;
  return by === 'promise' ? directory.titleOf(group, '') : undefined;
}

/** `account/warehouse-edit` reads as `Warehouse edit`. */
function rowTitle(row: string): string {
  const words = row.slice(row.lastIndexOf('/') + 1).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
