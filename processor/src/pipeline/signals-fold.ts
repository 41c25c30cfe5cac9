import type { LogRecord, RecordKind } from '@belfry/ingest/log';
import { isClockSignal, isKpiSignal, isNotice, type Notice, type Signal } from '../contract/index.ts';
import { expire } from '../domain/incident/acknowledging.ts';
import { tellIncident } from '../domain/incident/incident-state.ts';
import { changeOf, itemKey } from '../domain/incident/item-change.ts';
import { itemOf } from '../domain/incident/open-item.ts';
import { severityOf } from '../domain/incident/severity.ts';
import { heartbeatOf } from '../domain/notify/notification-of.ts';
import { readBeat, readHeard, readRoutes, readSaid, readSignal } from './decode/read-told.ts';
import type { Effects, Fold, StateSink } from './fold.ts';
import { hearPerson } from './hear-person.ts';
import { hearSource, listenForSilence } from './hear-source.ts';
import type { Horizon } from './horizon.ts';
import { PUBLISH_EVERY_MS, SignalsState } from './signals-state.ts';

/** Totals are for walls, incidents are what it said itself. */
const HEARD: ReadonlySet<RecordKind> = new Set(['signal', 'said', 'beat', 'heard', 'routes', 'tick']);

/**
 * The third fold: signals, what people say and which sources are heard in; incidents, notifications and notices of its own
 * out (docs/signals.md). It is a function of the log `signals` alone. What it has to say to hooks it says at ticks, so that
 * what belongs together has been read by then.
 */
export class SignalsFold implements Fold {
  private readonly state: SignalsState;

  /** @param lanes how many the log `events` has: a heartbeat needs them all. */
  constructor(lanes: number) {
    this.state = new SignalsState(lanes);
  }

  apply(record: LogRecord, horizon: Horizon, effects: Effects): undefined {
    const { state } = this;
    // The state rows were ahead of the position: the effects of this record were acknowledged before they were written.
    if (record.offset <= state.offset) return;
    state.offset = record.offset;
    if (!HEARD.has(record.kind)) return;
    const at = presentOf(horizon);
    try {
      this.take(record, horizon.at, at, effects);
    } catch (error) {
      // Whatever stands in the log stands there for ever: a lane that stumbled over it would stumble at every start, and with it
      // all clocks of its process. Every owner stumbles alike, so what follows is still a function of the log.
      const { offset, appendTime, key, value, kind } = record;
      const reason = `this ${kind} could not be taken: ${String(error)}`.slice(0, 500);
      effects.quarantine({ offset, appendTime, key, code: 'NOT_TAKEN', reason, bytes: value });
    }
    this.tell(record.offset, at, effects);
  }

  private take({ kind, value }: LogRecord, horizon: number, at: number, effects: Effects): void {
    const { state } = this;
    switch (kind) {
      case 'signal':
        this.hear(readSignal(value), at, effects);
        return;
      case 'said':
        hearPerson(state, readSaid(value), at, effects);
        return;
      case 'beat': {
        const beat = readBeat(value);
        this.beat(beat.lane, beat.at, effects);
        this.notice(listenForSilence(state, beat, { offset: state.offset, horizon }, effects), at, effects);
        return;
      }
      case 'heard': {
        const because = { offset: state.offset, horizon };
        this.notice(hearSource(state, readHeard(value), because, effects), at, effects);
        return;
      }
      case 'routes': {
        const { hash, routing } = readRoutes(value);
        state.reroute(hash, routing, at);
        return;
      }
      case 'tick':
        this.passTime(horizon, effects);
    }
  }

  private hear(signal: Signal, at: number, effects: Effects): void {
    const { board, notifier, seen, timers } = this.state;
    const lane = `${isKpiSignal(signal) ? 'kpi' : 'events'}/${signal.lane}`;
    if (!seen.isNew(lane, signal.offset, signal.id)) return;
    // Each lane says a notice under the same id.
    if (isNotice(signal) && !this.state.isNewWord(signal.id)) return;
    const severity = severityOf(signal);
    const change = changeOf(signal);
    // History opens nothing, but what it ends may have been told aloud.
    if (signal.quiet && (change.kind === 'opens' || change.kind === 'announces')) return;
    const known = board.items.get(itemKey(signal));
    switch (change.kind) {
      case 'opens': {
        if (known?.state === 'at-risk') {
          notifier.withdraw(known);
          timers.put(`risk ${known.key}`, Number.POSITIVE_INFINITY);
        } else if (known?.open === false) notifier.book.rename(known);
        const item = board.open(signal, change.state, severity, at);
        notifier.open(item, severity, at);
        effects.item(itemOf(item), this.state.offset);
        return;
      }
      case 'ends':
        if (known?.state === 'at-risk') this.forgetReminder(known.key);
        this.end(signal, change.state, change.broken, at, effects);
        return;
      case 'eases':
        if (isClockSignal(signal) && board.ease(signal)) this.end(signal, 'retracted', false, at, effects);
        return;
      case 'announces': {
        // Of what is broken already a reminder says nothing new.
        if (known !== undefined && known.state !== 'at-risk') return;
        const item = board.announce(signal);
        notifier.announce(item, severity, at);
        if ('due' in signal) this.state.remember(item);
        else if (item.groups.length === 0) board.drop(item);
      }
    }
  }

  /** Notices of its own are announced as those that lanes say, and no lane says them. */
  private notice(notices: readonly Notice[], at: number, effects: Effects): void {
    const { board, notifier } = this.state;
    for (const notice of notices) {
      effects.notice(notice);
      const item = board.announce(notice);
      notifier.announce(item, severityOf(notice), at);
      if (item.groups.length === 0) board.drop(item);
    }
  }

  private end(signal: Signal, state: 'resolved' | 'retracted', broken: boolean, at: number, effects: Effects): void {
    const item = this.state.board.end(signal, state, broken, at);
    if (item === undefined) return;
    effects.item(itemOf(item), this.state.offset);
    this.state.notifier.end(item, at);
  }

  private forgetReminder(key: string): void {
    const { board, notifier, timers } = this.state;
    const item = board.items.get(key);
    if (item?.state !== 'at-risk') return;
    notifier.withdraw(item);
    board.drop(item);
    timers.put(`risk ${key}`, Number.POSITIVE_INFINITY);
  }

  private beat(lane: number, at: number, effects: Effects): void {
    const { heartbeat, notifier } = this.state;
    const beat = heartbeat.take(lane, at, notifier.routing);
    if (beat === null) return;
    for (const hook of notifier.routing!.heartbeat!.to) effects.notification(heartbeatOf(hook, beat.at, beat.n));
  }

  private passTime(horizon: number, effects: Effects): void {
    const { board, notifier, silences, timers } = this.state;
    for (let timer = timers.takeBefore(horizon); timer !== undefined; timer = timers.takeBefore(horizon)) {
      const [kind, name] = split(timer);
      const incident = board.incidents.get(name);
      if (kind === 'risk') this.forgetReminder(name);
      if (kind === 'publish' && incident !== undefined) board.touched.set(name, incident);
      if (kind === 'acknowledged' && incident !== undefined && expire(incident, horizon)) {
        board.touch(incident, horizon);
        notifier.acknowledged(name, 'acknowledgement-expired', horizon);
      }
      if (kind === 'silence') {
        const ended = silences.end(name, horizon);
        if (ended === undefined) continue;
        this.state.changedSilences.add(name);
        effects.silence(ended, this.state.offset);
        this.state.silenceChanged(horizon);
        notifier.unsilenced(horizon);
      }
    }
    notifier.speak(horizon, (notification) => effects.notification(notification));
  }

  /** Tells the world of incidents that have changed: the first change at once, those that follow gathered. */
  private tell(offset: number, at: number, effects: Effects): void {
    const { board, timers } = this.state;
    for (const [id, incident] of [...board.touched].sort(([a], [b]) => (a < b ? -1 : 1))) {
      incident.untold = incident.resolved === null && at - incident.published < PUBLISH_EVERY_MS;
      if (incident.untold) {
        timers.put(`publish ${id}`, incident.published + PUBLISH_EVERY_MS);
      } else {
        this.state.countSilenced(incident);
        incident.published = at;
        timers.put(`publish ${id}`, Number.POSITIVE_INFINITY);
        effects.incident(tellIncident(incident, offset));
      }
      if (incident.resolved !== null) timers.put(`acknowledged ${id}`, Number.POSITIVE_INFINITY);
      this.state.changedIncidents.add(id);
      board.touched.delete(id);
    }
  }

  nextDue(): number {
    return Math.min(this.state.timers.next(), this.state.notifier.nextDue());
  }

  flush(sink: StateSink): Generator<void, void, void> {
    return this.state.flush(sink);
  }

  resume(): void {}

  extent(): Record<string, unknown> {
    return {};
  }

  restore(name: string, offset: number, state: string): void {
    this.state.restore(name, offset, state);
  }

  /** Everything that lives is in memory; what has ended is gone for good. */
  away(): void {}

  isAway(): boolean {
    return false;
  }

  isNew(): void {}

  stored(): void {}
}

/**
 * The log's present: ticks come only when something is due, so that the horizon alone may be hours old when a signal comes.
 */
const presentOf = (horizon: Horizon): number => Math.max(horizon.highestAppend, horizon.at);

function split(timer: string): [kind: string, name: string] {
  const at = timer.indexOf(' ');
  return [timer.slice(0, at), timer.slice(at + 1)];
}
