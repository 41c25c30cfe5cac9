import type { Severity } from '../../contract/incident.ts';
import type { Notification } from '../../contract/notification.ts';
import type { CompiledRouting } from '../../contract/routing.ts';
import { DueQueue } from '../clock/due-queue.ts';
import type { IncidentBoard } from '../incident/incident-board.ts';
import { beginningOf, type OpenItem } from '../incident/open-item.ts';
import { severityOf } from '../incident/severity.ts';
import type { Silences } from '../incident/silences.ts';
import { announcementKey, beginGroup, countBreach, type Group, groupKey, isArmed, LADDER_TIMING } from './group.ts';
import { GroupBook } from './group-book.ts';
import { notificationOf } from './notification-of.ts';
import { PostWindow } from './post-window.ts';
import { type GroupSpeech, membersOf, repeatOf, speechOf } from './speech-of.ts';
import { type Way, waysOf } from './ways.ts';

/** A hook that the routes do not know any more gets what it was promised under this limit. */
const PER_MINUTE = 60;
const NONE: ReadonlySet<string> = new Set();

/**
 * Decides what each hook is told, and when: routes what happens into groups, lets them gather, and lets them speak at ticks,
 * within each hook's limit. All instants are the log's, ms UTC.
 */
export class Notifier {
  routing: CompiledRouting | null = null;
  readonly book: GroupBook;
  readonly windows = new Map<string, PostWindow>();
  private readonly due = new DueQueue();
  private readonly board: IncidentBoard;
  private readonly silences: Silences;

  constructor(board: IncidentBoard, silences: Silences) {
    this.board = board;
    this.silences = silences;
    this.book = new GroupBook(board);
  }

  /** Something was broken, or got worse. @param know hooks that need not be told. */
  open(item: OpenItem, severity: Severity, at: number, know: ReadonlySet<string> = NONE): void {
    for (const way of waysOf(this.routing, beginningOf(item), severity, at)) {
      const { hook, route, timing, groupBy, threshold } = way;
      if (know.has(hook)) continue;
      const key = groupKey(hook, route, groupBy, item);
      const group =
        this.book.byKey(key) ??
        this.book.begin(beginGroup({ hook, route, timing, threshold, announces: false }, key, firstOf(item, know, at)));
      const isNew = group.members.size === 0;
      this.book.join(group, item, key);
      // What joins those that somebody has seen to may be of an incident that nobody has.
      const isAcknowledged = this.board.incidents.get(item.incident)?.acknowledged != null;
      group.acknowledged = isAcknowledged && (group.acknowledged || isNew);
      if (item.signal.kind !== 'escalated') countBreach(group, at);
      if (isArmed(group)) this.poke(group, group.triggered ? group.toldAt + timing.everyMs : at + timing.waitMs, at);
    }
  }

  /** To be known, and over. */
  announce(item: OpenItem, severity: Severity, at: number, know: ReadonlySet<string> = NONE): void {
    for (const { hook, route, timing } of waysOf(this.routing, item.signal, severity, at)) {
      if (know.has(hook)) continue;
      if (!item.reminded.some((known) => known.hook === hook && known.route === route)) {
        item.reminded.push({ hook, route });
      }
      const key = announcementKey(hook, route, item.signal);
      this.announceIn(key, { hook, route, timing }, item, at + timing.waitMs, at, firstOf(item, know, at));
    }
  }

  /** The customer was told of what is foreseen: whoever was sent the reminder hears of it. */
  customerTold(item: OpenItem, at: number): void {
    for (const { hook, route } of item.reminded) {
      const key = announcementKey(hook, `${route} customer-told`, item.signal);
      const group = this.announceIn(key, { hook, route, timing: LADDER_TIMING }, item, at + LADDER_TIMING.waitMs, at);
      group.news = 'customer-told';
    }
  }

  /** Its end: at once to whoever was told. What was told to nobody waits as it did, or is forgotten. */
  end(item: OpenItem, at: number): void {
    for (const group of this.book.of(item)) {
      this.book.pend(group, item);
      if (group.members.get(item.name)?.told) this.poke(group, at, at);
      else if (item.state === 'retracted' || !item.broken || !isArmed(group) || this.isHidden(item)) {
        // Nobody was told, and nothing is broken after all, or nobody is to be told: there is nothing to say.
        this.book.forget(group, item);
        this.tidy(group);
      } else if (group.due === Number.POSITIVE_INFINITY) this.poke(group, at, at);
    }
    if (item.groups.length === 0) this.board.drop(item);
  }

  /** A reminder that nobody has been sent is overtaken by what it was to remind of. */
  withdraw(item: OpenItem): void {
    for (const group of this.book.of(item)) {
      this.book.forget(group, item);
      this.tidy(group);
    }
  }

  /** Somebody acknowledged an incident, or that ran out. */
  acknowledged(incident: string, news: 'acknowledged' | 'acknowledgement-expired', at: number): void {
    for (const group of this.book.ofIncident(incident)) {
      const was = group.acknowledged;
      group.acknowledged = this.isAcknowledged(group);
      this.book.touch(group);
      if (!group.triggered || (news === 'acknowledged' && !group.acknowledged)) continue;
      if (news === 'acknowledgement-expired' && !was) continue;
      group.news = news;
      this.poke(group, at, at);
    }
  }

  private isAcknowledged(group: Group): boolean {
    for (const { open, incident } of membersOf(group, this.board)) {
      if (open && this.board.incidents.get(incident)?.acknowledged == null) return false;
    }
    return true;
  }

  private isHidden(item: OpenItem): boolean {
    return this.silences.hides(beginningOf(item));
  }

  /** What a silence hid may be told now. */
  unsilenced(at: number): void {
    for (const group of this.book.all()) {
      if (!isArmed(group)) continue;
      // What a silence hid has waited for its post already; what still waits for its first goes on waiting.
      const { due, triggered } = group;
      const wasHidden = due === Number.POSITIVE_INFINITY || (triggered && due >= repeatOf(group));
      if (wasHidden && (group.members.pending.size > 0 || group.news !== null)) this.poke(group, at, at);
      else if (due === Number.POSITIVE_INFINITY) this.planRepeat(group);
    }
  }

  /** When a tick would let somebody speak, ms UTC. */
  nextDue(): number {
    return this.due.next();
  }

  /** Lets everybody speak whose time has come before `limit`. @param limit the horizon, ms UTC. */
  speak(limit: number, say: (notification: Notification) => void): void {
    const byHook = new Map<string, Group[]>();
    for (let id = this.due.takeBefore(limit); id !== undefined; id = this.due.takeBefore(limit)) {
      const group = this.book.get(id);
      if (group === undefined) continue;
      group.due = Number.POSITIVE_INFINITY;
      this.book.touch(group);
      const groups = byHook.get(group.hook);
      if (groups === undefined) byHook.set(group.hook, [group]);
      else groups.push(group);
    }
    for (const hook of [...byHook.keys()].sort()) this.speakAt(hook, byHook.get(hook)!, limit, say);
  }

  private speakAt(hook: string, groups: readonly Group[], at: number, say: (told: Notification) => void): void {
    const window = this.windowOf(hook);
    const left = window.left(this.limitOf(hook), at);
    const speeches = new Map<Group, GroupSpeech>();
    let waiting = groups.filter((group) => {
      const speech = speechOf(group, this.board, this.silences, at);
      if (speech === null) this.settle(group);
      else speeches.set(group, speech);
      return speech !== null;
    });
    for (const group of waiting) group.waits = Math.min(group.waits, at);
    const unheard = waiting.filter(({ triggered, announces }) => !triggered && !announces);
    if (waiting.length > left && unheard.length > 1) {
      // More than the hook's limit bears: what it has never heard of becomes one post, and none of it is dropped.
      const kept = Math.max(0, Math.min(left - 1 - (waiting.length - unheard.length), unheard.length - 2));
      const [alone, together] = [unheard.slice(0, kept), unheard.slice(kept)];
      const merged = this.book.merge(together);
      speeches.delete(merged);
      waiting = [...new Set([...waiting.filter((group) => !unheard.includes(group)), ...alone, merged])];
    }
    const ending = new Set(waiting.filter((group) => this.hasEnds(group)));
    waiting.sort(
      (a, b) => Number(ending.has(b)) - Number(ending.has(a)) || a.waits - b.waits || (a.id < b.id ? -1 : 1),
    );
    for (const group of waiting.splice(0, left)) {
      // Of the merged one nothing was asked before it was.
      const speech = speeches.get(group) ?? speechOf(group, this.board, this.silences, at)!;
      this.tell(group, speech, window, at, say);
    }
    for (const group of waiting) this.put(group, at);
  }

  private limitOf(hook: string): number {
    return this.routing?.hooks.find(({ name }) => name === hook)?.perMinute ?? PER_MINUTE;
  }

  /** An end is what nobody must wait for. */
  private hasEnds({ members }: Group): boolean {
    for (const name of members.pending) if (members.get(name)!.told && !this.board.items.get(name)!.open) return true;
    return false;
  }

  private tell(
    group: Group,
    speech: GroupSpeech,
    window: PostWindow,
    at: number,
    say: (told: Notification) => void,
  ): void {
    say(notificationOf(group, this.board, { ...speech, at }, speech.open));
    window.take(at);
    group.n++;
    group.waits = Number.POSITIVE_INFINITY;
    group.toldAt = at;
    group.news = null;
    if (speech.action === 'trigger') group.triggered = true;
    if (speech.action === 'resolve') group.triggered = false;
    for (const item of speech.items) this.book.told(group, item);
    this.settle(group);
  }

  /** What is over leaves; what stands is told again after a while. */
  private settle(group: Group): void {
    this.book.sweep(group);
    group.acknowledged = this.isAcknowledged(group);
    this.tidy(group);
  }

  /** Asks nothing of the group's members: of a storm there are very many. */
  private tidy(group: Group): void {
    this.book.touch(group);
    this.book.closeIfEmpty(group);
    if (this.book.get(group.id) === undefined) this.due.put(group.id, Number.POSITIVE_INFINITY);
    else if (group.due === Number.POSITIVE_INFINITY) this.planRepeat(group);
  }

  private planRepeat(group: Group): void {
    if (!group.triggered || group.acknowledged || group.timing.repeatMs === null) return;
    // Where a silence hides all of it, its end is what wakes it.
    for (const item of membersOf(group, this.board)) {
      if (!item.open || this.isHidden(item)) continue;
      this.put(group, repeatOf(group));
      return;
    }
  }

  private announceIn(
    key: string,
    { hook, route, timing }: Pick<Way, 'hook' | 'route' | 'timing'>,
    item: OpenItem,
    due: number,
    at: number,
    first = item.signal.id,
  ): Group {
    const group =
      this.book.byKey(key) ??
      this.book.begin(beginGroup({ hook, route, timing, threshold: null, announces: true }, key, first));
    this.book.join(group, item, key);
    this.poke(group, due, at);
    return group;
  }

  windowOf(hook: string): PostWindow {
    let window = this.windows.get(hook);
    if (window === undefined) {
      window = new PostWindow();
      this.windows.set(hook, window);
    }
    return window;
  }

  private poke(group: Group, due: number, at: number): void {
    this.put(group, Math.min(group.due, Math.max(due, at)));
  }

  /** Nobody is woken before the hook may get another post. */
  private put(group: Group, due: number): void {
    group.due = Math.max(due, this.windowOf(group.hook).fullUntil(this.limitOf(group.hook)));
    this.book.touch(group);
    this.due.put(group.id, group.due);
  }

  /**
   * Other routes are in force: hooks that are gone are told nothing more. What they were to hear asks the new routes, so that
   * a hook that was renamed in the middle of it loses neither its beginning nor its end.
   */
  reroute(routing: CompiledRouting, at: number): void {
    this.routing = routing;
    const hooks = new Set(routing.hooks.map(({ name }) => name));
    const gone = this.book.all().filter(({ hook }) => !hooks.has(hook));
    for (const group of gone) {
      for (const [name, { told: isTold }] of [...group.members.inOrder()]) {
        const item = this.board.items.get(name)!;
        if (item.open || !isTold) this.routeAnew(item, group, at);
        this.book.leave(group, item);
      }
      this.settle(group);
    }
  }

  private routeAnew(item: OpenItem, { announces }: Group, at: number): void {
    const severity = severityOf(beginningOf(item));
    const know = new Set(this.book.of(item).map(({ hook }) => hook));
    if (announces) this.announce(item, severity, at, know);
    else this.open(item, severity, at, know);
  }

  /** At recovery. */
  restore(group: Group): void {
    this.book.begin(group);
    this.due.put(group.id, group.due);
  }
}

/** What a group is known by. A hook that went and came back does not take what it is told now for what it was told then. */
const firstOf = ({ signal }: OpenItem, know: ReadonlySet<string>, at: number): string =>
  know === NONE ? signal.id : `${signal.id} anew ${at}`;
