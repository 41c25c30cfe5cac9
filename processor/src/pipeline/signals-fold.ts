import type { LogRecord } from '@belfry/ingest/log';
import {
  decodeBeat,
  decodeRoutes,
  decodeSaid,
  decodeSignal,
  isKpiSignal,
  isNotice,
  type Signal,
} from '../contract/index.ts';
import { expire } from '../domain/incident/acknowledging.ts';
import { tellIncident } from '../domain/incident/incident-state.ts';
import { changeOf, itemKey } from '../domain/incident/item-change.ts';
import { itemOf } from '../domain/incident/open-item.ts';
import { severityOf } from '../domain/incident/severity.ts';
import { heartbeatOf } from '../domain/notify/notification-of.ts';
import type { Effects, Fold, StateSink } from './fold.ts';
import { hearPerson } from './hear-person.ts';
import type { Horizon } from './horizon.ts';
import { PUBLISH_EVERY_MS, SignalsState } from './signals-state.ts';

/**
 * The third fold: signals and what people say in; incidents and notifications out (docs/signals.md). It is a function of the
 * log `signals` alone. What it has to say to hooks it says at ticks, so that what belongs together has been read by then.
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
    const at = presentOf(horizon);
    switch (record.kind) {
      case 'signal':
        this.read(record, effects, decodeSignal, (signal) => this.hear(signal, at, effects));
        break;
      case 'said':
        this.read(record, effects, decodeSaid, (said) => hearPerson(state, said, at, effects));
        break;
      case 'beat':
        this.read(record, effects, decodeBeat, (beat) => this.beat(beat.lane, beat.at, effects));
        break;
      case 'routes':
        this.read(record, effects, decodeRoutes, ({ hash, routing }) => state.reroute(hash, routing));
        break;
      case 'tick':
        this.passTime(horizon.at, effects);
        break;
      default:
        // Totals are for walls, incidents are what it said itself.
        return;
    }
    this.tell(record.offset, at, effects);
  }

  private read<Told>(record: LogRecord, effects: Effects, decode: (value: Buffer) => Told, take: (told: Told) => void) {
    let told: Told;
    try {
      told = decode(record.value);
    } catch (error) {
      const { offset, appendTime, key, value, kind } = record;
      const reason = `a ${kind} is JSON, and this is not: ${String(error)}`;
      effects.quarantine({ offset, appendTime, key, code: 'NOT_JSON', reason, bytes: value });
      return;
    }
    take(told);
  }

  private hear(signal: Signal, at: number, effects: Effects): void {
    const { board, notifier, seen, timers } = this.state;
    const lane = `${isKpiSignal(signal) ? 'kpi' : 'events'}/${signal.lane}`;
    if (!seen.isNew(lane, signal.offset, signal.id) || signal.quiet) return;
    // Several lanes may say one notice, each at a tick of its own.
    if (isNotice(signal) && !this.state.isNewWord(signal.id)) return;
    const severity = severityOf(signal);
    const change = changeOf(signal);
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
      case 'ends': {
        if (known?.state === 'at-risk') this.forgetReminder(known.key);
        const item = board.end(signal, change.state, change.broken, at);
        if (item === undefined) return;
        effects.item(itemOf(item), this.state.offset);
        notifier.end(item, at);
        return;
      }
      case 'eases':
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

  flush(sink: StateSink): void {
    this.state.flush(sink);
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
