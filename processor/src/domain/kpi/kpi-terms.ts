import { startOfDay } from '../calendar/zone.ts';
import type { CompiledKpi, CompiledZone, KpiWindow, Partner } from '../policy/compiled.ts';
import { BURN_PAIRS, type BurnPair } from './burn.ts';
import { asOfDay } from './window.ts';

const UTC: CompiledZone = { name: 'UTC', offsets: [0, 0] };

/** A KPI, with what can be looked up once a policy. */
export interface KpiTerm {
  readonly kpi: CompiledKpi;
  /** Whose days it counts, if not the partner's. */
  readonly zone: CompiledZone | undefined;
  readonly ringing: readonly KpiWindow[];
  /** The pairs of its burn that ring. */
  readonly pairs: readonly BurnPair[];
}

interface InForce {
  readonly kpis: { readonly definitions: readonly CompiledKpi[] };
  readonly partners: ReadonlyMap<string, Partner>;
  readonly zones: ReadonlyMap<string, CompiledZone>;
}

/** What the policies in force ask of partners, as the KPI fold needs it. Built once a policy. */
export class KpiTerms {
  readonly all: readonly KpiTerm[];
  /** Those that may ring for their burn. */
  readonly burning: readonly KpiTerm[];
  private readonly burningIds: ReadonlySet<string>;
  /** The zones of KPIs that do not count the partner's days. */
  private readonly zones: ReadonlySet<CompiledZone>;
  private readonly inForce: InForce;

  constructor(inForce: InForce) {
    this.inForce = inForce;
    this.all = inForce.kpis.definitions.map((kpi) => ({
      kpi,
      zone: kpi.zone === undefined ? undefined : (inForce.zones.get(kpi.zone) ?? UTC),
      ringing: kpi.windows.filter(({ name }) => kpi.rings.includes(name)),
      pairs: (Object.keys(BURN_PAIRS) as BurnPair[]).filter((pair) => kpi.burn?.[pair] !== undefined),
    }));
    this.burning = this.all.filter(({ pairs }) => pairs.length > 0);
    this.burningIds = new Set(this.burning.map(({ kpi }) => kpi.id));
    this.zones = new Set(this.all.flatMap(({ zone }) => zone ?? []));
  }

  readonly burns = (kpi: string): boolean => this.burningIds.has(kpi);

  /** A partner that no policy knows has the market `default` and the days of UTC (DESIGN, Policies). */
  marketOf(partner: string): string {
    return this.inForce.partners.get(partner)?.market ?? 'default';
  }

  zoneOf(partner: string): CompiledZone {
    return this.inForce.zones.get(this.inForce.partners.get(partner)?.zone ?? UTC.name) ?? UTC;
  }

  /** The latest day that has begun by then, of those that a KPI counts. */
  dayOf(partner: string, { zone }: KpiTerm, instant: number): number {
    return asOfDay(zone ?? this.zoneOf(partner), instant);
  }

  /** The first instant behind this one at which a day begins that the partner is judged by. */
  nextDay(partner: string, instant: number): number {
    let next = dayAfter(this.zoneOf(partner), instant);
    for (const zone of this.zones) next = Math.min(next, dayAfter(zone, instant));
    return next;
  }
}

const dayAfter = (zone: CompiledZone, instant: number): number => startOfDay(zone, asOfDay(zone, instant) + 1);
