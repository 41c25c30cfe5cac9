import { type KpiEvaluator, type KpiRule, kpiEvaluator } from '../../kpi/contribution.ts';
import type { CompiledPack, CompiledZone, Partner } from '../../policy/compiled.ts';
import type { SourceRule } from '../../source/silence-rule.ts';
import { fieldReader } from './field-reader.ts';
import { type PromiseRule, promiseRules } from './promise-rule.ts';
import { noRoles, type Roles, rolesOf } from './roles.ts';

/**
 * All policies in force in a lane at one moment. A subject is judged under the ruleset that was in force when its first
 * event was read, and pins it by its place in the lane's list (DESIGN, Judgement).
 */
export interface Ruleset {
  readonly pin: number;
  readonly order: Roles;
  readonly ticket: Roles;
  readonly kpis: KpiEvaluator;
  readonly partners: ReadonlyMap<string, Partner>;
  readonly zones: ReadonlyMap<string, CompiledZone>;
  /** When sources count as silent, those of later versions last. */
  readonly sources: readonly SourceRule[];
  /** Top-level keys of data that a target, a pause or a state may look at: when one changes, running clocks look again. */
  readonly aims: ReadonlySet<string>;
  /** Top-level keys of event data that facts keep. */
  readonly keeps: ReadonlySet<string>;
}

export interface NumberedPack {
  readonly number: number;
  readonly pack: CompiledPack;
}

/**
 * What judging needs of any event, whatever the policies name; `score` and `scale` are what a review needs of a rating, which an
 * import may hold until after a restart. Few events have them, so they cost next to nothing.
 */
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
  'assignee',
  'vendor',
  'waitingOn',
  'deliveredBy',
  'promise',
  'kpi',
  'who',
  'withdrawn',
  'score',
  'scale',
];

/** @param packs every version that the lane has taken so far, in the order in which it took them. */
export function buildRuleset(packs: readonly NumberedPack[]): Ruleset {
  const versions = new Map<string, NumberedPack[]>();
  for (const entry of packs) versions.set(entry.pack.pack, [...(versions.get(entry.pack.pack) ?? []), entry]);

  const rules: PromiseRule[] = [];
  const byPromise = new Map<string, PromiseRule[]>();
  const kpis: KpiRule[] = [];
  const partners = new Map<string, Partner>();
  const zones = new Map<string, CompiledZone>();
  const sources: { readonly number: number; readonly rules: readonly SourceRule[] }[] = [];
  const keeps = new Set<string>(ALWAYS_KEPT);
  // A promised day ends in its partner's zone.
  const aims = new Set<string>(['partner', 'promise']);

  for (const ofPack of versions.values()) {
    ofPack.sort((a, b) => b.number - a.number);
    // A version rules clocks that start at or after its effective date and before that of any later version.
    let until = Number.POSITIVE_INFINITY;
    const ofVersions: PromiseRule[][] = [];
    for (const { number, pack } of ofPack) {
      if (pack.effective < until) {
        ofVersions.push(promiseRules(pack, number, until, byPromise));
        until = pack.effective;
      }
      for (const field of pack.fields) {
        const key = field.split('.')[0]!;
        keeps.add(key);
        aims.add(key);
      }
    }
    // The oldest first: whether a clock goes on is for its own version to say, before a newer one starts another.
    rules.push(...ofVersions.reverse().flat());
    const newest = ofPack[0]!;
    const read = fieldReader(newest.pack);
    for (const kpi of newest.pack.kpis) {
      kpis.push({ kpi, read, zone: kpi.zone === undefined ? undefined : newest.pack.zones[kpi.zone] });
    }
    sources.push({ number: newest.number, rules: newest.pack.sources ?? [] });
    for (const partner of newest.pack.partners) partners.set(partner.id, partner);
    for (const zone of Object.values(newest.pack.zones)) zones.set(zone.name, zone);
  }
  const of = (kind: 'order' | 'ticket'): Roles => {
    const own = rules.filter(({ promise }) => promise.subject === kind);
    return own.length === 0 ? noRoles : rolesOf(own);
  };
  return {
    pin: packs.length,
    order: of('order'),
    ticket: of('ticket'),
    kpis: kpiEvaluator(kpis),
    partners,
    zones,
    sources: sources.sort((a, b) => a.number - b.number).flatMap(({ rules }) => rules),
    aims,
    keeps,
  };
}
