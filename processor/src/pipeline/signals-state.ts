import type { Silence } from '../contract/incident.ts';
import type { CompiledRouting } from '../contract/routing.ts';
import { DueQueue } from '../domain/clock/due-queue.ts';
import { IncidentBoard } from '../domain/incident/incident-board.ts';
import type { IncidentState } from '../domain/incident/incident-state.ts';
import { instantOf } from '../domain/incident/item-change.ts';
import type { OpenItem } from '../domain/incident/open-item.ts';
import { Silences } from '../domain/incident/silences.ts';
import { membersRow } from '../domain/notify/group-book.ts';
import { Heartbeat } from '../domain/notify/heartbeat.ts';
import { Notifier } from '../domain/notify/notifier.ts';
import { type PartnersRow, SourceWatch, type WatchRow } from '../domain/source/source-watch.ts';
import type { WatchedSource } from '../domain/source/watched-source.ts';
import type { StateSink } from './fold.ts';
import { type GroupMembersRow, type GroupRow, groupOf, groupRow, MembersWaiting } from './group-rows.ts';
import { SeenCauses, type SeenRow } from './seen-causes.ts';

/** An incident is told at once, and then at most each so many ms: a storm changes it thousands of times a second. */
export const PUBLISH_EVERY_MS = 100;
/** So long behind its deadline a reminder is remembered, ms. */
const REMINDED_FOR_MS = 60 * 60_000;
/** Words of people that are remembered, so that one that is sent twice is heard once. */
const REMEMBERED_WORDS = 1_000;

/** So many rows are written before others may have their turn. */
const ROWS_A_SLICE = 128;

/** What `routing` and `fold` hold as state rows, beside a row for each incident, item, group and silence. */
interface FoldRow {
  readonly seen: ReturnType<SeenCauses['toJSON']>;
  readonly words: readonly string[];
  readonly heartbeat: ReturnType<Heartbeat['toJSON']>;
  readonly posts: readonly (readonly [hook: string, posts: readonly number[]])[];
  readonly hash: string;
}

/**
 * The state of the third fold and its state rows. All rows of a commit go in one INSERT, so they are of one moment, which is
 * the `offset` of the row `fold`: whatever stands in the log up to there is in them.
 */
export class SignalsState {
  /** The last record that was applied. */
  offset = -1;
  readonly board = new IncidentBoard();
  readonly silences = new Silences();
  readonly notifier = new Notifier(this.board, this.silences);
  readonly seen = new SeenCauses();
  readonly heartbeat: Heartbeat;
  readonly sources: SourceWatch;
  /** `acknowledged <incident>`, `silence <id>`, `risk <item>`, `publish <incident>`. */
  readonly timers = new DueQueue();
  readonly changedIncidents = new Set<string>();
  readonly changedSilences = new Set<string>();
  private words = new Set<string>();
  private hash = '';
  private readonly waiting = new MembersWaiting();
  private routingChanged = false;
  private flushed = -1;

  constructor(lanes: number) {
    this.heartbeat = new Heartbeat(lanes);
    this.sources = new SourceWatch(lanes);
  }

  /** Takes routes into force, unless they are. @param at the log's present, ms UTC. */
  reroute(hash: string, routing: CompiledRouting, at: number): void {
    if (hash === this.hash) return;
    this.hash = hash;
    this.routingChanged = true;
    this.notifier.reroute(routing, at);
  }

  /** Whether somebody says it for the first time, as far as is remembered. */
  isNewWord(word: string): boolean {
    if (this.words.has(word)) return false;
    this.words.add(word);
    if (this.words.size > REMEMBERED_WORDS) this.words.delete(this.words.values().next().value!);
    return true;
  }

  /** Remembers a reminder until its breach has come or its deadline was kept. */
  remember({ name, signal }: OpenItem): void {
    if ('due' in signal) this.timers.put(`risk ${name}`, Math.max(signal.due, instantOf(signal)) + REMINDED_FOR_MS);
  }

  /** Counts what a silence hides, which is shown in place. */
  countSilenced(incident: IncidentState): void {
    if (this.silences.inForce.size === 0 && incident.silenced === 0) return;
    incident.silenced = this.board.countOpen(incident.id, (signal) => this.silences.hides(signal));
  }

  /** A silence began or ended: incidents that it touches are told anew. */
  silenceChanged(at: number): void {
    for (const incident of [...this.board.incidents.values()]) {
      const before = incident.silenced;
      this.countSilenced(incident);
      if (incident.silenced !== before) this.board.touch(incident, at);
    }
  }

  /** Writes what has changed, in slices. Until it is through, nothing may be applied: the rows are of one moment. */
  *flush(sink: StateSink): Generator<void, void, void> {
    if (this.offset === this.flushed) return;
    let rows = 0;
    for (const [name, value] of this.changes()) {
      sink.state(name, this.offset, value !== undefined, value === undefined ? '' : JSON.stringify(value));
      if (++rows % ROWS_A_SLICE === 0) yield;
    }
    const { board, seen, notifier, sources } = this;
    sources.changed.clear();
    sources.changedPartners.clear();
    const sets = [this.changedIncidents, board.changedItems, this.changedSilences, seen.changedRows];
    for (const changes of [...sets, notifier.book.touched, notifier.book.goneRows]) changes.clear();
    this.routingChanged = false;
    this.flushed = this.offset;
  }

  /** Each row that is not as it was written last, by name; undefined is one that is over. */
  private *changes(): Generator<readonly [name: string, value: unknown], void, void> {
    const { board, silences, seen, notifier } = this;
    const { book } = notifier;
    for (const id of this.changedIncidents) yield [`incident/${id}`, board.incidents.get(id)];
    for (const key of board.changedItems) yield [`item/${key}`, board.items.get(key)];
    const seats = new Set<string>();
    for (const id of book.touched) {
      const group = book.get(id);
      yield [`group/${id}`, group && groupRow(group)];
      for (const row of group?.members.changedRows ?? []) {
        // The first ones stand in the row of the group.
        if (row === 0) continue;
        const name = membersRow(id, row);
        seats.add(name);
        const members = group!.members.row(row);
        yield [name, members && { group: id, row, ...members }];
      }
      group?.members.changedRows.clear();
    }
    for (const name of book.goneRows) if (!seats.has(name)) yield [name, undefined];
    for (const id of this.changedSilences) yield [id, silences.inForce.get(id)];
    for (const [name, row] of seen.changedRows) yield [name, row ?? undefined];
    yield* this.changedSources();
    if (this.routingChanged) yield ['routing', notifier.routing ?? undefined];
    yield ['fold', this.foldRow()];
  }

  private *changedSources(): Generator<readonly [name: string, value: unknown], void, void> {
    const { sources } = this;
    for (const name of sources.changed) yield [`source/${name}`, sources.get(name)];
    for (const name of sources.changedPartners) yield [`partners/${name}`, sources.partnersRow(name)];
    yield ['sources', sources.row()];
  }

  restore(name: string, offset: number, state: string): void {
    const value: unknown = JSON.parse(state);
    const kind = name.includes('/') ? name.slice(0, name.indexOf('/')) : name;
    switch (kind) {
      case 'fold':
        this.restoreFold(value as FoldRow, offset);
        return;
      case 'routing':
        this.notifier.routing = value as CompiledRouting;
        return;
      case 'incident':
        this.restoreIncident(value as IncidentState);
        return;
      case 'item':
        this.restoreItem(value as OpenItem);
        return;
      case 'group':
        this.restoreGroup(value as GroupRow);
        return;
      case 'members':
        this.waiting.take(value as GroupMembersRow, this.notifier.book);
        return;
      case 'seen':
        this.seen.restoreRow(value as SeenRow);
        return;
      case 'sources':
        this.sources.restore(value as WatchRow);
        return;
      case 'source':
        this.sources.restoreSource(value as WatchedSource);
        return;
      case 'partners':
        this.sources.restorePartners(value as PartnersRow);
        return;
      case 'silence':
        this.silences.inForce.set(name, value as Silence);
        this.timers.put(`silence ${name}`, (value as Silence).until);
    }
  }

  private restoreIncident(incident: IncidentState): void {
    this.board.restore(incident);
    const { id, acknowledged, published, untold } = incident;
    if (acknowledged !== null) this.timers.put(`acknowledged ${id}`, acknowledged.until);
    if (untold) this.timers.put(`publish ${id}`, published + PUBLISH_EVERY_MS);
  }

  private restoreGroup(row: GroupRow): void {
    const { notifier } = this;
    const group = groupOf(row);
    notifier.restore(group);
    this.waiting.give(group);
    // A row from before members had rows of their own: the next flush writes it as they are written now.
    if (group.members.changedRows.size === 0) notifier.book.touched.delete(group.id);
  }

  private restoreItem(item: OpenItem): void {
    this.board.put(item);
    this.board.changedItems.clear();
    if (item.state === 'at-risk') this.remember(item);
  }

  private foldRow(): FoldRow {
    return {
      seen: this.seen.toJSON(),
      words: [...this.words],
      heartbeat: this.heartbeat.toJSON(),
      posts: [...this.notifier.windows].map(([hook, { posts }]) => [hook, posts] as const),
      hash: this.hash,
    };
  }

  private restoreFold({ seen, words, heartbeat, posts, hash }: FoldRow, offset: number): void {
    this.offset = offset;
    this.flushed = offset;
    this.seen.restore(seen);
    this.words = new Set(words);
    this.heartbeat.restore(heartbeat);
    this.hash = hash;
    for (const [hook, instants] of posts) this.notifier.windowOf(hook).posts = [...instants];
  }
}
