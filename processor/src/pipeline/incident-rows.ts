import type { Incident, Item, Said, Silence } from '../contract/index.ts';
import { instantOf, placeOfSignal } from '../domain/incident/item-change.ts';
import type { SourceRow } from './fold.ts';
import { type SealedRows, seal, writerOf } from './tables.ts';

/** The rows of the third fold: what it has made of signals and heard of people, until they are stored. */
export class IncidentRows {
  private readonly generation: number;
  private readonly incidents = writerOf('incidents');
  private readonly last = new Map<string, Incident>();
  private readonly items = writerOf('incident_items');
  private readonly silenced = writerOf('silences');
  private readonly words = writerOf('audit');
  private readonly sources = writerOf('sources');
  private readonly lastSources = new Map<string, SourceRow>();

  constructor(generation: number) {
    this.generation = generation;
  }

  get rows(): number {
    return this.last.size + this.lastSources.size + this.items.rows + this.silenced.rows + this.words.rows;
  }

  /** What they take, but for incidents, of which there is one each. */
  get bytes(): number {
    return this.items.bytes + this.silenced.bytes + this.words.bytes;
  }

  /** Of several changes within a commit only the last would be read. */
  incident(incident: Incident): void {
    this.last.set(incident.id, incident);
  }

  /** The same of sources. */
  source(row: SourceRow): void {
    this.lastSources.set(row.source, row);
  }

  item(item: Item, offset: number): void {
    const { incident, key, state, open, signal } = item;
    const { subject, partner } = placeOfSignal(signal);
    this.items.u32(this.generation).str(incident).str(key).i64(offset).str(state).bool(open).str(subject).str(partner);
    this.items.i64(instantOf(signal)).str(JSON.stringify(item)).end();
  }

  silence({ id, matcher, who, reason, from, until }: Silence, offset: number): void {
    this.silenced.u32(this.generation).str(id).i64(offset).i64(from).i64(until).str(who).str(reason);
    this.silenced.str(JSON.stringify(matcher)).end();
  }

  audit({ lane, offset, at, event }: Said): void {
    const { who, reason, until } = (event.data ?? {}) as Readonly<Record<string, unknown>>;
    const ends = typeof until === 'string' ? Date.parse(until) : Number.NaN;
    this.words.u32(this.generation).u16(lane).i64(offset).i64(Date.parse(event.time)).i64(at).str(event.type);
    this.words
      .str(event.subject)
      .str(text(who))
      .str(text(reason))
      .i64n(Number.isNaN(ends) ? null : ends);
    this.words.str(JSON.stringify(event)).end();
  }

  private writeIncident(incident: Incident): void {
    const { id, offset, state, kind, severity, promise, cause, partner, since, changed, resolved, open, total } =
      incident;
    this.incidents.u32(this.generation).str(id).i64(offset).str(state).str(kind).str(severity).str(promise);
    this.incidents.str(cause.field).str(cause.value).str(partner).i64(since).i64(changed).i64n(resolved);
    this.incidents.u32(open).u32(total).str(JSON.stringify(incident)).end();
  }

  private writeSource({ source, offset, heard, since, usual, threshold, partners }: SourceRow): void {
    this.sources.u32(this.generation).str(source).i64(offset).i64(heard).i64n(since).i64n(usual).i64n(threshold);
    this.sources.each(partners, (partner) => partner).end();
  }

  seal(): (SealedRows | undefined)[] {
    for (const incident of this.last.values()) this.writeIncident(incident);
    this.last.clear();
    for (const source of this.lastSources.values()) this.writeSource(source);
    this.lastSources.clear();
    return [
      seal('incidents', this.incidents),
      seal('incident_items', this.items),
      seal('silences', this.silenced),
      seal('audit', this.words),
      seal('sources', this.sources),
    ];
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
