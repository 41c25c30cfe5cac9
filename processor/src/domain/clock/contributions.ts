import type { Contribution } from '../kpi/contribution.ts';
import type { KpiClock, KpiView } from '../kpi/view.ts';
import type { CompiledZone } from '../policy/compiled.ts';
import { type JudgedClock, knownDue } from './judge/judged-clock.ts';
import { beginJudgement } from './judge/judgement.ts';
import type { Place } from './place.ts';
import type { Subject } from './subject.ts';
import { clockState } from './write/clock-row.ts';

/**
 * What a subject contributes to the KPIs of its ruleset, as it is judged and told now. Whether that is history is for
 * the record that brings it about to say, not for the subject: what is kept must be the same after a restart.
 * @param before what it contributed until now, for whoever asks what has changed.
 */
export function contributionsOf(
  subject: Subject,
  place: Place,
  before?: readonly Contribution[],
): readonly Contribution[] {
  return subject.rules.kpis.contributions(sight.of(subject, place), before);
}

const UTC: CompiledZone = { name: 'UTC', offsets: [0, 0] };

/** A subject as KPIs see it. One is enough: it is looked through at once and never kept, and every event needs one. */
class KpiSight implements KpiView {
  subject = '';
  partner = '';
  market = '';
  carrier = '';
  channel = '';
  zone = UTC;
  data: KpiView['data'] = {};
  facts: Subject['facts'] = [];
  parcels: KpiView['parcels'] = new Map();
  private judged: readonly JudgedClock[] = beginJudgement().clocks;
  private told: Subject['told'] = new Map();

  of(subject: Subject, place: Place): this {
    const { rules, judgement, facts } = subject;
    const { standing, clocks } = judgement;
    this.subject = subject.id;
    this.partner = place.partner;
    this.market = place.market;
    this.carrier = place.carrier;
    this.channel = place.channel;
    this.zone = rules.zones.get(rules.partners.get(place.partner)?.zone ?? 'UTC') ?? UTC;
    this.data = standing.data;
    this.facts = facts;
    this.parcels = standing.parcels;
    this.judged = clocks;
    this.told = subject.told;
    return this;
  }

  clockOf(promise: string): KpiClock | undefined {
    let last: JudgedClock | undefined;
    for (const clock of this.judged) {
      if (clock.rule.promise.id === promise && (last === undefined || clock.cycle > last.cycle)) last = clock;
    }
    if (last === undefined) return undefined;
    const told = this.told.get(last.key);
    return { state: clockState(last, told), start: last.start, due: knownDue(last), quiet: told?.quiet ?? false };
  }
}

const sight = new KpiSight();
