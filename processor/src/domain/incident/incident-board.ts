import type { Severity } from '../../contract/incident.ts';
import { isClockSignal, type Signal } from '../../contract/signal.ts';
import { beginIncident, causeKey, INCIDENT_WINDOW_MS, type IncidentState } from './incident-state.ts';
import { type ItemChange, instantOf, itemKey, placeOfSignal, subjectOf } from './item-change.ts';
import type { OpenItem } from './open-item.ts';

const GRAVITY: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

/**
 * The unresolved incidents, their items, and the reminders that were sent. It knows what is open; who is told of it is
 * others' to decide.
 */
export class IncidentBoard {
  readonly incidents = new Map<string, IncidentState>();
  readonly items = new Map<string, OpenItem>();
  /** By promise and cause the incident that the next breach may join. */
  private readonly joinable = new Map<string, string>();
  private readonly bySubject = new Map<string, Set<string>>();

  /** Takes in a signal that opens its item, or says more of it. @param at the log's present, ms UTC. */
  open(signal: Signal, state: 'breached' | 'escalated', severity: Severity, at: number): OpenItem {
    const key = itemKey(signal);
    const known = this.items.get(key);
    if (known?.open && known.state !== 'at-risk') {
      if (state === 'breached') known.state = 'breached';
      known.broken ||= state === 'breached';
      known.signal = signal;
      this.worsen(this.incidents.get(known.incident)!, signal, severity, at);
      return known;
    }
    const incident = this.join(signal, severity, at);
    const item: OpenItem = {
      key,
      incident: incident.id,
      state,
      open: true,
      broken: state === 'breached',
      signal,
      customerTold: known?.customerTold ?? null,
      groups: [],
    };
    this.put(item);
    incident.open++;
    incident.total++;
    incident.newest = at;
    incident.since = Math.min(incident.since, instantOf(signal));
    this.worsen(incident, signal, severity, at);
    return item;
  }

  /** Ends an open item; undefined if it is none. The item stays until it is dropped. */
  end(signal: Signal, { state }: ItemChange & { kind: 'ends' }, at: number): OpenItem | undefined {
    const item = this.items.get(itemKey(signal));
    if (!item?.open || item.state === 'at-risk') return undefined;
    item.open = false;
    item.state = state;
    item.signal = signal;
    const incident = this.incidents.get(item.incident)!;
    incident.open--;
    if (state === 'retracted') incident.retracted++;
    touch(incident, at);
    if (incident.open === 0) {
      incident.resolved = at;
      this.forgetJoinable(incident.id, signal);
    }
    return item;
  }

  /** Remembers a reminder, so that whoever was sent it hears that the customer was told. */
  remind(signal: Signal): OpenItem {
    const key = itemKey(signal);
    const known = this.items.get(key);
    // Of a clock that is broken already a reminder says nothing new.
    if (known !== undefined && known.state !== 'at-risk') return known;
    const item: OpenItem = {
      key,
      incident: '',
      state: 'at-risk',
      open: true,
      broken: false,
      signal,
      customerTold: known?.customerTold ?? null,
      groups: known?.groups ?? [],
    };
    this.put(item);
    return item;
  }

  /** The items of a subject, in the order in which they came. */
  of(subject: string): OpenItem[] {
    return [...(this.bySubject.get(subject) ?? [])].map((key) => this.items.get(key)!);
  }

  put(item: OpenItem): void {
    this.items.set(item.key, item);
    const subject = subjectOf(item.signal);
    const keys = this.bySubject.get(subject);
    if (keys === undefined) this.bySubject.set(subject, new Set([item.key]));
    else keys.add(item.key);
  }

  drop(item: OpenItem): void {
    this.items.delete(item.key);
    const subject = subjectOf(item.signal);
    const keys = this.bySubject.get(subject);
    keys?.delete(item.key);
    if (keys?.size === 0) this.bySubject.delete(subject);
  }

  /** At recovery: items follow by `put`. */
  restore(incident: IncidentState): void {
    this.incidents.set(incident.id, incident);
  }

  /** Called once all is restored: what the next breaches may join. */
  restored(): void {
    for (const { signal, incident, open } of this.items.values()) {
      if (!open || incident === '') continue;
      const key = causeKey(signal);
      const known = this.incidents.get(this.joinable.get(key) ?? '');
      if (known === undefined || known.newest < this.incidents.get(incident)!.newest) this.joinable.set(key, incident);
    }
  }

  private join(signal: Signal, severity: Severity, at: number): IncidentState {
    const key = causeKey(signal);
    const known = this.incidents.get(this.joinable.get(key) ?? '');
    if (known !== undefined && known.resolved === null && at - known.newest <= INCIDENT_WINDOW_MS) {
      const { subject, partner, carrier, team } = placeOfSignal(signal);
      if (known.subject !== subject) known.subject = '';
      if (known.partner !== partner) known.partner = '';
      if (known.carrier !== carrier) known.carrier = '';
      if (known.team !== team) known.team = '';
      return known;
    }
    const incident = beginIncident(signal, severity, at);
    this.incidents.set(incident.id, incident);
    this.joinable.set(key, incident.id);
    return incident;
  }

  private worsen(incident: IncidentState, signal: Signal, severity: Severity, at: number): void {
    if (GRAVITY[severity] > GRAVITY[incident.severity]) incident.severity = severity;
    if (isClockSignal(signal) && signal.level !== '') {
      incident.level = signal.level;
      incident.role = signal.role;
    }
    touch(incident, at);
  }

  private forgetJoinable(id: string, signal: Signal): void {
    const key = causeKey(signal);
    if (this.joinable.get(key) === id) this.joinable.delete(key);
  }
}

export function touch(incident: IncidentState, at: number): void {
  incident.changed = at;
  incident.changedSince = true;
}
