import { type CalendarIndex, indexCalendar } from '../calendar/calendar-index.ts';
import { type KpiEvaluator, kpiEvaluator } from '../kpi/contribution.ts';
import type {
  CompiledCalendar,
  CompiledKpi,
  CompiledPack,
  CompiledPromise,
  CompiledZone,
  Partner,
} from '../policy/compiled.ts';

/** A promise as one version of its policy states it. */
export interface PromiseRule {
  readonly promise: CompiledPromise;
  /** The number of the policy's version. */
  readonly policy: number;
  /** The version rules clocks that start in [from, until), ms UTC. */
  readonly from: number;
  readonly until: number;
  readonly calendars: ReadonlyMap<string, CalendarIndex>;
  readonly zones: ReadonlyMap<string, CompiledZone>;
  /** By partner, the name of its zone: where a promised day ends if the promise does not say. */
  readonly partnerZones: ReadonlyMap<string, string>;
}

/** What an event type means to a promise. */
export interface Role {
  readonly rule: PromiseRule;
  readonly starts: boolean;
  readonly stops: boolean;
  readonly cancels: boolean;
}

/**
 * All policies in force in a lane at one moment. A subject is judged under the ruleset that was in force when its first
 * event was read, and pins it by its place in the lane's list (DESIGN, Judgement).
 */
export interface Ruleset {
  readonly pin: number;
  readonly roles: {
    readonly order: ReadonlyMap<string, readonly Role[]>;
    readonly ticket: ReadonlyMap<string, readonly Role[]>;
  };
  readonly kpis: KpiEvaluator;
  readonly partners: ReadonlyMap<string, Partner>;
  readonly zones: ReadonlyMap<string, CompiledZone>;
  /** Top-level keys of data that a target may look at: when one changes, running clocks are aimed again. */
  readonly aims: ReadonlySet<string>;
  /** Top-level keys of event data that facts keep. */
  readonly keeps: ReadonlySet<string>;
}

export interface NumberedPack {
  readonly number: number;
  readonly pack: CompiledPack;
}

/** What judging needs of any event, whatever the policies name. */
const ALWAYS_KEPT = [
  'partner',
  'market',
  'salesChannel',
  'test',
  'carrier',
  'shipment',
  'number',
  'url',
  'field',
  'from',
  'to',
  'by',
  'team',
  'deliveredBy',
  'promise',
];

/** @param packs every version that the lane has taken so far, in the order in which it took them. */
export function buildRuleset(packs: readonly NumberedPack[]): Ruleset {
  const versions = new Map<string, NumberedPack[]>();
  for (const entry of packs) versions.set(entry.pack.pack, [...(versions.get(entry.pack.pack) ?? []), entry]);

  const roles = { order: new Map<string, Role[]>(), ticket: new Map<string, Role[]>() };
  const kpis: CompiledKpi[] = [];
  const partners = new Map<string, Partner>();
  const zones = new Map<string, CompiledZone>();
  const keeps = new Set<string>(ALWAYS_KEPT);
  // A promised day ends in its partner's zone.
  const aims = new Set<string>(['partner', 'promise']);

  for (const ofPack of versions.values()) {
    ofPack.sort((a, b) => b.number - a.number);
    // A version rules clocks that start at or after its effective date and before that of any later version.
    let until = Number.POSITIVE_INFINITY;
    for (const { number, pack } of ofPack) {
      if (pack.effective < until) {
        const calendars = new Map(Object.values(pack.calendars).map((c) => [c.name, indexOf(c)]));
        const packZones = new Map(Object.values(pack.zones).map((z) => [z.name, z]));
        const partnerZones = new Map(pack.partners.map(({ id, zone }) => [id, zone]));
        for (const promise of pack.promises) {
          addRoles(roles[promise.subject], {
            promise,
            policy: number,
            from: pack.effective,
            until,
            calendars,
            zones: packZones,
            partnerZones,
          });
        }
        until = pack.effective;
      }
      for (const field of pack.fields) {
        const key = field.split('.')[0]!;
        keeps.add(key);
        aims.add(key);
      }
    }
    const newest = ofPack[0]!;
    for (const kpi of newest.pack.kpis) kpis.push(kpi);
    for (const partner of newest.pack.partners) partners.set(partner.id, partner);
    for (const zone of Object.values(newest.pack.zones)) zones.set(zone.name, zone);
  }
  return { pin: packs.length, roles, kpis: kpiEvaluator(kpis), partners, zones, aims, keeps };
}

/** A lane keeps a ruleset for each policy it has taken; all of them share what a calendar's index takes. */
const indexes = new WeakMap<CompiledCalendar, CalendarIndex>();

function indexOf(calendar: CompiledCalendar): CalendarIndex {
  let index = indexes.get(calendar);
  if (index === undefined) {
    index = indexCalendar(calendar);
    indexes.set(calendar, index);
  }
  return index;
}

function addRoles(roles: Map<string, Role[]>, rule: PromiseRule): void {
  const { start, stop, cancel } = rule.promise;
  for (const type of new Set([...start.on, ...stop.on, ...cancel.on])) {
    const role = {
      rule,
      starts: start.on.includes(type),
      stops: stop.on.includes(type),
      cancels: cancel.on.includes(type),
    };
    const known = roles.get(type);
    if (known) known.push(role);
    else roles.set(type, [role]);
  }
}
