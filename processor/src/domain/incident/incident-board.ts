import type { Severity } from '../../contract/incident.ts';
import { type ClockSignal, isClockSignal, type Signal } from '../../contract/signal.ts';
import { beginIncident, causeKey, INCIDENT_WINDOW_MS, type IncidentState } from './incident-state.ts';
import { beganAt, itemKey, placeOfSignal, subjectOf } from './item-change.ts';
import { NamesBy } from './names-by.ts';
import type { OpenItem } from './open-item.ts';

const GRAVITY: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

/**
 * The unresolved incidents, their items, and the reminders that were sent. It knows what is open; who is told of it is
 * others' to decide.
 */
export class IncidentBoard {
  readonly incidents = new Map<string, IncidentState>();
  readonly items = new Map<string, OpenItem>();
  /** What has changed since it was last told, and since it was last written down. */
  readonly touched = new Map<string, IncidentState>();
  readonly changedItems = new Set<string>();
  /** By promise and cause the incident that the next breach may join. */
  private readonly joinable = new Map<string, string>();
  private readonly bySubject = new NamesBy();
  private readonly byIncident = new NamesBy();

  /** Takes in a signal that opens its item, or says more of it. @param at the log's present, ms UTC. */
  open(signal: Signal, state: 'breached' | 'escalated', severity: Severity, at: number): OpenItem {
    const key = itemKey(signal);
    const known = this.items.get(key);
    if (known?.open && known.state !== 'at-risk') {
      if (state === 'breached') known.state = 'breached';
      known.broken ||= state === 'breached';
      known.signal = signal;
      known.steps = [...new Set([...known.steps, ...stepsOf(signal)])];
      this.changedItems.add(known.name);
      this.worsen(this.incidents.get(known.incident)!, signal, severity, at);
      return known;
    }
    const incident = this.join(signal, severity, at);
    const item: OpenItem = {
      name: key,
      key,
      incident: incident.id,
      state,
      open: true,
      broken: state === 'breached',
      signal,
      began: null,
      steps: stepsOf(signal),
      customerTold: known?.customerTold ?? null,
      groups: [],
      reminded: [],
    };
    this.put(item);
    incident.open++;
    incident.total++;
    incident.newest = at;
    incident.since = Math.min(incident.since, beganAt(signal, at));
    this.worsen(incident, signal, severity, at);
    return item;
  }

  /**
   * Ends an open item, or takes back what ended late while nobody has been told so yet; undefined if it is neither. The item
   * stays until it is dropped.
   */
  end(signal: Signal, state: 'resolved' | 'retracted', broken: boolean, at: number): OpenItem | undefined {
    const item = this.items.get(itemKey(signal));
    if (item === undefined || item.state === 'at-risk') return undefined;
    if (!item.open && (item.state === 'retracted' || state === 'resolved')) return undefined;
    const incident = this.incidents.get(item.incident)!;
    if (item.open) incident.open--;
    item.open = false;
    item.state = state;
    item.broken ||= broken;
    item.began ??= item.signal;
    item.signal = signal;
    this.changedItems.add(item.name);
    if (state === 'retracted') incident.retracted++;
    this.touch(incident, at);
    if (incident.open === 0) {
      incident.resolved ??= at;
      if (this.joinable.get(incident.key) === incident.id) this.joinable.delete(incident.key);
    }
    return item;
  }

  /**
   * A step that called somebody is taken back. True if nothing is left of the item: it is not broken, and no other step
   * called anybody. Then nothing else will ever end it.
   */
  ease(signal: ClockSignal): boolean {
    const item = this.items.get(itemKey(signal));
    if (!item?.open || item.state === 'at-risk') return false;
    item.steps = item.steps.filter((step) => signal.step !== `retract:${step}`);
    this.changedItems.add(item.name);
    return !item.broken && item.steps.length === 0;
  }

  /** Remembers a reminder or a notice: nothing is open by it. */
  announce(signal: Signal): OpenItem {
    const key = itemKey(signal);
    const known = this.items.get(key);
    if (known !== undefined) {
      if (known.state === 'at-risk') known.signal = signal;
      this.changedItems.add(key);
      return known;
    }
    const item: OpenItem = {
      name: key,
      key,
      incident: '',
      state: 'at-risk',
      open: true,
      broken: false,
      signal,
      began: null,
      steps: [],
      customerTold: null,
      groups: [],
      reminded: [],
    };
    this.put(item);
    return item;
  }

  /** How many open items of an incident are of a kind. Not sorted: of a storm there are very many. */
  countOpen(incident: string, isOf: (signal: Signal) => boolean): number {
    let count = 0;
    for (const key of this.byIncident.of(incident)) {
      const { open, signal } = this.items.get(key)!;
      if (open && isOf(signal)) count++;
    }
    return count;
  }

  touch(incident: IncidentState, at: number): void {
    incident.changed = at;
    this.touched.set(incident.id, incident);
  }

  /** The items of a subject, in an order that does not depend on how they were restored. */
  of(subject: string): OpenItem[] {
    return [...this.bySubject.of(subject)].sort().map((key) => this.items.get(key)!);
  }

  /** In no order. */
  *itemsOf(incident: string): Iterable<OpenItem> {
    for (const name of this.byIncident.of(incident)) yield this.items.get(name)!;
  }

  /** Takes in an item; also at recovery. */
  put(item: OpenItem): void {
    // What was a reminder becomes an item of an incident: it may have to leave an index first.
    const before = this.items.get(item.name);
    if (before !== undefined) this.drop(before);
    this.items.set(item.name, item);
    this.changedItems.add(item.name);
    this.bySubject.add(subjectOf(item.signal), item.name);
    if (item.incident !== '') this.byIncident.add(item.incident, item.name);
  }

  /** Its clock begins anew while its end waits to be told: it makes room, and is told under its own name. */
  rename(item: OpenItem): void {
    this.drop(item);
    item.name = `${item.key}~${item.signal.id}`;
    // With its last item its incident may have gone; it is needed until this is told.
    const incident = this.touched.get(item.incident);
    if (incident !== undefined && !this.incidents.has(item.incident)) this.incidents.set(incident.id, incident);
    this.put(item);
  }

  /** Forgets an item that is over and told, and its incident with the last of them. */
  drop(item: OpenItem): void {
    this.items.delete(item.name);
    this.changedItems.add(item.name);
    this.bySubject.remove(subjectOf(item.signal), item.name);
    if (item.incident === '') return;
    this.byIncident.remove(item.incident, item.name);
    const incident = this.incidents.get(item.incident);
    if (incident === undefined || incident.resolved === null || this.byIncident.has(incident.id)) return;
    this.incidents.delete(incident.id);
    this.touched.set(incident.id, incident);
  }

  /** At recovery, in any order: of several of one cause the newest is the one that may be joined. */
  restore(incident: IncidentState): void {
    this.incidents.set(incident.id, incident);
    if (incident.resolved !== null) return;
    const known = this.incidents.get(this.joinable.get(incident.key) ?? '');
    if (known === undefined || known.newest < incident.newest) this.joinable.set(incident.key, incident.id);
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
    this.touch(incident, at);
  }
}

const stepsOf = (signal: Signal): string[] => (signal.kind === 'escalated' ? [signal.step] : []);
