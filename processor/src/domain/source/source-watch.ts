import type { Heard } from '../../contract/heard.ts';
import { FORGOTTEN_AFTER_MS, hearAgain, newSource, silentAfter, type WatchedSource } from './watched-source.ts';

const DAY_MS = 86_400_000;
/** Lanes that come on by more than this at once were not read meanwhile: nobody listened, and nobody was silent. */
const PAUSE_MS = 3 * 60_000;
/** The table is told each so many ms when a source was last heard. */
const TELL_EVERY_MS = 60_000;
/** Who makes up a new name for each event is not watched beyond so many. */
const MOST_SOURCES = 5_000;

/** What the watch itself holds, as a state row. */
export interface WatchRow {
  readonly lanes: readonly (readonly [lane: number, at: number])[];
  readonly watched: number;
}

/** The partners of a source with the last day on which it named each, as a state row of its own: it changes seldom. */
export interface PartnersRow {
  readonly source: string;
  readonly partners: readonly (readonly [partner: string, day: number])[];
}

/**
 * Which sources are silent. A source has not been heard up to an instant only if every lane has read as far: so it is decided
 * when a lane says how far it has come, no backlog makes a source silent, and what a whole Belfry that stood still did not
 * hear is nobody's silence.
 */
export class SourceWatch {
  /** Sources of which something changed since they were last written, and those whose partners did. */
  readonly changed = new Set<string>();
  readonly changedPartners = new Set<string>();
  /** Those that the table is to be told of. */
  private readonly untold = new Set<string>();
  private readonly lanes: number;
  private readonly sources = new Map<string, WatchedSource>();
  private readonly partners = new Map<string, Map<string, number>>();
  /** By lane, how far it has come, ms UTC. */
  private readonly come = new Map<number, number>();
  /** Since when no lane has stood still. */
  private watched = 0;

  /** @param lanes how many the log `events` has. */
  constructor(lanes: number) {
    this.lanes = lanes;
  }

  /** How far all lanes have come, ms UTC; 0 while one of them has said nothing. */
  get known(): number {
    return this.come.size < this.lanes ? 0 : Math.min(...this.come.values());
  }

  /** A source was heard. Answers since when it had been silent, if somebody was told that it was. */
  hear(heard: Heard): number | null {
    const { source } = heard;
    let known = this.sources.get(source);
    if (known === undefined) {
      if (this.sources.size >= MOST_SOURCES) return null;
      known = newSource(heard);
      this.sources.set(source, known);
      this.partners.set(source, new Map());
      this.changedPartners.add(source);
      this.untold.add(source);
    } else hearAgain(known, heard, this.watched);
    this.changed.add(source);
    this.meet(heard);
    const since = known.silent;
    const isOver = since !== null && known.last > since;
    if (isOver) known.silent = null;
    if (isOver || known.last - known.told >= TELL_EVERY_MS) this.untold.add(source);
    return isOver ? since : null;
  }

  /** A lane has come so far. Answers the sources that are silent from now on, by name. */
  lanesCome(lane: number, at: number): WatchedSource[] {
    const before = this.known;
    this.come.set(lane, Math.max(at, this.come.get(lane) ?? 0));
    const { known } = this;
    if (known === before) return [];
    if (known - before > PAUSE_MS) this.watched = known;
    this.forget(known);
    const silent = [...this.sources.values()].filter(
      (source) => source.silent === null && silentAfter(source, this.watched) < known,
    );
    for (const source of silent) {
      source.silent = source.last;
      this.changed.add(source.source);
      this.untold.add(source.source);
    }
    return silent.sort((a, b) => (a.source < b.source ? -1 : 1));
  }

  /** The sources that the table is to be told of now, by name. */
  takeTellings(): string[] {
    const names = [...this.untold].sort();
    this.untold.clear();
    for (const name of names) {
      const source = this.sources.get(name);
      if (source !== undefined) source.told = source.last;
    }
    return names;
  }

  /** Undefined once it is forgotten. */
  get(source: string): WatchedSource | undefined {
    return this.sources.get(source);
  }

  /** The partners that a source names, sorted. */
  partnersOf(source: string): string[] {
    return [...(this.partners.get(source)?.keys() ?? [])].sort();
  }

  /** Those of its partners of whom every other source is silent too. */
  cutOff(source: string): string[] {
    const heard = new Set<string>();
    for (const [name, { silent }] of this.sources) {
      if (silent === null) for (const partner of this.partners.get(name)!.keys()) heard.add(partner);
    }
    return this.partnersOf(source).filter((partner) => !heard.has(partner));
  }

  private meet({ source, at, partners }: Heard): void {
    const named = this.partners.get(source)!;
    const day = Math.floor(at / DAY_MS);
    for (const partner of partners) {
      if ((named.get(partner) ?? Number.NEGATIVE_INFINITY) >= day) continue;
      if (!named.has(partner)) this.untold.add(source);
      named.set(partner, day);
      this.changedPartners.add(source);
    }
  }

  private forget(known: number): void {
    const lastDay = Math.floor((known - FORGOTTEN_AFTER_MS) / DAY_MS);
    for (const [name, { last }] of this.sources) {
      if (known - last > FORGOTTEN_AFTER_MS) {
        this.sources.delete(name);
        this.partners.delete(name);
        this.changed.add(name);
        this.changedPartners.add(name);
        this.untold.add(name);
        continue;
      }
      const named = this.partners.get(name)!;
      for (const [partner, day] of named) {
        if (day >= lastDay) continue;
        named.delete(partner);
        this.changedPartners.add(name);
        this.untold.add(name);
      }
    }
  }

  /** Since when no lane has stood still, ms UTC. */
  get since(): number {
    return this.watched;
  }

  row(): WatchRow {
    return { lanes: [...this.come].sort(([a], [b]) => a - b), watched: this.watched };
  }

  partnersRow(source: string): PartnersRow | undefined {
    const named = this.partners.get(source);
    return named && { source, partners: [...named].sort(([a], [b]) => (a < b ? -1 : 1)) };
  }

  restore({ lanes, watched }: WatchRow): void {
    for (const [lane, at] of lanes) this.come.set(lane, at);
    this.watched = watched;
  }

  /** At recovery rows come in no order. */
  restoreSource(source: WatchedSource): void {
    this.sources.set(source.source, source);
    if (!this.partners.has(source.source)) this.partners.set(source.source, new Map());
  }

  restorePartners({ source, partners }: PartnersRow): void {
    this.partners.set(source, new Map(partners));
  }
}
