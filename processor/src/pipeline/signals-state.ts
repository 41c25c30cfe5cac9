import type { Silence } from '../contract/incident.ts';
import type { CompiledRouting } from '../contract/routing.ts';
import { DueQueue } from '../domain/clock/due-queue.ts';
import { IncidentBoard } from '../domain/incident/incident-board.ts';
import type { IncidentState } from '../domain/incident/incident-state.ts';
import { instantOf } from '../domain/incident/item-change.ts';
import type { OpenItem } from '../domain/incident/open-item.ts';
import { Silences } from '../domain/incident/silences.ts';
import type { Group, Member } from '../domain/notify/group.ts';
import { Heartbeat } from '../domain/notify/heartbeat.ts';
import { Notifier } from '../domain/notify/notifier.ts';
import type { StateSink } from './fold.ts';
import { SeenCauses } from './seen-causes.ts';

/** An incident is told at once, and then at most each so many ms: a storm changes it thousands of times a second. */
export const PUBLISH_EVERY_MS = 100;
/** So long behind its deadline a reminder is remembered, ms. */
const REMINDED_FOR_MS = 60 * 60_000;
/** Words of people that are remembered, so that one that is sent twice is heard once. */
const REMEMBERED_WORDS = 1_000;

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
  /** `acknowledged <incident>`, `silence <id>`, `risk <item>`, `publish <incident>`. */
  readonly timers = new DueQueue();
  readonly changedIncidents = new Set<string>();
  readonly changedSilences = new Set<string>();
  private words = new Set<string>();
  private hash = '';
  private routingChanged = false;
  private flushed = -1;

  constructor(lanes: number) {
    this.heartbeat = new Heartbeat(lanes);
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

  flush(sink: StateSink): void {
    const { board, silences, notifier, offset } = this;
    if (offset === this.flushed) return;
    const write = (name: string, value: unknown): void =>
      sink.state(name, offset, value !== undefined, value === undefined ? '' : JSON.stringify(value));
    for (const id of this.changedIncidents) write(`incident/${id}`, board.incidents.get(id));
    for (const key of board.changedItems) write(`item/${key}`, board.items.get(key));
    for (const id of notifier.book.touched) write(`group/${id}`, groupRow(notifier.book.get(id)));
    for (const id of this.changedSilences) write(id, silences.inForce.get(id));
    if (this.routingChanged) write('routing', notifier.routing ?? undefined);
    write('fold', this.foldRow());
    for (const changes of [this.changedIncidents, board.changedItems, notifier.book.touched, this.changedSilences]) {
      changes.clear();
    }
    this.routingChanged = false;
    this.flushed = offset;
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
        this.notifier.restore(groupOf(value as GroupRow));
        this.notifier.book.touched.clear();
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

/** A group as JSON: no instant is Infinity there. */
type GroupRow = Omit<Group, 'members' | 'pending' | 'due' | 'waits'> & {
  readonly members: readonly (readonly [string, Member])[];
  readonly pending: readonly string[];
  readonly due: number | null;
  readonly waits: number | null;
};

function groupRow(group: Group | undefined): GroupRow | undefined {
  if (group === undefined) return undefined;
  const [due, waits] = [orNull(group.due), orNull(group.waits)];
  return { ...group, members: [...group.members], pending: [...group.pending], due, waits };
}

const orNull = (instant: number): number | null => (instant === Number.POSITIVE_INFINITY ? null : instant);

/** Its keys stay in the order of the row: whoever goes on from it writes the same bytes as whoever never died. */
const groupOf = (row: GroupRow): Group => ({
  ...row,
  members: new Map(row.members),
  pending: new Set(row.pending),
  due: row.due ?? Number.POSITIVE_INFINITY,
  waits: row.waits ?? Number.POSITIVE_INFINITY,
});
