import type { LogRecord } from '@belfry/ingest/log';
import type { Ruleset } from '../domain/clock/rules/ruleset.ts';
import { type SilenceRule, silenceRuleOf, tellEvery } from '../domain/source/silence-rule.ts';
import { FORGOTTEN_AFTER_MS } from '../domain/source/watched-source.ts';
import type { Effects } from './fold.ts';

/** What people say at Belfry's own pages comes in its name: that nobody says anything is no silence. */
const OWN_SOURCE = 'belfry';
/** Of so many sources a lane remembers when it told of them; of those that it forgets it tells again. */
const MOST_SOURCES = 2_000;
/** With so many partners waiting a source is told of before its time, so that no record grows large. */
const MOST_PARTNERS = 500;

interface Ear {
  /** When it was told of last, by append time, ms UTC. */
  told: number;
  /** Partners that its events have named since. */
  readonly partners: Set<string>;
  /** Worked out for the policies that the lane had taken. */
  rules: Ruleset | undefined;
  rule: SilenceRule;
  every: number;
}

/** What the position of a lane carries of it. */
export type EarsExtent = readonly (readonly [source: string, told: number, partners: readonly string[]])[];

/**
 * Tells the third fold which sources a lane hears: a lane sees only its share of each, so that others decide which is silent.
 * When it tells follows from the append times of its log alone. Replays have ears too, inquiries have none.
 */
export class SourceEars {
  private readonly lane: number;
  private readonly listens: boolean;
  /** Those that were told of longest ago come first. */
  private readonly ears = new Map<string, Ear>();

  constructor(lane: number, listens: boolean) {
    this.lane = lane;
    this.listens = listens;
  }

  /**
   * An event about an order or a ticket that is no history was read.
   * @param partner as the event itself names it: what is known from elsewhere says nothing of its source.
   */
  hear(source: string, partner: unknown, record: LogRecord, rules: Ruleset, effects: Effects): void {
    if (!this.listens || source === OWN_SOURCE) return;
    let ear = this.ears.get(source);
    if (ear === undefined) {
      ear = this.begin(source, Number.NEGATIVE_INFINITY);
      this.makeRoom();
    }
    if (typeof partner === 'string') ear.partners.add(partner);
    if (ear.rules !== rules) {
      ear.rules = rules;
      ear.rule = silenceRuleOf(source, rules.sources);
      ear.every = tellEvery(ear.rule);
    }
    if (record.appendTime - ear.told < ear.every && ear.partners.size < MOST_PARTNERS) return;
    const { least, factor } = ear.rule;
    const { offset, appendTime: at } = record;
    effects.heard({ lane: this.lane, offset, source, at, partners: [...ear.partners].sort(), least, factor });
    ear.partners.clear();
    ear.told = at;
    this.ears.delete(source);
    this.ears.set(source, ear);
  }

  /** Forgets sources that the third fold has forgotten. @param horizon of the lane, ms UTC. */
  passTime(horizon: number): void {
    for (const [source, { told }] of this.ears) {
      if (horizon - told <= FORGOTTEN_AFTER_MS) return;
      this.ears.delete(source);
    }
  }

  extent(): { readonly ears?: EarsExtent } {
    if (!this.listens) return {};
    return { ears: [...this.ears].map(([source, { told, partners }]) => [source, told, [...partners]] as const) };
  }

  resume(ears: EarsExtent): void {
    for (const [source, told, partners] of ears) {
      const ear = this.begin(source, told);
      for (const partner of partners) ear.partners.add(partner);
    }
  }

  private begin(source: string, told: number): Ear {
    const ear: Ear = { told, partners: new Set(), rules: undefined, rule: { least: null, factor: 0 }, every: 0 };
    this.ears.set(source, ear);
    return ear;
  }

  private makeRoom(): void {
    if (this.ears.size <= MOST_SOURCES) return;
    for (const [source] of this.ears) {
      this.ears.delete(source);
      return;
    }
  }
}
